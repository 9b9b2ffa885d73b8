package io.drover.gateway.entry;

import io.drover.gateway.credential.Session;
import io.drover.gateway.routing.Destination;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The headers of every API answer (spec: api contract, section 2); what a service has set stays. */
final class AnswerHeaders {
    private AnswerHeaders() {}

    /** @param version of the reference whose clients work here; said to callers only, and not at all if it is empty */
    static void complete(HttpHeaders headers, Arrival arrival, String version) {
        Destination destination = arrival.destination();
        if (destination.isEnvironment()) {
            // Clients are given an environment's own address and begin there.
            headers.set("X-API-Schemas", arrival.base() + "/projects/" + destination.resourceId() + "/schemas");
        }
        set(headers, "X-API-Schemas", arrival.base() + "/schemas");
        set(headers, "X-API-Client-IP", arrival.origin().clientIp());
        Session session = arrival.session();
        if (session != null) {
            String environment = session.environment();
            set(headers, "X-API-ACCOUNT-ID", environment == null ? session.accountId() : environment);
            set(headers, "X-API-USER-ID", session.accountId());
            set(headers, "X-API-ACCOUNT-KIND", session.accountKind());
            set(headers, "X-API-ACCOUNT-NAME", session.accountName());
            set(headers, "X-Rancher-Version", version.isEmpty() ? null : version);
        }
    }

    private static void set(HttpHeaders headers, String name, @Nullable String value) {
        if (value != null && !headers.containsHeader(name)) {
            headers.set(name, ascii(value));
        }
    }

    private static String ascii(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> safe.append(point >= ' ' && point < 127 ? (char) point : '?'));
        return safe.toString();
    }
}
