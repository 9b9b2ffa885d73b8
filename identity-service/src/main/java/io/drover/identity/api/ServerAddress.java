package io.drover.identity.api;

import org.jspecify.annotations.Nullable;

/**
 * The server's address as the client of the request knows it, for commands that hosts are to run. Travels in the context of the
 * request.
 *
 * @param server absolute, without path and slash: {@code http://host:8080}
 */
public record ServerAddress(String server) {
    public static final String HEADER = "X-Drover-Base";

    /**
     * @param header the gateway's header, or null
     * @param origin scheme and authority of the request itself, used without the header
     */
    public static ServerAddress of(@Nullable String header, String origin) {
        if (header == null || header.isBlank()) {
            return new ServerAddress(origin);
        }
        int version = header.indexOf("/v2-beta");
        int older = header.indexOf("/v1");
        int end = version >= 0 ? version : older;
        String server = end >= 0 ? header.substring(0, end) : header;
        return new ServerAddress(server.endsWith("/") ? server.substring(0, server.length() - 1) : server);
    }
}
