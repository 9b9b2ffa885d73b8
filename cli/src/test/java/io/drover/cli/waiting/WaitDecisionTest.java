package io.drover.cli.waiting;

import static io.drover.cli.Wire.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.api.Resource;
import io.drover.cli.waiting.Verdict.Continue;
import io.drover.cli.waiting.Verdict.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WaitDecisionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(600), Duration.ofSeconds(15));
    private static final Resource HEALTHY = service("active", "healthy", "no", "");
    private static final Resource STARTING = service("activating", "initializing", "yes", "waiting for containers");
    private static final Resource FAILING = service("activating", "initializing", "error", "port 80 is taken on h1");

    private static Resource service(String state, String health, String transitioning, String message) {
        return resource("{'id':'1s1','type':'service','name':'web','state':'" + state + "','healthState':'" + health
                + "','transitioning':'" + transitioning + "','transitioningMessage':'" + message + "'}");
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    /** @param errorSince seconds after the start, negative: none */
    record Case(String name, Resource seen, long errorSince, long now, Verdict expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("healthy", HEALTHY, -1, 0, Verdict.DONE),
            new Case("started once", service("active", "started-once", "no", ""), -1, 0, Verdict.DONE),
            new Case("without health", service("active", "", "no", ""), -1, 0, Verdict.DONE),
            new Case("upgraded", service("upgraded", "healthy", "no", ""), -1, 0, Verdict.DONE),
            new Case("healthy when the time is over", HEALTHY, -1, 600, Verdict.DONE),
            new Case("on its way", STARTING, -1, 30, new Continue(at(600))),
            new Case(
                    "active but not healthy yet",
                    service("active", "initializing", "no", ""),
                    -1,
                    30,
                    new Continue(at(600))),
            new Case("degraded", service("active", "degraded", "no", ""), -1, 30, new Continue(at(600))),
            new Case("stopped by somebody", service("inactive", "", "no", ""), -1, 30, new Continue(at(600))),
            new Case("error within its grace", FAILING, 10, 24, new Continue(at(25))),
            new Case(
                    "error when its grace ends",
                    FAILING,
                    10,
                    25,
                    new Failed("service web reports an error: port 80 is taken on h1")),
            new Case(
                    "active with an error",
                    service("active", "healthy", "error", "an image is missing"),
                    0,
                    15,
                    new Failed("service web reports an error: an image is missing")),
            new Case(
                    "error without a word",
                    service("activating", "", "error", ""),
                    0,
                    20,
                    new Failed("service web reports an error: it is activating and the server gives no reason")),
            new Case(
                    "removed",
                    service("removed", "", "no", ""),
                    -1,
                    5,
                    new Failed("service web was removed meanwhile")),
            new Case(
                    "time over",
                    STARTING,
                    -1,
                    600,
                    new Failed("not done after 600 s: service web is activating (waiting for containers)")));

    @ParameterizedTest
    @FieldSource("CASES")
    void goesOnUntilItIsClear(Case given) {
        ErrorClock errors =
                given.errorSince() < 0 ? ErrorClock.EMPTY : new ErrorClock(Map.of("1s1", at(given.errorSince())));
        List<Awaited> awaited = List.of(new Awaited("service web", given.seen(), new Goal.Healthy()));
        assertThat(WaitDecision.decide(awaited, errors, PATIENCE, at(given.now()), START))
                .isEqualTo(given.expected());
    }

    record Reach(String name, Goal goal, Resource seen, boolean reached) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Resource scaled(int scale, int current, String rest) {
        return resource("{'id':'1s1','state':'active','healthState':'healthy','transitioning':'no','scale':" + scale
                + ",'currentScale':" + current + rest + "}");
    }

    static final List<Reach> GOALS = List.of(
            new Reach("as many as asked", new Goal.Scaled(4), scaled(4, 4, ""), true),
            new Reach("not yet as many", new Goal.Scaled(4), scaled(4, 3, ""), false),
            new Reach("not yet as few", new Goal.Scaled(2), scaled(2, 3, ""), false),
            new Reach("the request not seen yet", new Goal.Scaled(4), scaled(2, 2, ""), false),
            new Reach(
                    "a selector's containers do not count",
                    new Goal.Scaled(2),
                    scaled(2, 5, ",'selectorContainer':'a=b'"),
                    true),
            new Reach("at rest", new Goal.AtRest(), HEALTHY, true),
            new Reach("not at rest", new Goal.AtRest(), STARTING, false),
            new Reach("an error is no rest", new Goal.AtRest(), FAILING, false),
            new Reach("in the state", new Goal.InState("active"), HEALTHY, true),
            new Reach("in the state of health", new Goal.InState("healthy"), HEALTHY, true),
            new Reach("in another state", new Goal.InState("inactive"), HEALTHY, false),
            new Reach("still on its way", new Goal.InState("activating"), STARTING, false),
            new Reach("gone", new Goal.Gone(), service("purged", "", "no", ""), true),
            new Reach("going", new Goal.Gone(), service("removing", "", "yes", ""), false),
            new Reach(
                    "a stack whose services fail",
                    new Goal.Deployed(),
                    service("active", "unhealthy", "error", ""),
                    true),
            new Reach("a stack being made", new Goal.Deployed(), service("activating", "", "yes", ""), false));

    @ParameterizedTest
    @FieldSource("GOALS")
    void goalsAreReachedBy(Reach given) {
        assertThat(given.goal().isReachedBy(given.seen())).isEqualTo(given.reached());
    }

    @Test
    void theErrorClockStartsAtTheFirstSightAndForgetsWhatRecovered() {
        ErrorClock first = ErrorClock.EMPTY.observe(List.of(FAILING), at(3));
        ErrorClock second = first.observe(List.of(FAILING), at(9));
        assertThat(second).isEqualTo(new ErrorClock(Map.of("1s1", at(3))));
        assertThat(second.observe(List.of(STARTING), at(10))).isEqualTo(ErrorClock.EMPTY);
    }

    /** Whatever is seen, the waiting ends with the timeout, and never asks to be woken in the past. */
    @Property
    void waitingEnds(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 3) Integer> seen,
            @ForAll @IntRange(max = 700) int now) {
        List<Resource> kinds = List.of(HEALTHY, STARTING, FAILING, service("removed", "", "no", ""));
        List<Awaited> awaited = seen.stream()
                .map(kind -> new Awaited("service web", kinds.get(kind), new Goal.Healthy()))
                .toList();
        ErrorClock errors =
                ErrorClock.EMPTY.observe(awaited.stream().map(Awaited::resource).toList(), at(0));
        switch (WaitDecision.decide(awaited, errors, PATIENCE, at(now), START)) {
            case Continue(Instant lookAgain) -> {
                assertThat(now).isLessThan(600);
                assertThat(lookAgain).isAfter(at(now));
            }
            case Verdict.Done() -> assertThat(seen).containsOnly(0);
            case Failed(String reason) -> assertThat(reason).isNotBlank();
        }
    }
}
