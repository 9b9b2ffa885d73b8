package io.drover.gateway.entry;

import io.drover.api.ApiException;
import io.drover.gateway.browser.Csrf;
import io.drover.gateway.browser.SecurityHeaders;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/** Reads and writes what protects browsers; {@link SecurityHeaders} and {@link Csrf} decide. */
final class BrowserRules {
    private static final String POLICY = "Content-Security-Policy";

    private final SecurityHeaders security;
    private final RandomGenerator random;
    private final Challenge challenge;
    private final LiveSettings settings;

    BrowserRules(SecurityHeaders security, RandomGenerator random, Challenge challenge, LiveSettings settings) {
        this.security = security;
        this.random = random;
        this.challenge = challenge;
        this.settings = settings;
    }

    /** Pages that are open look at it to find out that they are older than the server; empty: nobody says one. */
    String serverVersion() {
        return settings.text(SettingName.SERVER_VERSION, "");
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

    /** Whether the head says enough: no browser, nothing is changed, or the token is in it. */
    boolean allows(@Nullable Csrf csrf, ServerHttpRequest request, Arrival arrival) {
        return csrf == null
                || csrf.allows(
                        arrival.method(),
                        request.getHeaders().getFirst(Csrf.HEADER),
                        request.getQueryParams().getFirst(Csrf.COOKIE),
                        !arrival.credential().isNone());
    }

    /** Whether a field of the form in the request's body says it instead. */
    static boolean allowsForm(@Nullable Csrf csrf, FormBodyGatewayFilter.Form form, Arrival arrival) {
        return csrf != null && csrf.allows(arrival.method(), null, form.field(Csrf.COOKIE), true);
    }

    /** A browser sends this, and not from a page of this server. */
    static ApiException refusal() {
        return new ApiException.Forbidden(
                "InvalidCSRFToken",
                "a browser must repeat the value of its cookie CSRF in the header X-API-CSRF, so that no page of somebody else can send this: read any resource to get the cookie, then try again");
    }

    void complete(ServerWebExchange exchange, @Nullable Csrf csrf) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        boolean isTls = "https".equals(exchange.getRequest().getURI().getScheme());
        boolean isSaid = headers.containsHeader(POLICY) && isOAuth(exchange);
        security.write(headers.getFirst(HttpHeaders.CONTENT_TYPE), isTls, (name, value) -> {
            if (!isSaid || !name.equals(POLICY)) {
                headers.set(name, value);
            }
        });
        if (csrf != null) {
            headers.add(HttpHeaders.SET_COOKIE, csrf.cookie(isTls || isForwardedTls(exchange)));
        }
    }

    /** The question for consent leads its browser on to the client, which its own policy allows for that one address. */
    private static boolean isOAuth(ServerWebExchange exchange) {
        Arrival arrival = exchange.getAttribute(Arrival.ATTRIBUTE);
        return arrival != null && arrival.destination().isOAuth();
    }

    private static boolean isForwardedTls(ServerWebExchange exchange) {
        Arrival arrival = exchange.getAttribute(Arrival.ATTRIBUTE);
        return arrival != null && arrival.origin().server().startsWith("https:");
    }
}
