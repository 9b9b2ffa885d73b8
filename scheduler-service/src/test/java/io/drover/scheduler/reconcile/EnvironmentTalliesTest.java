package io.drover.scheduler.reconcile;

import static io.drover.scheduler.reconcile.HealthState.DEGRADED;
import static io.drover.scheduler.reconcile.HealthState.HEALTHY;
import static io.drover.scheduler.reconcile.HealthState.INITIALIZING;
import static io.drover.scheduler.reconcile.HealthState.STARTED_ONCE;
import static io.drover.scheduler.reconcile.HealthState.UNHEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.reconcile.EnvironmentTallies.Group;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EnvironmentTalliesTest {
    record Case(String sentence, List<Group> groups, HealthState expected) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("a stack without services is healthy", List.of(empty(1, true)), HEALTHY),
            new Case("healthy stacks", List.of(services(1, HEALTHY, 3), services(2, HEALTHY, 1)), HEALTHY),
            new Case("healthy, and once done", List.of(services(1, HEALTHY, 3), services(2, STARTED_ONCE, 1)), HEALTHY),
            new Case(
                    "all once done", List.of(services(1, STARTED_ONCE, 3), services(2, STARTED_ONCE, 1)), STARTED_ONCE),
            new Case(
                    "one of two stacks is down", List.of(services(1, HEALTHY, 3), services(2, UNHEALTHY, 1)), DEGRADED),
            new Case(
                    "half a stack is down: it is degraded, so no stack is healthy",
                    List.of(services(1, HEALTHY, 3), services(1, UNHEALTHY, 1)),
                    UNHEALTHY),
            new Case("all is down", List.of(services(1, UNHEALTHY, 1), services(2, UNHEALTHY, 1)), UNHEALTHY),
            new Case(
                    "something begins", List.of(services(1, UNHEALTHY, 1), services(2, INITIALIZING, 1)), INITIALIZING),
            new Case("an inactive service is not healthy", List.of(inactive(1)), UNHEALTHY),
            new Case("a stack that goes is not healthy", List.of(services(1, HEALTHY, 1), empty(2, false)), DEGRADED));

    @ParameterizedTest
    @FieldSource("CASES")
    void isWhatItsStacksMakeOfIt(Case one) {
        assertThat(EnvironmentTallies.of(one.groups())).isEqualTo(Map.of(7L, one.expected()));
    }

    @Test
    void environmentsAreToldApart() {
        assertThat(EnvironmentTallies.of(
                        List.of(new Group(7, 1, true, true, HEALTHY, 1), new Group(8, 2, true, true, UNHEALTHY, 1))))
                .isEqualTo(Map.of(7L, HEALTHY, 8L, UNHEALTHY));
    }

    private static Group services(long stack, HealthState health, long count) {
        return new Group(7, stack, true, true, health, count);
    }

    private static Group inactive(long stack) {
        return new Group(7, stack, true, false, HEALTHY, 1);
    }

    private static Group empty(long stack, boolean active) {
        return new Group(7, stack, active, false, null, 0);
    }
}
