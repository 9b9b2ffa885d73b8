package io.drover.gateway.entry;

import io.drover.api.ApiException;
import io.drover.gateway.browser.Csrf;
import io.drover.gateway.browser.SecurityHeaders;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/** Reads and writes what protects browsers; {@link SecurityHeaders} and {@link Csrf} decide. */
final class BrowserRules {
    private final SecurityHeaders security;
    private final RandomGenerator random;
    private final Challenge challenge;

    BrowserRules(SecurityHeaders security, RandomGenerator random, Challenge challenge) {
        this.security = security;
        this.random = random;
        this.challenge = challenge;
    }

    Challenge challenge() {
        return challenge;
    }

    /** @return null: no browser */
    @Nullable
    Csrf csrf(ServerHttpRequest request) {
        String agent = request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
        if (agent == null) {
            return null;
        }
        HttpCookie cookie = request.getHeaders().containsHeader(HttpHeaders.COOKIE)
                ? request.getCookies().getFirst(Csrf.COOKIE)
                : null;
        return Csrf.read(agent, cookie == null ? null : cookie.getValue(), random);
    }

    /** @throws ApiException.Forbidden a browser sends this, and not from a page of this server */
    void require(@Nullable Csrf csrf, ServerHttpRequest request, Arrival arrival) {
        boolean isAllowed = csrf == null
                || csrf.allows(
                        arrival.method(),
                        request.getHeaders().getFirst(Csrf.HEADER),
                        request.getQueryParams().getFirst(Csrf.COOKIE),
                        !arrival.credential().isNone());
        if (!isAllowed) {
            throw new ApiException.Forbidden(
                    "InvalidCSRFToken",
                    "a browser must repeat the value of its cookie CSRF in the header X-API-CSRF, so that no page of somebody else can send this: read any resource to get the cookie, then try again");
        }
    }

    void complete(ServerWebExchange exchange, @Nullable Csrf csrf) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        boolean isTls = "https".equals(exchange.getRequest().getURI().getScheme());
        security.write(headers.getFirst(HttpHeaders.CONTENT_TYPE), isTls, headers::set);
        if (csrf != null) {
            headers.add(HttpHeaders.SET_COOKIE, csrf.cookie(isTls || isForwardedTls(exchange)));
        }
    }

    private static boolean isForwardedTls(ServerWebExchange exchange) {
        Arrival arrival = exchange.getAttribute(Arrival.ATTRIBUTE);
        return arrival != null && arrival.origin().server().startsWith("https:");
    }
}
