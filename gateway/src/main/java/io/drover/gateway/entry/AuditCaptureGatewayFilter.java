package io.drover.gateway.entry;

import io.drover.api.ApiException;
import io.drover.api.audit.AuditObjects;
import io.drover.gateway.audit.AuditEvent;
import io.drover.gateway.audit.AuditRow;
import io.drover.gateway.audit.AuditTrail;
import io.drover.gateway.credential.Credential;
import io.drover.gateway.credential.Session;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Writes a row for each request that wants to change something, whatever becomes of it, and for each that is turned away (401,
 * 403). A request that was not looked at because its sender asks too much (429) leaves none: a flood would push out the rows
 * of others; {@code drover.gateway.limited} counts them. Signing in, and what happens at the OAuth2 endpoints, is recorded by
 * identity-service, which knows who tried.
 */
final class AuditCaptureGatewayFilter {
    private static final int CLIENT_GONE = 499;
    private static final AuditObjects NOTHING = new AuditObjects(null, null);
    private static final int TOO_MANY = 429;

    private final AuditTrail trail;
    private final Clock clock;
    private final Counter dropped;
    private final AnswerTimes times;

    AuditCaptureGatewayFilter(AuditTrail trail, Clock clock, MeterRegistry meters) {
        this.trail = trail;
        this.clock = clock;
        this.dropped = meters.counter("drover.audit.dropped");
        this.times = new AnswerTimes(meters);
        meters.gauge("drover.audit.pending", trail, AuditTrail::size);
    }

    /** @throws ApiException.Unavailable the request would change something and there is no place for its row */
    Mono<Void> around(ServerWebExchange exchange, Arrival arrival, Mono<Void> request) {
        AtomicBoolean isDone = new AtomicBoolean();
        if (arrival.isRecordedElsewhere()) {
            return request;
        }
        if (arrival.isReading()) {
            exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> refusal(exchange, isDone)));
            return request;
        }
        if (!trail.takePlace()) {
            return Mono.error(new ApiException.Unavailable(
                    5, "the audit log is not writable, so nothing can be changed now: identity-service stores it"));
        }
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> fill(exchange, isDone, status(exchange))));
        return request.doOnCancel(() -> fill(exchange, isDone, CLIENT_GONE));
    }

    /** How long the answer took; a stream's end says nothing. */
    void measure(ServerWebExchange exchange, Arrival arrival) {
        if (!arrival.isUpgrade()) {
            times.record(
                    arrival.destination().target(), status(exchange), Duration.between(arrival.at(), clock.instant()));
        }
    }

    private void refusal(ServerWebExchange exchange, AtomicBoolean isDone) {
        int status = status(exchange);
        if (status != 401 && status != 403) {
            return;
        }
        if (trail.takePlace()) {
            fill(exchange, isDone, status);
        } else {
            dropped.increment();
        }
    }

    private void fill(ServerWebExchange exchange, AtomicBoolean isDone, int status) {
        Arrival arrival = exchange.getAttribute(Arrival.ATTRIBUTE);
        if (arrival == null || !isDone.compareAndSet(false, true)) {
            return;
        }
        if (status == TOO_MANY) {
            trail.giveBack();
        } else {
            trail.record(row(arrival, status, objects(exchange.getResponse().getHeaders())));
        }
    }

    /** What the service answered for the row only; the client does not get it. */
    private static AuditObjects objects(HttpHeaders answered) {
        String header = answered.getFirst(AuditObjects.HEADER);
        if (header == null) {
            return NOTHING;
        }
        answered.remove(AuditObjects.HEADER);
        return AuditObjects.read(header).orElse(NOTHING);
    }

    private AuditRow row(Arrival arrival, int status, AuditObjects objects) {
        var destination = arrival.destination();
        String type = AuditEvent.typeName(destination.resourceType());
        Session session = arrival.session();
        String environment = session == null ? arrival.environment() : session.environment();
        return new AuditRow(
                arrival.at(),
                AuditEvent.name(destination.version(), type, arrival.method(), arrival.action()),
                type,
                isCreation(arrival, status) ? objects.shownId() : destination.resourceId(),
                authType(arrival.credential()),
                session == null ? null : session.accountId(),
                environment == null && session != null ? session.accountId() : environment,
                status,
                arrival.origin().clientIp(),
                description(arrival),
                Duration.between(arrival.at(), clock.instant()).toMillis(),
                objects.request(),
                objects.response());
    }

    /** Its path has no id, and whoever looks for a resource's history wants to find who made it. */
    private static boolean isCreation(Arrival arrival, int status) {
        return status == 201
                && arrival.action() == null
                && arrival.destination().resourceId() == null;
    }

    private static String description(Arrival arrival) {
        Session session = arrival.session();
        String by = session == null || session.credential() == null ? "" : " by " + session.credential();
        return arrival.method() + " " + arrival.destination().upstreamPath() + by;
    }

    private static @Nullable String authType(Credential credential) {
        String user = credential.user();
        if (user != null && user.toLowerCase(Locale.ROOT).equals("registrationtoken")) {
            return "RegistrationToken";
        }
        return switch (credential.scheme()) {
            case "basic" -> "BasicAuth";
            case "bearer" -> "TokenAuth";
            default -> null;
        };
    }

    private static int status(ServerWebExchange exchange) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return status == null ? 200 : status.value();
    }
}
