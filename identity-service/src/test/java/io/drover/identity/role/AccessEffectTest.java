package io.drover.identity.role;

import static io.drover.identity.role.AccessEffect.NONE;
import static io.drover.identity.role.AccessEffect.SHRUNK;
import static io.drover.identity.role.AccessEffect.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.security.Grant;
import io.drover.identity.role.MemberList.Member;
import io.drover.model.Role;
import io.drover.model.environment.Privilege;
import io.drover.model.environment.PrivilegePolicy;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AccessEffectTest {
    record Members(String sentence, List<Member> removed, List<Member> added, AccessEffect expected) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    static final List<Members> MEMBERS = List.of(
            new Members("the same list", List.of(), List.of(), NONE),
            new Members("somebody comes", List.of(), List.of(ann(Role.READONLY, 0)), STALE),
            new Members("somebody goes", List.of(ann(Role.READONLY, 0)), List.of(), SHRUNK),
            new Members("somebody rises", List.of(ann(Role.MEMBER, 0)), List.of(ann(Role.OWNER, 0)), STALE),
            new Members("somebody falls", List.of(ann(Role.MEMBER, 0)), List.of(ann(Role.READONLY, 0)), SHRUNK),
            new Members("one for another", List.of(ann(Role.MEMBER, 0)), List.of(bob(Role.OWNER)), SHRUNK),
            new Members(
                    "one rises, another goes",
                    List.of(ann(Role.MEMBER, 0), bob(Role.MEMBER)),
                    List.of(ann(Role.OWNER, 0)),
                    SHRUNK),
            new Members("a part becomes the whole", List.of(ann(Role.MEMBER, 4)), List.of(ann(Role.MEMBER, 0)), STALE),
            new Members("the whole becomes a part", List.of(ann(Role.MEMBER, 0)), List.of(ann(Role.MEMBER, 4)), SHRUNK),
            new Members(
                    "a part of a stronger role may be less than the weaker one they have",
                    List.of(),
                    List.of(ann(Role.MEMBER, 4)),
                    SHRUNK));

    @ParameterizedTest
    @FieldSource("MEMBERS")
    void ofMembers(Members one) {
        assertThat(AccessEffect.ofMembers(one.removed(), one.added())).isEqualTo(one.expected());
    }

    record Facts(
            String sentence, String nameAfter, PrivilegePolicy before, PrivilegePolicy after, AccessEffect expected) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    private static final PrivilegePolicy SOCKET = policy(Set.of(Privilege.DOCKER_SOCKET), List.of());
    private static final PrivilegePolicy MORE = policy(Set.of(Privilege.DOCKER_SOCKET), List.of("/srv"));

    static final List<Facts> FACTS = List.of(
            new Facts("nothing", "team", SOCKET, SOCKET, NONE),
            new Facts("another name", "crew", SOCKET, SOCKET, STALE),
            new Facts("more is permitted", "team", SOCKET, MORE, NONE),
            new Facts("everything is permitted", "team", MORE, PrivilegePolicy.UNRESTRICTED, NONE),
            new Facts("a folder less", "team", MORE, SOCKET, SHRUNK),
            new Facts("a folder and a name", "crew", MORE, SOCKET, SHRUNK),
            new Facts("not everything any more", "team", PrivilegePolicy.UNRESTRICTED, MORE, SHRUNK),
            new Facts("nothing is permitted any more", "team", SOCKET, PrivilegePolicy.RESTRICTED, SHRUNK),
            new Facts(
                    "another folder", "team", MORE, policy(Set.of(Privilege.DOCKER_SOCKET), List.of("/opt")), SHRUNK));

    @ParameterizedTest
    @FieldSource("FACTS")
    void ofFacts(Facts one) {
        assertThat(AccessEffect.ofFacts("team", one.nameAfter(), one.before(), one.after()))
                .isEqualTo(one.expected());
    }

    record Roles(String sentence, CustomRole after, AccessEffect expected) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    static final List<Roles> ROLES = List.of(
            new Roles("nothing", role("tester", "service:r"), NONE),
            new Roles("another name", role("checker", "service:r"), STALE),
            new Roles("one grant more", role("tester", "service:r", "stack:r"), STALE),
            new Roles("another grant", role("tester", "service:ra"), SHRUNK));

    @ParameterizedTest
    @FieldSource("ROLES")
    void ofRoles(Roles one) {
        assertThat(AccessEffect.ofRole(role("tester", "service:r"), one.after()))
                .isEqualTo(one.expected());
    }

    private static Member ann(Role role, long custom) {
        return new Member("rancher_id", "7", role, custom);
    }

    private static Member bob(Role role) {
        return new Member("rancher_id", "8", role);
    }

    private static CustomRole role(String name, String... grants) {
        return new CustomRole(
                name, Role.MEMBER, Stream.of(grants).map(Grant::parse).toList());
    }

    private static PrivilegePolicy policy(Set<Privilege> allowed, List<String> paths) {
        return new PrivilegePolicy(false, allowed, List.of(), paths, List.of(), List.of(), List.of(), List.of());
    }
}
