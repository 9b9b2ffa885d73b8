package io.drover.gateway.arrival;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which headers of a client never reach a service: what only the gateway may say, credentials, what describes the connection,
 * and what the client itself declares to be about the connection ({@code Connection: ...}). And of an answer: what describes
 * the service's connection never reaches the client.
 */
public final class PassedHeaders {
    /** RFC 9110, section 7.6.1, and what is known to be used like those. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> NEVER = Set.of(
            "authorization",
            "cookie",
            "forwarded",
            "host",
            "x-api-client-ip",
            "x-api-project-id",
            "x-api-roles",
            "x-api-client-access-key");

    /** The handshake of a WebSocket is made anew. */
    private static final List<String> NEVER_BEGINNING =
            List.of("x-drover-", "x-forwarded-", "x-real-ip", "sec-websocket-");

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
                if (!lower.isEmpty()) {
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
                && !OF_THE_CONNECTION.contains(lower)
                && !declared.contains(lower)
                && !isNeverBeginning(lower);
    }

    /** @param name as a service wrote it in its answer */
    public static boolean comesBack(String name) {
        return !OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isNeverBeginning(String lower) {
        if (lower.indexOf('-') < 0) {
            return false;
        }
        for (String beginning : NEVER_BEGINNING) {
            if (lower.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
