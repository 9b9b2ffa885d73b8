package io.drover.scheduler.servicelog;

import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a service's log.
 *
 * @param transaction the run it belongs to (wire: {@code transactionId})
 * @param event e.g. {@code service.update} or {@code service.instance.create}
 * @param sentence what happened and why, for people; the column cuts it
 * @param instance the container it is about; null: the service as a whole
 */
public record LogEntry(
        ServiceId service,
        String transaction,
        String event,
        Level level,
        String sentence,
        Kind kind,
        @Nullable InstanceId instance) {

    /** How bad it is. */
    public enum Level {
        INFO,
        ERROR;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an entry is to its run. */
    public enum Kind {
        /** Begins a run, which an {@link #END} ends. */
        RUN,
        /** Stands for itself. What goes wrong does, too: it is no detail. */
        NOTE,
        /** A step of a run (wire: {@code subLog}). */
        DETAIL,
        /** The last detail of a run: its time is the run's {@code endTime}. */
        END;

        public boolean isDetail() {
            return this == DETAIL || this == END;
        }
    }
}
