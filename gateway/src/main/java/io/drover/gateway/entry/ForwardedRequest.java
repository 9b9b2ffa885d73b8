package io.drover.gateway.entry;

import io.drover.api.audit.AuditObjects;
import io.drover.gateway.arrival.PassedHeaders;
import io.drover.gateway.credential.Session;
import io.drover.gateway.routing.Target;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What of a request a service gets: its head cleaned, the path without the environment, the internal token. Headers go from the
 * server's into the client's as they are, without a copy in between.
 */
public final class ForwardedRequest {
    /** The type whose commands tell agents whom to believe. */
    private static final String REGISTRATION = "registrationtoken";

    private ForwardedRequest() {}

    /**
     * @param given the client's
     * @param passed gets what goes on; what the HTTP client says by itself is replaced
     * @param fingerprint of this server's certificate when clients know it by that only; else empty
     */
    public static void headers(HttpHeaders given, HttpHeaders passed, Arrival arrival, String fingerprint) {
        passed.remove(HttpHeaderNames.USER_AGENT).remove(HttpHeaderNames.ACCEPT);
        Set<String> declared = PassedHeaders.declared(given.getAll(HttpHeaderNames.CONNECTION));
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all = given.iteratorCharSequence(); all.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            if (PassedHeaders.passes(header.getKey().toString(), declared)) {
                passed.add(header.getKey(), header.getValue());
            }
        }
        passed.set("X-Drover-Base", arrival.base());
        passed.set("X-API-Client-IP", arrival.origin().clientIp());
        if (!arrival.isReading()) {
            passed.set(AuditObjects.HEADER, AuditObjects.WANTED);
        }
        if (!fingerprint.isEmpty() && arrival.destination().resourceType().startsWith(REGISTRATION)) {
            passed.set("X-Drover-Fingerprint", fingerprint);
        }
        if (arrival.isUpgrade() && !passed.contains(HttpHeaderNames.ORIGIN)) {
            // Netty's client invents an Origin where there is none: its own, which is nobody's page.
            passed.set(HttpHeaderNames.ORIGIN, publicOrigin(arrival.base()));
        }
        Session session = arrival.session();
        if (session != null) {
            passed.set(HttpHeaderNames.AUTHORIZATION, session.bearer());
        }
    }

    /** Scheme, host and port of the address the client used. */
    static String publicOrigin(String base) {
        int path = base.indexOf('/', base.indexOf("://") + 3);
        return path < 0 ? base : base.substring(0, path);
    }

    /**
     * Where the request goes.
     *
     * @param service scheme, host and port of the service
     */
    public static URI uri(String service, ServerHttpRequest request, Arrival arrival) {
        String given = request.getURI().getRawQuery();
        String query = arrival.destination().target() == Target.TICKET ? given : withoutToken(given);
        return URI.create(service + arrival.destination().upstreamPath() + (query == null ? "" : "?" + query));
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
