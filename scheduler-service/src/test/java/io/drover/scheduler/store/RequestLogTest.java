package io.drover.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.EnvironmentId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.HealthState;
import io.drover.scheduler.reconcile.ServiceStatus;
import io.drover.scheduler.servicelog.LogState;
import io.drover.scheduler.store.ServiceRow.Intent;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RequestLogTest {
    private static final ServiceRow WEB = row(Activity.ACTIVE);

    /** @param expected as {@code event: sentence}, or nothing */
    record Case(String name, ServiceRow before, UnaryOperator<ServiceRow> request, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case(
                    "activate",
                    row(Activity.INACTIVE),
                    row -> row.asking(Intent.ACTIVATE),
                    "service.activate: Activated, scale is 2"),
            new Case(
                    "deactivate",
                    WEB,
                    row -> row.asking(Intent.DEACTIVATE),
                    "service.deactivate: Deactivated: its instances are stopped and kept"),
            new Case(
                    "scale",
                    WEB,
                    row -> row.asking(Intent.UPDATE).scaled(5),
                    "service.update: Updated: scale is 5 (was 2)"),
            new Case(
                    "rename and describe",
                    WEB,
                    row -> row.asking(Intent.UPDATE).named("www", "the shop"),
                    "service.update: Updated: name is www (was web), description was changed"),
            new Case(
                    "another revision with the same containers",
                    WEB,
                    row -> row.asking(Intent.UPDATE).revised(false),
                    "service.update: Updated: revision is 4"),
            new Case(
                    "upgrade",
                    WEB,
                    row -> row.asking(Intent.UPGRADE).scaled(3).revised(true),
                    "service.upgrade: Updated: its containers are replaced by those of revision 4, scale is 3 (was 2)"),
            new Case(
                    "nothing differs",
                    WEB,
                    row -> row.asking(Intent.UPDATE),
                    "service.update: Updated: nothing differs"),
            new Case(
                    "restart",
                    WEB,
                    row -> row.asking(Intent.RESTART).restarting(new ServiceRow.RestartRequest(2, 3, 1000)),
                    "service.restart: A restart was asked for, 3 at a time"),
            new Case("remove", WEB, row -> row.asking(Intent.REMOVE), "service.remove: Its removal was asked for"),
            new Case(
                    "what is being removed hears nothing", row(Activity.REMOVED), row -> row.asking(Intent.UPDATE), ""),
            new Case("no request", WEB, row -> row, ""));

    private static ServiceRow row(Activity activity) {
        return new ServiceRow(
                new ServiceId(5),
                new EnvironmentId(11),
                new StackId(1),
                "uuid",
                Instant.EPOCH,
                null,
                "web",
                null,
                2,
                activity,
                Intent.CREATE,
                7,
                3,
                1,
                null,
                0,
                new ServiceRow.Status(
                        7,
                        true,
                        new ServiceStatus(true, 2, 2, 2, false, HealthState.HEALTHY, null, false),
                        LogState.silent(7)));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void saysWhatWasAsked(Case given) {
        var entry = RequestLog.changed(given.before, given.request.apply(given.before), List.of());
        assertThat(entry.map(said -> said.event() + ": " + said.sentence()).orElse(""))
                .isEqualTo(given.expected);
        assertThat(entry.stream()).allMatch(said -> said.transaction().equals("1s5.8.0"));
    }

    @Test
    void saysWhatFilesChanged() {
        ServiceRow after = WEB.asking(Intent.UPGRADE).revised(true);
        assertThat(RequestLog.changed(WEB, after, List.of("image 'nginx:1.26' to 'nginx:1.27'", "environment (B)")))
                .hasValueSatisfying(entry -> assertThat(entry.sentence())
                        .isEqualTo("Updated: its containers are replaced by those of revision 4,"
                                + " image 'nginx:1.26' to 'nginx:1.27', environment (B)"));
    }
}
