package io.drover.proxy.stream;

import io.drover.api.ApiException;
import io.drover.api.audit.AuditEvent;
import io.drover.api.audit.AuditObjects;
import io.drover.api.audit.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records each shell: an event when it begins, one when it ends, both with the ticket's id. The places of both are taken before it
 * begins; without them it does not. What is typed and shown is not recorded.
 */
public final class ShellLog {
    private static final int BEGIN_AND_END = 2;

    private final AuditTrail trail;
    private final Clock clock;

    public ShellLog(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** @throws ApiException.Unavailable its events have no place */
    Shell begin(Ticket ticket) {
        if (!trail.takePlaces(BEGIN_AND_END)) {
            throw new ApiException.Unavailable(
                    5, "the audit log is not writable, so no shell can be opened now; try again");
        }
        Instant now = clock.instant();
        trail.record(event("shell.begin", ticket, now).ended(null, "a shell on host " + ticket.host(), null));
        return new Shell(ticket, now);
    }

    private AuditEvent event(String type, Ticket ticket, Instant at) {
        Ticket.Holder holder = ticket.holder();
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("shell", ticket.id());
        request.put("host", ticket.host().toString());
        ticket.request().forEach((name, value) -> {
            if (name.equals("container") || name.equals("command") || name.equals("tty")) {
                request.put(name, value);
            }
        });
        AuditEvent who = AuditEvent.of(at, type, "container", holder.resource())
                .by(holder.account(), holder.environment(), holder.address());
        // Bounded: a batch with an event that identity-service cannot take would be tried for ever.
        return with(who, AuditObjects.of(request, null).request(), null);
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
        private volatile @Nullable Integer exit;

        private Shell(Ticket ticket, Instant begun) {
            this.ticket = ticket;
            this.begun = begun;
        }

        void typed(int bytes) {
            typed.addAndGet(bytes);
        }

        void shown(int bytes) {
            shown.addAndGet(bytes);
        }

        void exited(int code) {
            exit = code;
        }

        /** Once, however it ended. */
        void end() {
            if (!isOver.compareAndSet(false, true)) {
                return;
            }
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
