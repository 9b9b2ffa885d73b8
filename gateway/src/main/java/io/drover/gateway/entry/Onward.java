package io.drover.gateway.entry;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * How a request goes on to a service: cleaned, and with a limit on its body.
 *
 * @param fingerprint of this server's certificate when clients know it by that only; else empty
 */
record Onward(BodyLimitGatewayFilter bodyLimit, String fingerprint) {
    ServerHttpRequest of(ServerHttpRequest request, Arrival arrival) {
        return bodyLimit.apply(request, ForwardedRequest.headers(request.getHeaders(), arrival, fingerprint));
    }
}
