package io.drover.gateway.entry;

import io.drover.api.ApiException;
import io.drover.gateway.arrival.AddressRange;
import io.drover.gateway.arrival.Origin;
import io.drover.gateway.credential.Credential;
import io.drover.gateway.credential.CredentialReader;
import io.drover.gateway.routing.Destination;
import io.drover.gateway.routing.MalformedPath;
import io.drover.gateway.routing.RoutingTable;
import io.drover.gateway.routing.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Reads the head of a request; nothing in it is believed that the client could have made up. */
final class ArrivalReader {
    private final List<AddressRange> trustedProxies;
    private final Clock clock;

    ArrivalReader(List<AddressRange> trustedProxies, Clock clock) {
        this.trustedProxies = trustedProxies;
        this.clock = clock;
    }

    /** @throws ApiException there is nothing at its path, or its head is malformed */
    Arrival read(ServerHttpRequest request) {
        Destination destination = destination(request.getURI().getRawPath());
        HttpHeaders headers = request.getHeaders();
        Credential credential = credential(request, destination);
        return new Arrival(
                destination,
                Origin.of(peer(request), scheme(request), name -> joined(headers, name), trustedProxies),
                credential,
                method(request, destination),
                environment(request, destination, credential),
                request.getQueryParams().getFirst("action"),
                "websocket".equalsIgnoreCase(headers.getUpgrade()),
                clock.instant(),
                null);
    }

    /**
     * What it does: {@code _method} as the resource API honours it. What is not that API's does not know the parameter, and no
     * change may be taken for reading because of it: reading is neither recorded nor asked for a page's proof.
     */
    private static String method(ServerHttpRequest request, Destination destination) {
        String sent = request.getMethod().name().toUpperCase(Locale.ROOT);
        String override = request.getQueryParams().getFirst("_method");
        if (override == null
                || override.isBlank()
                || destination.isSignIn()
                || destination.version().equals("v1-auth")) {
            return sent;
        }
        String named = override.strip().toUpperCase(Locale.ROOT);
        return Arrival.isReading(named) ? sent : named;
    }

    /** A proxy may add a line of its own instead of adding to the client's: the last word must be among what is read. */
    private static @Nullable String joined(HttpHeaders headers, String name) {
        List<String> lines = headers.getOrEmpty(name);
        return switch (lines.size()) {
            case 0 -> null;
            case 1 -> lines.getFirst();
            default -> String.join(",", lines);
        };
    }

    private static Destination destination(String rawPath) {
        try {
            return RoutingTable.route(rawPath)
                    .orElseThrow(() -> new ApiException.NotFound(
                            "there is nothing at '" + rawPath + "': the API begins at /v2-beta"));
        } catch (MalformedPath malformed) {
            throw new ApiException.BadRequest("InvalidPath", String.valueOf(malformed.getMessage()));
        }
    }

    private static Credential credential(ServerHttpRequest request, Destination destination) {
        if (destination.isOAuth()) {
            return Credential.NONE;
        }
        HttpCookie cookie = request.getCookies().getFirst("token");
        String parameter = destination.target() == Target.TICKET
                ? null
                : request.getQueryParams().getFirst("token");
        return CredentialReader.read(
                request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION),
                cookie == null ? null : cookie.getValue(),
                parameter);
    }

    /** Spec: identity sheet, 1.6: header, query, path; then the credential's own. */
    private static @Nullable String environment(
            ServerHttpRequest request, Destination destination, Credential credential) {
        String header = request.getHeaders().getFirst("X-API-Project-Id");
        if (header != null && !header.isBlank()) {
            return header.strip();
        }
        String parameter = request.getQueryParams().getFirst("projectId");
        if (parameter != null && !parameter.isBlank()) {
            return parameter.strip();
        }
        return destination.environment() == null ? credential.environment() : destination.environment();
    }

    private static @Nullable InetAddress peer(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        return peer == null ? null : peer.getAddress();
    }

    private static String scheme(ServerHttpRequest request) {
        // Not from the session's details: looking for them walks the pipeline and throws inside.
        return "https".equals(request.getURI().getScheme()) ? "https" : "http";
    }
}
