package io.drover.gateway.arrival;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which headers of a client never reach a service: what only the gateway may say, credentials, what describes the connection,
 * and what the client itself declares to be about the connection ({@code Connection: ...}).
 */
public final class PassedHeaders {
    private static final Set<String> NEVER = Set.of(
            "authorization",
            "cookie",
            "forwarded",
            "proxy-authorization",
            "proxy-connection",
            "x-api-client-ip",
            "x-api-project-id",
            "x-api-roles",
            "x-api-client-access-key");
    private static final List<String> NEVER_BEGINNING = List.of("x-drover-", "x-forwarded-", "x-real-ip");

    /** Needed to open a WebSocket; the proxy makes them anew. */
    private static final Set<String> HANDSHAKE = Set.of("upgrade", "keep-alive", "close");

    private PassedHeaders() {}

    /**
     * @param names of the request's headers
     * @param connection values of its {@code Connection} headers
     * @return those to drop, as they are written in the request
     */
    public static Set<String> dropped(Iterable<String> names, List<String> connection) {
        Set<String> declared = new TreeSet<>();
        for (String value : connection) {
            for (String name : value.split(",", -1)) {
                String lower = name.strip().toLowerCase(Locale.ROOT);
                if (!lower.isEmpty() && !HANDSHAKE.contains(lower)) {
                    declared.add(lower);
                }
            }
        }
        Set<String> dropped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (NEVER.contains(lower)
                    || declared.contains(lower)
                    || NEVER_BEGINNING.stream().anyMatch(lower::startsWith)) {
                dropped.add(name);
            }
        }
        return dropped;
    }
}
