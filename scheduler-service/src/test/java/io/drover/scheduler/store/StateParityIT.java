package io.drover.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import io.drover.runtime.TimeConfig;
import io.drover.runtime.database.DatabaseConfig;
import io.drover.runtime.database.DatabaseSettings;
import io.drover.scheduler.placement.Liveness;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.HealthState;
import io.drover.scheduler.reconcile.HostWireState;
import io.drover.scheduler.reconcile.InstanceView.Desired;
import io.drover.scheduler.reconcile.InstanceView.Observation;
import io.drover.scheduler.reconcile.InstanceWireState;
import io.drover.scheduler.reconcile.ServiceStatus;
import io.drover.scheduler.reconcile.ServiceWireState;
import io.drover.testkit.MariaDb;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Lists filter by states that SQL computes, answers show states that Java computes: for every combination they agree. */
class StateParityIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("scheduler");

    @BeforeAll
    static void migrate() {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(DatabaseSettings.class, (Supplier<DatabaseSettings>) DATABASE::settings);
            context.registerBean(MeterRegistry.class, (Supplier<MeterRegistry>) SimpleMeterRegistry::new);
            context.register(TimeConfig.class, DatabaseConfig.class);
            context.refresh();
        }
    }

    @Test
    void servicesAgree() throws SQLException {
        List<String> rows = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Activity activity : Activity.values()) {
            for (long statusGeneration : new long[] {0, 1, 2}) {
                for (int bits = 0; bits < 16; bits++) {
                    boolean converged = (bits & 1) != 0;
                    boolean everActive = (bits & 2) != 0;
                    boolean restarting = (bits & 4) != 0;
                    boolean error = (bits & 8) != 0;
                    rows.add(
                            "select '%s' activity, 2 generation, %d status_generation, %b status_converged, %b status_ever_active, %b status_restarting, %b status_error, null removed"
                                    .formatted(activity, statusGeneration, converged, everActive, restarting, error));
                    var status = new ServiceStatus(
                            converged, 1, 1, 0, restarting, HealthState.INITIALIZING, error ? "why" : null, error);
                    var wire = ServiceWireState.of(
                            new ServiceWireState.Request(activity, 2, statusGeneration, everActive), status);
                    expected.add(wire.state() + " " + wire.transitioning().wire());
                }
            }
        }
        assertThat(computed(rows, ServiceRepository.STATE, ServiceRepository.TRANSITIONING, "x"))
                .isEqualTo(expected);
    }

    @Test
    void hostsAgree() throws SQLException {
        List<String> rows = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Activity activity : Activity.values()) {
            for (Liveness liveness : Liveness.values()) {
                rows.add("select '%s' activity, '%s' link, %b lost, null removed"
                        .formatted(
                                activity,
                                liveness == Liveness.ACTIVE ? "connected" : "disconnected",
                                liveness == Liveness.LOST));
                var wire = HostWireState.of(HostWireState.Wish.valueOf(activity.name()), liveness, 1, null);
                // A lost host that is being removed is forgotten in a moment; until then SQL says removing.
                boolean leaving = wire.state().equals("removed");
                expected.add(
                        leaving
                                ? "removing yes"
                                : wire.state() + " " + wire.transitioning().wire());
            }
        }
        assertThat(computed(rows, HostRepository.STATE, HostRepository.TRANSITIONING, "x"))
                .isEqualTo(expected);
    }

    @Test
    void instancesAgree() throws SQLException {
        Map<String, String> expected = new LinkedHashMap<>();
        for (Target target : Target.values()) {
            for (@Nullable
            State seen : Stream.concat(Stream.<State>builder().add(null).build(), Stream.of(State.values()))
                    .toList()) {
                for (long starts : new long[] {0, 1}) {
                    for (long seenGeneration : new long[] {0, 1}) {
                        for (boolean keep : new boolean[] {true, false}) {
                            String row =
                                    "select '%s' target, false removal_requested, 1 start_generation, 0 restarts_requested, %b keep_running, null removed, %s state, %d starts, %d o_generation"
                                            .formatted(
                                                    target,
                                                    keep,
                                                    seen == null ? "null" : "'" + seen + "'",
                                                    starts,
                                                    seenGeneration);
                            var wire = InstanceWireState.of(
                                    new Desired(target, 1, Instant.EPOCH),
                                    seen == null ? null : new Observation(seen, seenGeneration, starts, null, null),
                                    new InstanceWireState.Circumstances(!keep, Liveness.ACTIVE, "h"));
                            expected.put(
                                    row,
                                    wire.state() + " " + wire.transitioning().wire());
                        }
                    }
                }
            }
        }
        String state = instanceSql(InstanceRepository.STATE);
        String transitioning = instanceSql(InstanceRepository.TRANSITIONING);
        assertThat(computed(List.copyOf(expected.keySet()), state, transitioning, "i"))
                .isEqualTo(List.copyOf(expected.values()));
    }

    /** Both tables in one derived table: the columns are told apart by name. */
    private static String instanceSql(String expression) {
        return expression.replace("o.start_generation", "i.o_generation").replace("o.", "i.");
    }

    private static List<String> computed(List<String> rows, String state, String transitioning, String alias)
            throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            for (String row : rows) {
                try (ResultSet result = statement.executeQuery(
                        "select %s s, %s t from (%s) %s".formatted(state, transitioning, row, alias))) {
                    assertThat(result.next()).isTrue();
                    found.add(result.getString("s") + " " + result.getString("t"));
                }
            }
        }
        return found;
    }
}
