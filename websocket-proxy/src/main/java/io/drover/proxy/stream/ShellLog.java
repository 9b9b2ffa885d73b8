package io.drover.proxy.stream;

import io.drover.api.ApiException;
import io.drover.api.audit.AuditEvent;
import io.drover.api.audit.AuditObjects;
import io.drover.api.audit.AuditTrail;
import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records each shell: an event when it begins, one when it ends, both with the ticket's id. The places of both are taken before it
 * begins; without them it does not. If the installation wants it, what is shown and typed is recorded in between; a shell whose
 * recording finds no place ends.
 */
public final class ShellLog {
    private static final int BEGIN_AND_END = 2;
    /** What is left of a recording when the shell ends has its place from the beginning. */
    private static final int LAST_PART = 1;

    private final AuditTrail trail;
    private final Clock clock;
    private final LiveSettings settings;

    public ShellLog(AuditTrail trail, Clock clock, LiveSettings settings) {
        this.trail = trail;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * @throws ApiException.Unavailable its events have no place
     * @throws PartUnavailable nobody knows yet whether it is to be recorded
     */
    Shell begin(Ticket ticket) {
        ShellRecordingRule rule = ShellRecordingRule.of(settings);
        if (!trail.takePlaces(BEGIN_AND_END + LAST_PART)) {
            throw new ApiException.Unavailable(
                    5, "the audit log is not writable, so no shell can be opened now; try again");
        }
        Instant now = clock.instant();
        String recorded = rule.shown() ? ", recorded" : "";
        trail.record(
                event("shell.begin", ticket, now).ended(null, "a shell on host " + ticket.host() + recorded, null));
        return new Shell(ticket, now, rule);
    }

    private static AuditEvent event(String type, Ticket ticket, Instant at) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("shell", ticket.id());
        request.put("host", ticket.host().toString());
        ticket.request().forEach((name, value) -> {
            if (name.equals("container") || name.equals("command") || name.equals("tty")) {
                request.put(name, value);
            }
        });
        // Bounded: a batch with an event that identity-service cannot take would be tried for ever.
        return with(who(type, ticket, at), AuditObjects.of(request, null).request(), null);
    }

    private static AuditEvent who(String type, Ticket ticket, Instant at) {
        Ticket.Holder holder = ticket.holder();
        return AuditEvent.of(at, type, "container", holder.resource())
                .by(holder.account(), holder.environment(), holder.address());
    }

    private static AuditEvent with(AuditEvent event, @Nullable String request, @Nullable String response) {
        return new AuditEvent(
                event.created(),
                event.eventType(),
                event.resourceType(),
                event.resourceId(),
                event.authType(),
                event.authenticatedAsAccountId(),
                event.authenticatedAsIdentityId(),
                event.accountId(),
                request,
                response,
                event.responseCode(),
                event.clientIp(),
                event.description(),
                event.runtime());
    }

    /** One shell, while it is open. */
    final class Shell {
        private final Ticket ticket;
        private final Instant begun;
        private final AtomicLong typed = new AtomicLong();
        private final AtomicLong shown = new AtomicLong();
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final AtomicInteger parts = new AtomicInteger();
        private final AtomicInteger lastPlace = new AtomicInteger(LAST_PART);
        private final ShellRecordingRule rule;
        private final ShellRecording recording;
        private volatile @Nullable Integer exit;

        private Shell(Ticket ticket, Instant begun, ShellRecordingRule rule) {
            this.ticket = ticket;
            this.begun = begun;
            this.rule = rule;
            this.recording = new ShellRecording(rule, clock, begun, this::part);
        }

        boolean isRecorded() {
            return rule.shown();
        }

        /** @throws ApiException the recording is full, or finds no place: the shell must end */
        void typed(byte[] bytes) {
            typed.addAndGet(bytes.length);
            recording.typed(bytes);
        }

        /** @throws ApiException see {@link #typed} */
        void shown(byte[] bytes) {
            shown.addAndGet(bytes.length);
            recording.shown(bytes);
        }

        /** @throws ApiException see {@link #typed} */
        void resized(int columns, int rows) {
            recording.resized(columns, rows);
        }

        /**
         * What was not handed over yet is: little is lost when this process dies.
         *
         * @throws ApiException see {@link #typed}
         */
        void keep() {
            recording.flush();
        }

        private void part(List<List<Object>> frames, boolean isLast) {
            if (isLast) {
                lastPlace.set(0);
            } else if (!trail.takePlaces(1)) {
                throw new ApiException.Unavailable(
                        5, "the audit log is not writable, so this recorded shell ends; try again");
            }
            trail.record(with(
                    who("shell.record", ticket, clock.instant()),
                    AuditObjects.of(Map.of("shell", ticket.id(), "part", parts.incrementAndGet()), null)
                            .request(),
                    AuditObjects.of(null, Map.of("frames", frames)).response()));
        }

        void exited(int code) {
            exit = code;
        }

        /** Once, however it ended. */
        void end() {
            if (!isOver.compareAndSet(false, true)) {
                return;
            }
            recording.end();
            trail.giveBack(lastPlace.get());
            Instant now = clock.instant();
            Integer code = exit;
            Map<String, @Nullable Object> response = new LinkedHashMap<>();
            response.put("exit", code);
            response.put("bytesTyped", typed.get());
            response.put("bytesShown", shown.get());
            AuditEvent event = event("shell.end", ticket, now)
                    .ended(
                            null,
                            code == null
                                    ? "the shell was left, or its host or agent went away"
                                    : "the shell's command ended with " + code,
                            Duration.between(begun, now).toMillis());
            trail.record(with(
                    event,
                    event.requestObject(),
                    AuditObjects.of(null, response).response()));
        }
    }
}
