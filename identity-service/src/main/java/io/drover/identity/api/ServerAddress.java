package io.drover.identity.api;

import org.jspecify.annotations.Nullable;

/**
 * The server's address as the client of the request knows it, for commands that hosts are to run. Travels in the context of the
 * request.
 *
 * @param server absolute, without path and slash: {@code http://host:8080}
 * @param fingerprint of the server's certificate when no authority vouches for it; else null
 */
public record ServerAddress(String server, @Nullable String fingerprint) {
    public static final String HEADER = "X-Drover-Base";

    /** The gateway sends it while its certificate is its own work. */
    public static final String FINGERPRINT_HEADER = "X-Drover-Fingerprint";

    /** @param shown the gateway's header, or null */
    public ServerAddress withFingerprint(@Nullable String shown) {
        return new ServerAddress(server, shown == null || shown.isBlank() ? null : shown.strip());
    }

    /** This address, or the one the setting {@code api.host} gives hosts, if it gives one. */
    public ServerAddress orAsSet(String apiHost) {
        String set = apiHost.endsWith("/") ? apiHost.substring(0, apiHost.length() - 1) : apiHost;
        return set.isEmpty() ? this : new ServerAddress(set, set.startsWith("https:") ? fingerprint : null);
    }

    /**
     * @param header the gateway's header, or null
     * @param origin scheme and authority of the request itself, used without the header
     */
    public static ServerAddress of(@Nullable String header, String origin) {
        if (header == null || header.isBlank()) {
            return new ServerAddress(origin, null);
        }
        int slash = header.indexOf('/', header.indexOf("://") + 3);
        int path = slash < 0 ? header.length() : slash;
        int version = header.indexOf("/v2-beta", path);
        int older = header.indexOf("/v1", path);
        int end = version >= 0 ? version : older;
        String server = end >= 0 ? header.substring(0, end) : header;
        return new ServerAddress(server.endsWith("/") ? server.substring(0, server.length() - 1) : server, null);
    }
}
