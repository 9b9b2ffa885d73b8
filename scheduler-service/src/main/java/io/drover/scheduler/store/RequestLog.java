package io.drover.scheduler.store;

import io.drover.model.ServiceId;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.servicelog.LogEntry;
import io.drover.scheduler.servicelog.LogEntry.Kind;
import io.drover.scheduler.servicelog.LogEntry.Level;
import io.drover.scheduler.servicelog.LogState;
import io.drover.scheduler.servicelog.ServiceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What users ask of services, as entries of the log: each request begins a run. Pure. */
final class RequestLog {
    private RequestLog() {}

    static ServiceEvent event(ServiceRow.Intent intent) {
        return switch (intent) {
            case CREATE -> ServiceEvent.CREATE;
            case ACTIVATE -> ServiceEvent.ACTIVATE;
            case UPDATE -> ServiceEvent.UPDATE;
            case UPGRADE -> ServiceEvent.UPGRADE;
            case DEACTIVATE -> ServiceEvent.DEACTIVATE;
            case RESTART -> ServiceEvent.RESTART;
            case REMOVE -> ServiceEvent.REMOVE;
        };
    }

    static LogEntry created(ServiceId id, int scale, Activity activity) {
        return activity == Activity.ACTIVE
                ? entry(id, 1, ServiceEvent.ACTIVATE, "Created and activated, scale is %d".formatted(scale))
                : entry(id, 1, ServiceEvent.CREATE, "Created, inactive, scale is %d".formatted(scale));
    }

    /**
     * Empty: nothing was asked, e.g. of a service that is being removed.
     *
     * @param spec what differs in the specs, in words, where somebody has compared them
     */
    static Optional<LogEntry> changed(ServiceRow before, ServiceRow after, List<String> spec) {
        if (after.generation() == before.generation()) {
            return Optional.empty();
        }
        String sentence = switch (after.intent()) {
            case CREATE -> "Created";
            case ACTIVATE -> "Activated, scale is %d".formatted(after.scale());
            case UPDATE, UPGRADE -> difference(before, after, spec);
            case DEACTIVATE -> "Deactivated: its instances are stopped and kept";
            case RESTART -> restart(after);
            case REMOVE -> "Its removal was asked for";
        };
        return Optional.of(entry(after.id(), after.generation(), event(after.intent()), sentence));
    }

    private static String restart(ServiceRow after) {
        ServiceRow.RestartRequest request = Objects.requireNonNull(after.restart());
        return "A restart was asked for, %d at a time".formatted(request.batchSize());
    }

    private static String difference(ServiceRow before, ServiceRow after, List<String> spec) {
        List<String> changes = new ArrayList<>();
        if (after.launchRevision() != before.launchRevision()) {
            changes.add("its containers are replaced by those of revision %d".formatted(after.launchRevision()));
        } else if (after.revision() != before.revision()) {
            changes.add("revision is %d".formatted(after.revision()));
        }
        if (after.scale() != before.scale()) {
            changes.add("scale is %d (was %d)".formatted(after.scale(), before.scale()));
        }
        if (!after.name().equals(before.name())) {
            changes.add("name is %s (was %s)".formatted(after.name(), before.name()));
        }
        if (!Objects.equals(after.description(), before.description())) {
            changes.add("description was changed");
        }
        changes.addAll(spec);
        return changes.isEmpty() ? "Updated: nothing differs" : "Updated: " + String.join(", ", changes);
    }

    private static LogEntry entry(ServiceId id, long generation, ServiceEvent event, String sentence) {
        return new LogEntry(
                id, LogState.transactionOf(id, generation), event.wire(), Level.INFO, sentence, Kind.RUN, null);
    }

    /** A user's word about one container, which is no request about its service. */
    static LogEntry instance(InstanceRow row, ServiceId service, String transaction, String event, String sentence) {
        return new LogEntry(
                service, transaction, event, Level.INFO, "%s: %s".formatted(row.name(), sentence), Kind.NOTE, row.id());
    }
}
