package io.drover.api.web;

import io.drover.api.ApiException;
import io.drover.api.audit.AuditEvent;
import io.drover.api.audit.AuditMask;
import io.drover.api.audit.AuditObjects;
import io.drover.api.audit.AuditTrail;
import io.drover.api.request.ApiPath;
import io.drover.api.schema.Field;
import io.drover.api.security.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What only the service can tell the audit log. The gateway writes a row for each change and each 401 and 403; here is added:
 *
 * <ol>
 *   <li>a read whose answer shows a secret in the clear: an event of its own, and the answer is held back if it finds no place;
 *   <li>a read that the policy refused (405, or a type the role does not know): an event of its own;
 *   <li>of a change, its masked objects, for the gateway's row.
 * </ol>
 */
final class AuditCallHandler {
    private final ServedTypes types;
    private final AuditTrail trail;
    private final Clock clock;

    AuditCallHandler(ServedTypes types, AuditTrail trail, Clock clock) {
        this.types = types;
        this.trail = trail;
        this.clock = clock;
    }

    /** The answer, or 503: it shows a secret and the log takes no more rows. */
    Mono<Reply> around(ApiCall call, @Nullable String clientIp, Mono<Reply> answer) {
        if (!call.method().equals("GET")) {
            return answer;
        }
        return answer.doOnNext(reply -> secretRead(call, clientIp, reply))
                .doOnError(ApiException.class, refusal -> refused(call, clientIp, refusal));
    }

    private void secretRead(ApiCall call, @Nullable String clientIp, Reply reply) {
        Map<String, @Nullable Object> body = reply.body();
        if (body == null || !AuditMask.showsSecret(body)) {
            return;
        }
        if (!trail.takePlaces(1)) {
            throw new ApiException.Unavailable(
                    5, "the audit log is not writable, so no secret can be read now: identity-service stores it");
        }
        trail.record(event(call, clientIp, reply.status(), "a secret was read"));
    }

    private void refused(ApiCall call, @Nullable String clientIp, ApiException refusal) {
        String word = word(call.path());
        boolean isUnknownToRole = refusal instanceof ApiException.NotFound
                && types.find(word)
                        .filter(served -> !call.caller().rights().see(served.type()))
                        .isPresent();
        if (isUnknownToRole || refusal instanceof ApiException.NotAllowed) {
            trail.offer(event(call, clientIp, isUnknownToRole ? 404 : 405, refusal.sentence()));
        }
    }

    private AuditEvent event(ApiCall call, @Nullable String clientIp, int status, String what) {
        Caller caller = call.caller();
        var environment = caller.environment();
        String type = type(call.path());
        return AuditEvent.of(
                        call.now(),
                        "api." + (type.equals("project") ? "environment" : type) + ".read",
                        type,
                        id(call.path()))
                .by(
                        caller.account().toString(),
                        environment == null
                                ? caller.account().toString()
                                : environment.id().toString(),
                        clientIp)
                .ended(
                        status,
                        what + " by " + caller.credential(),
                        Duration.between(call.now(), clock.instant()).toMillis());
    }

    /** The header with the masked objects of a change; null: the request did not ask for it, or there is nothing to say. */
    @Nullable
    String objects(ApiCall call, @Nullable String wanted, @Nullable Map<String, @Nullable Object> answer) {
        if (call.method().equals("GET") || !AuditObjects.WANTED.equals(wanted)) {
            return null;
        }
        String type = type(call.path());
        String id = id(call.path());
        AuditObjects objects = AuditObjects.of(
                masked(type, id, call.body()),
                answer == null ? null : masked(String.valueOf(answer.get("type")), id, answer));
        return objects.request() == null && objects.response() == null ? null : objects.header();
    }

    private Map<String, @Nullable Object> masked(
            String type, @Nullable String id, Map<String, @Nullable Object> object) {
        Set<String> declared = types.find(type).map(ServedType::type).stream()
                .flatMap(served -> served.fields().stream())
                .filter(field ->
                        !field.readable() || field.isShownOnce() || field.type().equals("password"))
                .map(Field::name)
                .collect(Collectors.toSet());
        return AuditMask.masked(type, id, declared, object);
    }

    private String type(ApiPath path) {
        String word = word(path);
        return types.find(word).map(served -> served.type().name()).orElse(word);
    }

    private static String word(ApiPath path) {
        return switch (path) {
            case ApiPath.Index _ -> "index";
            case ApiPath.Schemas _, ApiPath.Schema _ -> "schema";
            case ApiPath.Collection collection -> collection.type();
            case ApiPath.One one -> one.type();
            case ApiPath.Link link -> link.type();
        };
    }

    private static @Nullable String id(ApiPath path) {
        return switch (path) {
            case ApiPath.One one -> one.id();
            case ApiPath.Link link -> link.id();
            case ApiPath.Index _, ApiPath.Schemas _, ApiPath.Schema _, ApiPath.Collection _ -> null;
        };
    }
}
