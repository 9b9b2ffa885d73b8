package io.drover.identity.directory;

import static io.drover.identity.directory.AccessPolicy.Mode.REQUIRED;
import static io.drover.identity.directory.AccessPolicy.Mode.RESTRICTED;
import static io.drover.identity.directory.AccessPolicy.Mode.UNRESTRICTED;
import static io.drover.identity.directory.Entries.group;
import static io.drover.identity.directory.Entries.person;
import static io.drover.identity.directory.Entries.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.directory.AccessPolicy.Mode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AccessPolicyTest {
    record Case(
            String name,
            Mode mode,
            List<DirectoryIdentity> allowed,
            DirectoryUser who,
            boolean member,
            boolean admits) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("unrestricted admits strangers", UNRESTRICTED, List.of(), person("jo"), false, true),
            new Case("restricted refuses strangers", RESTRICTED, List.of(), person("jo"), false, false),
            new Case("restricted admits members", RESTRICTED, List.of(), person("jo"), true, true),
            new Case("restricted admits the listed", RESTRICTED, List.of(user("jo")), person("jo"), false, true),
            new Case(
                    "restricted admits by group", RESTRICTED, List.of(group("a")), person("jo", "b", "a"), false, true),
            new Case("required refuses members", REQUIRED, List.of(), person("jo"), true, false),
            new Case("required admits the listed", REQUIRED, List.of(user("jo")), person("jo"), false, true),
            new Case("required admits by group", REQUIRED, List.of(group("a")), person("jo", "a"), false, true),
            new Case("another user's entry admits nobody", REQUIRED, List.of(user("al")), person("jo"), false, false),
            new Case(
                    "a group is no user of the same name",
                    REQUIRED,
                    List.of(new DirectoryIdentity("openldap_group", user("jo").externalId(), "jo", "jo", false)),
                    person("jo"),
                    false,
                    false),
            new Case(
                    "names are compared as names, not as texts",
                    REQUIRED,
                    List.of(new DirectoryIdentity("openldap_user", "UID=jo, OU=People, DC=x", "jo", "jo", true)),
                    person("jo"),
                    false,
                    true));

    @ParameterizedTest
    @FieldSource("CASES")
    void admits(Case c) {
        assertThat(new AccessPolicy(c.mode(), c.allowed()).admits(c.who().identities(), c.member()))
                .isEqualTo(c.admits());
    }
}
