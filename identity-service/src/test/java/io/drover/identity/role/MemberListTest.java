package io.drover.identity.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.role.MemberList.Change;
import io.drover.identity.role.MemberList.Member;
import io.drover.model.Role;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MemberListTest {
    private static final Member ANN_OWNS = account("7", Role.OWNER);
    private static final Member ANN_READS = account("7", Role.READONLY);
    private static final Member BOB_OWNS = account("8", Role.OWNER);
    private static final Member BOB_WORKS = account("8", Role.MEMBER);

    record Case(String name, List<Member> present, List<Member> wanted, Role giver, Change expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case(
                    "the same list changes nothing",
                    List.of(ANN_OWNS),
                    List.of(ANN_OWNS),
                    Role.OWNER,
                    accepted(List.of(), List.of())),
            new Case(
                    "a member joins",
                    List.of(ANN_OWNS),
                    List.of(ANN_OWNS, BOB_WORKS),
                    Role.OWNER,
                    accepted(List.of(), List.of(BOB_WORKS))),
            new Case(
                    "a member given twice joins once",
                    List.of(ANN_OWNS),
                    List.of(ANN_OWNS, BOB_WORKS, BOB_WORKS),
                    Role.OWNER,
                    accepted(List.of(), List.of(BOB_WORKS))),
            new Case(
                    "a change of role is one out and one in",
                    List.of(ANN_OWNS, BOB_WORKS),
                    List.of(ANN_OWNS, BOB_OWNS),
                    Role.OWNER,
                    accepted(List.of(BOB_WORKS), List.of(BOB_OWNS))),
            new Case(
                    "an environment keeps an owner",
                    List.of(ANN_OWNS),
                    List.of(ANN_READS),
                    Role.OWNER,
                    new Change.Refused(
                            "Members list does not have an owner: give at least one member the role 'owner'")),
            new Case(
                    "who is no owner leaves the owners alone",
                    List.of(ANN_OWNS),
                    List.of(ANN_OWNS, BOB_OWNS),
                    Role.MEMBER,
                    new Change.Refused("Cannot change project owners: only an owner may add or remove owners")),
            new Case(
                    "but may bring members",
                    List.of(ANN_OWNS),
                    List.of(ANN_OWNS, BOB_WORKS),
                    Role.MEMBER,
                    accepted(List.of(), List.of(BOB_WORKS))),
            new Case(
                    "and nobody who is more than they are",
                    List.of(ANN_OWNS),
                    List.of(ANN_OWNS, BOB_WORKS),
                    Role.RESTRICTED,
                    new Change.Refused(
                            "'member' is more than 'restricted', so you cannot make somebody that: an owner can")),
            new Case(
                    "who is more already stays",
                    List.of(ANN_OWNS, BOB_WORKS),
                    List.of(ANN_OWNS, BOB_WORKS),
                    Role.READONLY,
                    accepted(List.of(), List.of())));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case test) {
        assertThat(MemberList.decide(test.present, test.wanted, test.giver)).isEqualTo(test.expected);
    }

    @Property
    void whatIsAcceptedTurnsThePresentListIntoTheWantedOne(
            @ForAll("members") List<Member> present, @ForAll("members") List<Member> wanted) {
        if (MemberList.decide(present, wanted, Role.OWNER) instanceof Change.Accepted(var remove, var add)) {
            var result = new HashSet<>(present);
            result.removeAll(remove);
            result.addAll(add);
            assertThat(result).isEqualTo(new HashSet<>(wanted));
            assertThat(result).anyMatch(member -> member.role() == Role.OWNER);
        }
    }

    @Provide
    Arbitrary<List<Member>> members() {
        var ids = Arbitraries.of("1", "2", "3");
        var roles = Arbitraries.of(Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY);
        return Combinators.combine(ids, roles)
                .as(MemberListTest::account)
                .list()
                .ofMaxSize(5);
    }

    private static Member account(String id, Role role) {
        return new Member("rancher_id", id, role);
    }

    private static Change accepted(List<Member> remove, List<Member> add) {
        return new Change.Accepted(remove, add);
    }
}
