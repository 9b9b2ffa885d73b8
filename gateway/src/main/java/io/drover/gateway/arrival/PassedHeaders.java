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
     * What the client declares to be about the connection.
     *
     * @param connection values of the {@code Connection} headers
     * @return names in lower case
     */
    public static Set<String> declared(List<String> connection) {
        if (connection.isEmpty()) {
            return Set.of();
        }
        Set<String> declared = new TreeSet<>();
        for (String value : connection) {
            for (String name : value.split(",", -1)) {
                String lower = name.strip().toLowerCase(Locale.ROOT);
                if (!lower.isEmpty() && !HANDSHAKE.contains(lower)) {
                    declared.add(lower);
                }
            }
        }
        return declared;
    }

    /**
     * @param name as it is written in the request
     * @param declared see {@link #declared}
     */
    public static boolean passes(String name, Set<String> declared) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !NEVER.contains(lower)
                && !declared.contains(lower)
                && !(lower.startsWith("x-") && isNeverBeginning(lower));
    }

    private static boolean isNeverBeginning(String lower) {
        for (String beginning : NEVER_BEGINNING) {
            if (lower.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
