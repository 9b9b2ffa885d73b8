package io.drover.scheduler.servicelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.HealthState;
import io.drover.scheduler.reconcile.Plan;
import io.drover.scheduler.reconcile.Reconciliation;
import io.drover.scheduler.reconcile.ServiceStatus;
import io.drover.scheduler.servicelog.InstanceStep.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PassLogTest {
    private static final ServiceId SERVICE = new ServiceId(5);
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final InstanceStep REMOVE =
            new InstanceStep(Kind.DELETE, new InstanceId(1), "shop-web-1", "host h2 is lost");
    private static final InstanceStep CREATE =
            new InstanceStep(Kind.CREATE, new InstanceId(2), "shop-web-1 on h1", "host h2 is lost");

    private static final LogState QUIET = LogState.silent(3);
    private static final LogState UPDATING = QUIET.asked(3, ServiceEvent.UPDATE);

    /** @param expected as {@code kind level transaction event: sentence} */
    record Case(String name, LogState before, PassLog.Pass pass, List<String> expected, boolean openAfter) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("a look that finds nothing says nothing", QUIET, pass(3, converged()), List.of(), false),
            new Case(
                    "progress of a request says nothing",
                    UPDATING,
                    pass(3, status("1 of 2 instances run", false)),
                    List.of(),
                    true),
            new Case(
                    "steps of a request are its details",
                    QUIET,
                    pass(4, status("0 of 1 instances run", false), CREATE),
                    List.of("DETAIL info 1s5.4.0 service.instance.create: Creating shop-web-1 on h1: host h2 is lost"),
                    true),
            new Case(
                    "a request is done when all is as it should be",
                    UPDATING,
                    pass(3, converged()),
                    List.of("END info 1s5.3.0 service.update.info: Reconciled: 2 of 2 instances run"),
                    false),
            new Case(
                    "a request for what is there already is done at once",
                    QUIET,
                    pass(4, converged()),
                    List.of("END info 1s5.4.0 service.restart.info: Reconciled: 2 of 2 instances run"),
                    false),
            new Case(
                    "a newer request ends the one before it",
                    UPDATING,
                    pass(4, status("0 of 1 instances run", false)),
                    List.of("END info 1s5.3.0 service.update.info: Something else was asked for meanwhile"),
                    true),
            new Case(
                    "steps that nobody asked for begin a run",
                    QUIET,
                    pass(3, status("1 of 2 instances run", false), REMOVE, CREATE),
                    List.of(
                            "RUN info 1s5.3.1 service.trigger: Instances to remove: 1, to create: 1; host h2 is lost",
                            "DETAIL info 1s5.3.1 service.instance.delete: Removing shop-web-1: host h2 is lost",
                            "DETAIL info 1s5.3.1 service.instance.create: Creating shop-web-1 on h1: host h2 is lost"),
                    true),
            new Case(
                    "the next such run has the next number",
                    QUIET.triggering(true).ended(),
                    pass(3, status("1 of 2 instances run", false), REMOVE),
                    List.of(
                            "RUN info 1s5.3.2 service.trigger: Instances to remove: 1; host h2 is lost",
                            "DETAIL info 1s5.3.2 service.instance.delete: Removing shop-web-1: host h2 is lost"),
                    true),
            new Case(
                    "an error of a request is no detail",
                    UPDATING,
                    pass(3, status("no host has port 80 free", true)),
                    List.of("NOTE error 1s5.3.0 service.update.exception: no host has port 80 free"),
                    true),
            new Case(
                    "an error that no request has is told alone, and nothing goes on",
                    QUIET,
                    pass(3, status("web-1 on h1: exited with code 1, again", true)),
                    List.of("NOTE error 1s5.3.1 service.trigger.exception: web-1 on h1: exited with code 1, again"),
                    false),
            new Case(
                    "an error that was told is not told again with another count",
                    UPDATING.telling("not found (failed 2 times in a row, it is tried again)", NOON),
                    pass(3, status("not found (failed 3 times in a row, it is tried again)", true)),
                    List.of(),
                    true),
            new Case(
                    "another error is",
                    UPDATING.telling("image a was not found", NOON),
                    pass(3, status("image b was not found", true)),
                    List.of("NOTE error 1s5.3.0 service.update.exception: image b was not found"),
                    true),
            new Case(
                    "the same error is told again an hour later",
                    UPDATING.telling("image a was not found", NOON.minus(LogState.SAME_AGAIN)),
                    pass(3, status("image a was not found", true)),
                    List.of("NOTE error 1s5.3.0 service.update.exception: image a was not found"),
                    true),
            new Case(
                    "the same error is told again of the next request",
                    UPDATING.telling("image a was not found", NOON).ended(),
                    pass(4, status("image a was not found", true)),
                    List.of("NOTE error 1s5.4.0 service.restart.exception: image a was not found"),
                    true),
            new Case(
                    "what waiting solves is no error",
                    UPDATING,
                    refused(3, "no host is there yet"),
                    List.of("NOTE info 1s5.3.0 service.update.wait: no host is there yet"),
                    true),
            new Case(
                    "a service that is gone ends its removal",
                    QUIET.asked(3, ServiceEvent.REMOVE),
                    new PassLog.Pass(
                            SERVICE, 3, ServiceEvent.REMOVE, Activity.REMOVED, List.of(), decided(converged())),
                    List.of("END info 1s5.3.0 service.remove.info: Removed: nothing is left of it"),
                    false));

    private static ServiceStatus converged() {
        return new ServiceStatus(true, 2, 2, 2, false, HealthState.HEALTHY, null, false);
    }

    private static ServiceStatus status(@Nullable String message, boolean error) {
        return new ServiceStatus(false, 2, 2, 1, false, HealthState.DEGRADED, message, error);
    }

    private static Reconciliation decided(ServiceStatus status, String... refusals) {
        return new Reconciliation(new Plan(List.of(), List.of(refusals), 0, Optional.empty()), status);
    }

    private static PassLog.Pass pass(long generation, ServiceStatus status, InstanceStep... steps) {
        return new PassLog.Pass(
                SERVICE, generation, ServiceEvent.RESTART, Activity.ACTIVE, List.of(steps), decided(status));
    }

    private static PassLog.Pass refused(long generation, String refusal) {
        return new PassLog.Pass(
                SERVICE,
                generation,
                ServiceEvent.RESTART,
                Activity.ACTIVE,
                List.of(),
                decided(status(refusal, false), refusal));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void saysWhatHappened(Case given) {
        PassLog.Result result = PassLog.of(given.before, given.pass, NOON);
        assertThat(result.entries().stream().map(PassLogTest::text)).isEqualTo(given.expected);
        assertThat(result.state().open()).isEqualTo(given.openAfter);
        assertThat(result.entries()).allMatch(entry -> entry.service().equals(SERVICE));
    }

    private static String text(LogEntry entry) {
        return "%s %s %s %s: %s"
                .formatted(entry.kind(), entry.level().wire(), entry.transaction(), entry.event(), entry.sentence());
    }

    @Test
    void namesTheInstances() {
        var result = PassLog.of(QUIET, pass(3, status("", false), REMOVE, CREATE), NOON);
        assertThat(result.entries().stream().map(LogEntry::instance))
                .containsExactly(null, new InstanceId(1), new InstanceId(2));
    }

    /** A thousand instances are a hundred by name. */
    @Test
    void aPassIsBounded() {
        InstanceStep[] steps = IntStream.rangeClosed(1, 1000)
                .mapToObj(i -> new InstanceStep(Kind.CREATE, new InstanceId(i), "web-" + i, "scale is 1000"))
                .toArray(InstanceStep[]::new);
        var entries =
                PassLog.of(UPDATING, pass(3, status("", false), steps), NOON).entries();
        assertThat(entries).hasSize(PassLog.MOST_STEPS + 1);
        assertThat(text(entries.getLast()))
                .isEqualTo("DETAIL info 1s5.3.0 service.update.info: 900 further instances, likewise");
    }

    /** Containers on many hosts fail in turn, for a day: the log has some of it each hour. */
    @Test
    void troublesThatAlternateAreBounded() {
        LogState state = UPDATING;
        List<LogEntry> told = new ArrayList<>();
        for (int second = 0; second < 86_400; second += 10) {
            String host = Character.toString('a' + second / 10 % 26);
            var pass = pass(3, status("web on %s: exited with code 1, again".formatted(host), true));
            var result = PassLog.of(state, pass, NOON.plusSeconds(second));
            told.addAll(result.entries());
            state = result.state();
        }
        assertThat(told).hasSizeBetween(24, 24 * LogState.MOST_TOLD);
        assertThat(state.told()).hasSizeLessThanOrEqualTo(LogState.MOST_TOLD);
    }
}
