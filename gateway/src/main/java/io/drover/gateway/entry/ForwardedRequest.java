package io.drover.gateway.entry;

import io.drover.gateway.arrival.PassedHeaders;
import io.drover.gateway.credential.Session;
import io.drover.gateway.routing.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The request as a service gets it: cleaned, without the environment in its path, with the internal token. */
final class ForwardedRequest {
    private ForwardedRequest() {}

    static ServerHttpRequest of(ServerHttpRequest request, Arrival arrival) {
        return request.mutate()
                .uri(uri(request.getURI(), arrival))
                .headers(headers -> rewrite(headers, arrival))
                .build();
    }

    private static void rewrite(HttpHeaders headers, Arrival arrival) {
        List<String> connection = headers.getOrEmpty(HttpHeaders.CONNECTION);
        PassedHeaders.dropped(headers.headerNames(), connection).forEach(headers::remove);
        headers.set("X-Drover-Base", arrival.base());
        headers.set("X-API-Client-IP", arrival.origin().clientIp());
        if (arrival.isUpgrade() && headers.getOrigin() == null) {
            // Netty's client invents an Origin where there is none: its own, which is nobody's page.
            headers.setOrigin(publicOrigin(arrival.base()));
        }
        Session session = arrival.session();
        if (session != null) {
            headers.setBearerAuth(session.token());
        }
    }

    /** Scheme, host and port of the address the client used. */
    static String publicOrigin(String base) {
        int path = base.indexOf('/', base.indexOf("://") + 3);
        return path < 0 ? base : base.substring(0, path);
    }

    private static URI uri(URI uri, Arrival arrival) {
        String query =
                arrival.destination().target() == Target.TICKET ? uri.getRawQuery() : withoutToken(uri.getRawQuery());
        String head = uri.getScheme() + "://" + uri.getRawAuthority();
        return URI.create(head + arrival.destination().upstreamPath() + (query == null ? "" : "?" + query));
    }

    /** The credential stays here. */
    static @Nullable String withoutToken(@Nullable String rawQuery) {
        if (rawQuery == null || !rawQuery.contains("token")) {
            return rawQuery;
        }
        List<String> kept = new ArrayList<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.equals("token") && !pair.startsWith("token=")) {
                kept.add(pair);
            }
        }
        return kept.isEmpty() ? null : String.join("&", kept);
    }
}
