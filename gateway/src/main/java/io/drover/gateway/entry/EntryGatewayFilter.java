package io.drover.gateway.entry;

import static io.drover.gateway.entry.FormBodyGatewayFilter.TOKEN;

import io.drover.api.ApiException;
import io.drover.gateway.browser.Csrf;
import io.drover.gateway.credential.Credential;
import io.drover.gateway.credential.CredentialReader;
import io.drover.gateway.credential.Session;
import io.drover.gateway.credential.SignIn;
import io.drover.gateway.credential.TokenStore;
import io.drover.gateway.routing.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets a request in, or not: reads it, finds out who sends it, and writes that down. What is not in the routing table is 404; who
 * shows no valid credential is 401. What of the request goes on is {@link ForwardedRequest}'s.
 */
public final class EntryGatewayFilter implements WebFilter, Ordered {
    private static final String SIGN_IN =
            "sign in: send an API key by HTTP Basic, or a token as 'Authorization: Bearer'";

    private final ArrivalReader arrivals;
    private final TokenStore tokens;
    private final AuditCaptureGatewayFilter audit;
    private final OwnAccess ownAccess;
    private final BodyLimitGatewayFilter bodyLimit;
    private final Admission admission;
    private final BrowserRules browser;
    private final FormBodyGatewayFilter forms = new FormBodyGatewayFilter();

    EntryGatewayFilter(
            ArrivalReader arrivals,
            TokenStore tokens,
            AuditCaptureGatewayFilter audit,
            OwnAccess ownAccess,
            BodyLimitGatewayFilter bodyLimit,
            Admission admission,
            BrowserRules browser) {
        this.arrivals = arrivals;
        this.tokens = tokens;
        this.audit = audit;
        this.ownAccess = ownAccess;
        this.bodyLimit = bodyLimit;
        this.admission = admission;
        this.browser = browser;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 100;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Csrf csrf = browser.csrf(exchange.getRequest());
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> complete(exchange, csrf)));
        Arrival arrival = arrivals.read(exchange.getRequest());
        Target target = arrival.destination().target();
        exchange.getAttributes().put(Arrival.ATTRIBUTE, arrival);
        if (isOwn(target)) {
            ownAccess.require(target, exchange.getRequest());
            return chain.filter(exchange);
        }
        return audit.around(exchange, arrival, Mono.defer(() -> admit(exchange, chain, arrival, csrf)));
    }

    private void complete(ServerWebExchange exchange, @Nullable Csrf csrf) {
        browser.complete(exchange, csrf);
        Arrival arrival = exchange.getAttribute(Arrival.ATTRIBUTE);
        if (arrival != null) {
            audit.measure(exchange, arrival);
        }
        if (arrival != null && !isOwn(arrival.destination().target())) {
            AnswerHeaders.complete(exchange.getResponse().getHeaders(), arrival, browser.serverVersion());
        }
    }

    private static boolean isOwn(Target target) {
        return target == Target.PING || target == Target.ACTUATOR;
    }

    private Mono<Void> admit(ServerWebExchange exchange, WebFilterChain chain, Arrival arrival, @Nullable Csrf csrf) {
        if (arrival.destination().isOAuth()) {
            // Its pages carry proofs of their own, and what clients send needs none: it shows no credential of a
            // browser.
            admission.stranger(arrival);
            return pass(exchange, chain, arrival);
        }
        ServerHttpRequest request = exchange.getRequest();
        boolean isAllowed = browser.allows(csrf, request, arrival);
        if (!FormBodyGatewayFilter.isSmallForm(request.getHeaders())) {
            return isAllowed ? admit(exchange, chain, arrival) : Mono.error(BrowserRules.refusal());
        }
        return isAllowed && !arrival.mayShowTokenInForm()
                ? admit(exchange, chain, arrival)
                : forms.read(request).flatMap(form -> admitForm(exchange, chain, arrival, form, csrf));
    }

    private Mono<Void> admitForm(
            ServerWebExchange exchange,
            WebFilterChain chain,
            Arrival arrival,
            FormBodyGatewayFilter.Form form,
            @Nullable Csrf csrf) {
        Credential shown =
                arrival.mayShowTokenInForm() ? CredentialReader.read(null, null, form.field(TOKEN)) : Credential.NONE;
        boolean isShown = !shown.isNone();
        Arrival read = isShown ? arrival.showing(shown) : arrival;
        ServerHttpRequest request = isShown ? form.withoutToken().request() : form.request();
        exchange.getAttributes().put(Arrival.ATTRIBUTE, read);
        return browser.allows(csrf, request, read) || BrowserRules.allowsForm(csrf, form, read)
                ? admit(exchange.mutate().request(request).build(), chain, read)
                : Mono.error(BrowserRules.refusal());
    }

    private Mono<Void> admit(ServerWebExchange exchange, WebFilterChain chain, Arrival arrival) {
        if (arrival.destination().target().isOpen()) {
            admission.ticket(arrival);
            return pass(exchange, chain, arrival);
        }
        return signIn(exchange, chain, arrival);
    }

    private Mono<Void> signIn(ServerWebExchange exchange, WebFilterChain chain, Arrival arrival) {
        if (arrival.credential().isNone() || arrival.isSigningIn()) {
            admission.stranger(arrival);
        }
        if (arrival.credential().isNone()) {
            return arrival.isOpenToStrangers()
                    ? pass(exchange, chain, arrival)
                    : Mono.error(unauthorized(exchange, new ApiException.Unauthorized(SIGN_IN)));
        }
        Session present = tokens.present(arrival.credential(), arrival.environment());
        if (present != null) {
            return enter(exchange, chain, arrival, present);
        }
        admission.unknown(arrival.credential(), arrival);
        return tokens.signIn(
                        arrival.credential(),
                        arrival.environment(),
                        arrival.destination().upstreamPath(),
                        arrival.origin().clientIp())
                // Identity-service's throttle turned a guess away: it counts here as well.
                .doOnError(ApiException.TooMany.class, _ -> admission.refused(arrival))
                .flatMap(answer -> answered(exchange, chain, arrival, answer));
    }

    private Mono<Void> answered(ServerWebExchange exchange, WebFilterChain chain, Arrival arrival, SignIn answer) {
        return switch (answer) {
            case SignIn.Granted(Session session) -> enter(exchange, chain, arrival, session);
            case SignIn.Refused refused -> {
                admission.refused(arrival);
                // Who signs in anew may still send the cookie of a session that is over.
                yield arrival.isOpenToStrangers()
                        ? pass(exchange, chain, arrival)
                        : Mono.error(unauthorized(exchange, refused.asError()));
            }
        };
    }

    private Mono<Void> enter(ServerWebExchange exchange, WebFilterChain chain, Arrival arrival, Session session) {
        admission.account(session);
        return pass(exchange, chain, arrival.as(session));
    }

    private Mono<Void> pass(ServerWebExchange exchange, WebFilterChain chain, Arrival arrival) {
        exchange.getAttributes().put(Arrival.ATTRIBUTE, arrival);
        return chain.filter(bodyLimit.apply(exchange));
    }

    private ApiException unauthorized(ServerWebExchange exchange, ApiException refusal) {
        browser.challenge().add(exchange, refusal);
        return refusal;
    }
}
