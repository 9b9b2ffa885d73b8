package io.drover.proxy.stream;

import io.drover.api.ApiException;
import io.drover.model.HostId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A verified permission for one stream (architecture: tickets).
 *
 * @param id used once
 * @param expires until then the id is remembered as used
 * @param host whose agent is asked
 * @param request the JSON object of {@code LogsRequest}, {@code ExecFrame.Open} or {@code StatsRequest}
 * @param holder whose ticket it is, for the audit log
 */
public record Ticket(String id, Instant expires, HostId host, Map<String, Object> request, Holder holder) {
    /**
     * Public ids, null where the ticket does not say.
     *
     * @param resource what the stream is of, e.g. the container
     * @param address the client's
     */
    public record Holder(
            @Nullable String account,
            @Nullable String environment,
            @Nullable String resource,
            @Nullable String address) {}

    public Ticket {
        request = Map.copyOf(request);
    }

    /**
     * Reads a ticket for a purpose from its verified claims.
     *
     * @param address of who shows it
     * @throws ApiException.Forbidden it is for something else
     * @throws ApiException.Unauthorized it says less than it must
     */
    static Ticket read(Map<String, Object> claims, Purpose purpose, @Nullable String address) {
        Object given = claims.get("purpose");
        if (!purpose.wire().equals(given)) {
            throw new ApiException.Forbidden("this ticket is for '%s', not for '%s'".formatted(given, purpose.wire()));
        }
        if (claims.get("jti") instanceof String id
                && claims.get("exp") instanceof Instant expires
                && claims.get("host") instanceof Number host
                && claims.get("request") instanceof Map<?, ?> request) {
            Holder holder =
                    new Holder(text(claims.get("sub")), text(claims.get("env")), text(claims.get("resource")), address);
            return new Ticket(id, expires, new HostId(host.longValue()), withTextKeys(request), holder);
        }
        throw new ApiException.Unauthorized("the ticket is incomplete: it needs jti, exp, host and request");
    }

    private static @Nullable String text(@Nullable Object claim) {
        return claim instanceof String text && !text.isEmpty() ? text : null;
    }

    private static Map<String, Object> withTextKeys(Map<?, ?> map) {
        return map.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(java.util.stream.Collectors.toMap(
                        entry -> String.valueOf(entry.getKey()), entry -> (Object) entry.getValue()));
    }
}
