package io.drover.identity.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.schema.Access;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.api.security.Grant;
import io.drover.api.security.Narrowing;
import io.drover.api.security.Rights;
import io.drover.model.Role;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CustomRoleTest {
    /** @param says a part of the sentence; null: nothing is wrong */
    record Fault(
            String name,
            Role base,
            String grants,
            boolean global,
            @Nullable String says) {}

    static final List<Fault> FAULTS = List.of(
            new Fault("deployer", Role.MEMBER, "service:cru@1st5 *:r", false, null),
            new Fault("deployer", Role.READONLY, "*:r", true, null),
            new Fault("owner", Role.MEMBER, "*:r", false, "'owner' is the name of a role"),
            new Fault("admin", Role.MEMBER, "*:r", false, "'admin' is the name of a role"),
            new Fault("1pr3", Role.MEMBER, "*:r", false, "looks like an id"),
            new Fault("boss", Role.OWNER, "*:r", false, "base role 'owner'"),
            new Fault("boss", Role.ADMIN, "*:r", false, "base role 'admin'"),
            new Fault("key", Role.PROJECT, "*:r", false, "base role 'project'"),
            new Fault("empty", Role.MEMBER, "", false, "0 grants"),
            new Fault("global", Role.MEMBER, "service:r@1st5", true, "names stacks"));

    @ParameterizedTest
    @FieldSource("FAULTS")
    void saysWhatIsWrongWithIt(Fault given) {
        var fault = new CustomRole(given.name(), given.base(), grants(given.grants())).fault(given.global());
        if (given.says() == null) {
            assertThat(fault).isEmpty();
        } else {
            assertThat(fault)
                    .hasValueSatisfying(sentence -> assertThat(sentence).contains(given.says()));
        }
    }

    @Test
    void isNotLongerThanAHeaderTakes() {
        Grant grant = Grant.parse("a".repeat(50) + ":r");
        assertThat(new CustomRole("many", Role.MEMBER, Collections.nCopies(51, grant)).fault(false))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("51 grants"));
        assertThat(new CustomRole("long", Role.MEMBER, Collections.nCopies(40, grant)).fault(false))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("2000"));
    }

    record Excess(
            Role holder,
            String held,
            Role base,
            String wanted,
            @Nullable String says) {}

    static final List<Excess> EXCESSES = List.of(
            new Excess(Role.OWNER, "", Role.MEMBER, "*:crud", null),
            new Excess(Role.ADMIN, "", Role.MEMBER, "*:crud", null),
            new Excess(Role.MEMBER, "", Role.MEMBER, "*:r", null),
            new Excess(Role.RESTRICTED, "", Role.MEMBER, "*:r", "more than 'restricted'"),
            new Excess(Role.PROJECT, "", Role.READONLY, "*:r", "more than 'project'"),
            new Excess(Role.OWNER, "service:r", Role.MEMBER, "service:r", null),
            new Excess(Role.OWNER, "service:r", Role.MEMBER, "service:ru", "service:ru"),
            new Excess(Role.OWNER, "service:r@1st5", Role.MEMBER, "service:r@1st5", null),
            new Excess(Role.OWNER, "service:r@1st5", Role.MEMBER, "service:r@1st5,1st6", "1st6"),
            new Excess(Role.OWNER, "service:r@1st5 service:r@1st6", Role.MEMBER, "service:r@1st5,1st6", null),
            new Excess(Role.OWNER, "service:r@1st5", Role.MEMBER, "service:r", "'service:r'"),
            new Excess(Role.OWNER, "*:r", Role.MEMBER, "service:r@1st5", null),
            new Excess(Role.OWNER, "service:r", Role.MEMBER, "*:r", "'*:r'"));

    @ParameterizedTest
    @FieldSource("EXCESSES")
    void nobodyGivesWhatTheyDoNotHold(Excess given) {
        var excess = new CustomRole("wanted", given.base(), grants(given.wanted()))
                .excess(given.holder(), new Narrowing(false, grants(given.held())));
        if (given.says() == null) {
            assertThat(excess).isEmpty();
        } else {
            assertThat(excess)
                    .hasValueSatisfying(sentence -> assertThat(sentence).contains(given.says()));
        }
    }

    private static final List<ResourceType> TYPES = List.of(type("service"), type("host"), type("stack"));

    private static ResourceType type(String name) {
        return new ResourceType(
                        name,
                        "x",
                        "",
                        true,
                        List.of(Field.of("stackId", "reference[stack]").filterable()),
                        List.of(),
                        List.of(),
                        Set.of(),
                        Access.none()
                                .allow("crud", Role.OWNER, Role.MEMBER)
                                .allow("cru", Role.RESTRICTED)
                                .allow("r", Role.READONLY))
                .inStack("stackId");
    }

    @Provide
    Arbitrary<List<Grant>> grantLists() {
        return Combinators.combine(
                        Arbitraries.of("*", "service", "host")
                                .set()
                                .ofMinSize(1)
                                .ofMaxSize(2),
                        Arbitraries.of(Verb.class).set().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.longs().between(1, 3).set().ofMaxSize(2))
                .as(Grant::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    /** CVE-2021-36784 and its like: whoever may edit roles must not get more by it. */
    @Property
    void whatIsGivenIsNeverMoreThanWhatIsHeld(
            @ForAll("members") Role holder,
            @ForAll("grantLists") List<Grant> held,
            @ForAll("members") Role base,
            @ForAll("grantLists") List<Grant> wanted) {
        Narrowing narrowing = new Narrowing(false, held);
        if (new CustomRole("wanted", base, wanted).excess(holder, narrowing).isPresent()) {
            return;
        }
        Rights given = new Rights(base, new Narrowing(false, wanted));
        Rights own = new Rights(holder, narrowing);
        for (ResourceType type : TYPES) {
            for (Verb verb : Verb.values()) {
                for (long stack = 0; stack <= 3; stack++) {
                    Long where = stack == 0 ? null : Long.valueOf(stack);
                    assertThat(!given.scope(type, verb).covers(where)
                                    || own.scope(type, verb).covers(where))
                            .isTrue();
                }
            }
        }
    }

    @Provide
    Arbitrary<Role> members() {
        return Arbitraries.of(Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY);
    }

    record Sum(String name, Role strongest, List<Membership> all, Membership expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Membership DEPLOYER = new Membership(Role.MEMBER, grants("service:cru@1st5"), "deployer");
    private static final Membership TESTER = new Membership(Role.MEMBER, grants("service:ra@1st6"), "tester");
    private static final Membership VIEWER = new Membership(Role.READONLY, grants("service:r"), "viewer");

    static final List<Sum> SUMS = List.of(
            new Sum("one custom role", Role.MEMBER, List.of(DEPLOYER), DEPLOYER),
            new Sum(
                    "two on the same base are united",
                    Role.MEMBER,
                    List.of(DEPLOYER, TESTER),
                    new Membership(Role.MEMBER, grants("service:cru@1st5 service:ra@1st6"), "deployer, tester")),
            new Sum(
                    "the whole role beats its parts",
                    Role.MEMBER,
                    List.of(DEPLOYER, Membership.whole(Role.MEMBER)),
                    Membership.whole(Role.MEMBER)),
            new Sum(
                    "an owner is an owner",
                    Role.OWNER,
                    List.of(DEPLOYER, Membership.whole(Role.OWNER)),
                    Membership.whole(Role.OWNER)),
            new Sum("a weaker base adds nothing", Role.MEMBER, List.of(DEPLOYER, VIEWER), DEPLOYER),
            new Sum(
                    "nor does a weaker whole role",
                    Role.MEMBER,
                    List.of(DEPLOYER, Membership.whole(Role.READONLY)),
                    DEPLOYER),
            new Sum("an administrator without rows", Role.OWNER, List.of(), Membership.whole(Role.OWNER)),
            new Sum("the same twice", Role.MEMBER, List.of(DEPLOYER, DEPLOYER), DEPLOYER));

    @ParameterizedTest
    @FieldSource("SUMS")
    void severalRolesTogether(Sum given) {
        assertThat(Membership.together(given.strongest(), given.all())).isEqualTo(given.expected());
    }

    private static List<Grant> grants(String texts) {
        return Stream.of(texts.split(" "))
                .filter(text -> !text.isEmpty())
                .map(Grant::parse)
                .toList();
    }
}
