package io.drover.identity.directory;

import static io.drover.identity.directory.Entries.disabled;
import static io.drover.identity.directory.Entries.group;
import static io.drover.identity.directory.Entries.person;
import static io.drover.identity.directory.Entries.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.directory.AccessReview.Plan;
import io.drover.identity.directory.AccessReview.Reading;
import io.drover.identity.directory.AccessReview.Step;
import io.drover.identity.directory.AccessReview.Step.Admit;
import io.drover.identity.directory.AccessReview.Step.Refuse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AccessReviewTest {
    private static final AccessPolicy EVERYBODY = new AccessPolicy(AccessPolicy.Mode.UNRESTRICTED, List.of());
    private static final AccessPolicy OPS = new AccessPolicy(AccessPolicy.Mode.RESTRICTED, List.of(group("ops")));

    record Case(String name, AccessPolicy policy, Reading reading, List<Step> steps) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("nothing changed", EVERYBODY, reading(false, person("jo", "ops"), "ops"), List.of()),
            new Case(
                    "a new group",
                    EVERYBODY,
                    reading(false, person("jo", "ops", "dev"), "ops"),
                    List.of(new Admit(7, person("jo", "ops", "dev").identities()))),
            new Case(
                    "a lost group",
                    EVERYBODY,
                    reading(false, person("jo"), "ops"),
                    List.of(new Admit(7, person("jo").identities()))),
            new Case(
                    "disabled",
                    EVERYBODY,
                    reading(false, disabled("jo")),
                    List.of(new Refuse(7, "the user is disabled in the directory"))),
            new Case("disabled before", EVERYBODY, reading(true, disabled("jo")), List.of()),
            new Case(
                    "gone",
                    EVERYBODY,
                    reading(false, null),
                    List.of(new Refuse(7, "the user is not in the directory any more"))),
            new Case(
                    "not in the group any more",
                    OPS,
                    reading(false, person("jo"), "ops"),
                    List.of(new Refuse(7, "the access mode 'restricted' does not admit the user"))),
            new Case(
                    "enabled again",
                    OPS,
                    reading(true, person("jo", "ops")),
                    List.of(new Admit(7, person("jo", "ops").identities()))));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case c) {
        assertThat(AccessReview.decide(List.of(c.reading()), c.policy())).isEqualTo(new Plan(c.steps(), 0));
    }

    @Test
    void nobodyLosesAccessWhenHalfOfThemVanishAtOnce() {
        List<Reading> readings = new ArrayList<>(IntStream.range(0, 10)
                .mapToObj(i -> new Reading(i, Set.of(user("u" + i)), false, null, false))
                .toList());
        readings.add(new Reading(99, Set.of(user("jo")), false, disabled("jo"), false));

        assertThat(AccessReview.decide(readings, EVERYBODY))
                .isEqualTo(new Plan(List.of(new Refuse(99, "the user is disabled in the directory")), 10));
    }

    @Test
    void someOfManyDoLoseIt() {
        List<Reading> readings = IntStream.range(0, 30)
                .mapToObj(i -> new Reading(i, Set.of(user("u" + i)), false, i < 10 ? null : person("u" + i), false))
                .toList();

        assertThat(AccessReview.decide(readings, EVERYBODY).steps()).hasSize(10);
    }

    @Property
    void doneOnceThereIsNothingLeftToDo(@ForAll @IntRange(max = 30) int people, @ForAll long seed) {
        List<Reading> before = IntStream.range(0, people)
                .mapToObj(i -> random(i, seed >> (i % 60)))
                .toList();

        Plan plan = AccessReview.decide(before, OPS);
        List<Reading> after =
                before.stream().map(reading -> applied(reading, plan)).toList();

        assertThat(AccessReview.decide(after, OPS).steps()).isEmpty();
    }

    private static Reading random(int account, long bits) {
        String login = "u" + account;
        DirectoryUser found = (bits & 3) == 0
                ? null
                : (bits & 3) == 1 ? disabled(login) : (bits & 4) == 0 ? person(login) : person(login, "ops");
        return new Reading(account, Set.of(user(login)), (bits & 8) != 0, found, (bits & 16) != 0);
    }

    private static Reading applied(Reading reading, Plan plan) {
        for (Step step : plan.steps()) {
            if (step.account() == reading.account()) {
                return switch (step) {
                    case Refuse _ ->
                        new Reading(reading.account(), Set.of(), true, reading.found(), reading.isMember());
                    case Admit(long account, List<DirectoryIdentity> identities) ->
                        new Reading(account, new HashSet<>(identities), false, reading.found(), reading.isMember());
                };
            }
        }
        return reading;
    }

    private static Reading reading(boolean refused, @Nullable DirectoryUser found, String... groups) {
        return new Reading(7, new HashSet<>(person("jo", groups).identities()), refused, found, false);
    }
}
