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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Reads the head of a request; nothing in it is believed that the client could have made up. */
final class ArrivalReader {
    private final List<AddressRange> trustedProxies;

    ArrivalReader(List<AddressRange> trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /** @throws ApiException there is nothing at its path, or its head is malformed */
    Arrival read(ServerHttpRequest request, Instant now) {
        Destination destination = destination(request.getURI().getRawPath());
        HttpHeaders headers = request.getHeaders();
        String override = request.getQueryParams().getFirst("_method");
        Credential credential = credential(request, destination);
        return new Arrival(
                destination,
                Origin.of(peer(request), scheme(request), headers::getFirst, trustedProxies),
                credential,
                (override == null || override.isBlank() ? request.getMethod().name() : override)
                        .toUpperCase(Locale.ROOT),
                environment(request, destination, credential),
                request.getQueryParams().getFirst("action"),
                "websocket".equalsIgnoreCase(headers.getUpgrade()),
                now,
                null);
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
        return request.getSslInfo() == null ? "http" : "https";
    }
}
