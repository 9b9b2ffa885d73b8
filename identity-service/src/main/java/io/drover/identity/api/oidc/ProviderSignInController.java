package io.drover.identity.api.oidc;

import io.drover.api.ApiException;
import io.drover.api.security.CallerHandler;
import io.drover.identity.api.ServerAddress;
import io.drover.identity.api.SessionHandler;
import io.drover.identity.api.TokenResource;
import io.drover.identity.api.oidc.ProviderSignInHandler.Begun;
import io.drover.identity.api.oidc.ProviderSignInHandler.Callback;
import io.drover.identity.api.oidc.ProviderSignInHandler.Concluded;
import io.drover.identity.api.oidc.ProviderSignInHandler.Wish;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.oidc.ReturnAddress;
import io.drover.identity.oidc.SignInSecrets;
import io.drover.identity.store.ProviderSignInRow;
import io.drover.model.Role;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/**
 * What a browser visits to sign in with a provider: {@value #SIGN_IN} sends it there, {@value #CALLBACK} is where it comes
 * back. A page that began with {@code redirect_uri} gets {@code code} and its {@code state}, or {@code errCode} (spec: identity
 * sheet, 1.4); with {@code session} as well it finds a session instead. Without a page the callback itself answers with the
 * session, as {@code POST /v2-beta/token} does.
 */
@RestController
public final class ProviderSignInController {
    public static final String SIGN_IN = "/v1-auth/signin";
    public static final String CALLBACK = "/v1-auth/callback";

    /** Where a browser that is signed in tries the settings that are kept aside for a provider. */
    public static String trialUrl(String server, String provider) {
        return server + SIGN_IN + "?trial=" + provider;
    }
    /** The gateway lets cookies of this name, and no others, through to the callback. */
    public static final String COOKIE = "drover_signin_";

    private static final int LONGEST_STATE = 512;
    private static final int COOKIE_DIGITS = 8;

    private final ProviderSignInHandler signIns;
    private final SessionHandler sessions;

    public ProviderSignInController(ProviderSignInHandler signIns, SessionHandler sessions) {
        this.signIns = signIns;
        this.sessions = sessions;
    }

    @GetMapping(SIGN_IN)
    Mono<ResponseEntity<Void>> begin(ServerWebExchange exchange) {
        return wish(exchange)
                .flatMap(signIns::begin)
                .map(begun -> ResponseEntity.status(HttpStatus.FOUND)
                        .location(begun.location())
                        .header(
                                HttpHeaders.SET_COOKIE,
                                remembered(begun, isTls(exchange)).toString())
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    private static Mono<Wish> wish(ServerWebExchange exchange) {
        MultiValueMap<String, String> query = exchange.getRequest().getQueryParams();
        String server = server(exchange);
        String trial = query.getFirst("trial");
        String wanted = query.getFirst("redirect_uri");
        String state = query.getFirst("state");
        if (state != null && state.length() > LONGEST_STATE) {
            return Mono.error(new ApiException.BadRequest(
                    "InvalidFormat", "the parameter 'state' is longer than " + LONGEST_STATE + " characters"));
        }
        String returnTo = wanted == null ? null : returnAddress(wanted, server);
        Mono<Wish> wish = Mono.fromSupplier(() -> new Wish(
                trial == null ? null : kind(trial), server + CALLBACK, returnTo, state, query.containsKey("session")));
        return trial == null ? wish : administrator().then(wish);
    }

    private static String returnAddress(String wanted, String server) {
        return ReturnAddress.of(wanted, server)
                .orElseThrow(() -> new ApiException.BadRequest(
                        "InvalidFormat",
                        "the parameter 'redirect_uri' is not a page of this server: it must begin with / or "
                                + server));
    }

    private static ProviderKind kind(String provider) {
        return ProviderKind.ofProvider(provider)
                .orElseThrow(() -> new ApiException.BadRequest(
                        "InvalidFormat", "the parameter 'trial' is the name of a provider, e.g. oidcconfig"));
    }

    private static Mono<Void> administrator() {
        return CallerHandler.current()
                .filter(caller ->
                        caller.role() == Role.ADMIN && caller.narrowing().isNone())
                .switchIfEmpty(Mono.error(() -> new ApiException.Forbidden(
                        "only an administrator tries settings: sign in as one in this browser first")))
                .then();
    }

    @GetMapping(CALLBACK)
    Mono<ResponseEntity<Map<String, @Nullable Object>>> callback(ServerWebExchange exchange) {
        Callback callback = read(exchange);
        return signIns.underWay(callback.secrets())
                .flatMap(row -> row.returnTo() == null
                        ? signIns.conclude(row, callback).flatMap(end -> answer(row, end, callback, exchange))
                        : signIns.conclude(row, callback)
                                .flatMap(end -> row.opensSession()
                                        ? inside(row, end, callback, exchange)
                                        : Mono.just(page(row, end)))
                                .onErrorResume(ApiException.class, refused -> Mono.just(back(row, told(refused)))));
    }

    private static ResponseEntity<Map<String, @Nullable Object>> page(ProviderSignInRow row, Concluded end) {
        return back(row, Map.of("code", end.code()));
    }

    /** For pages of this server that know people by their session, such as the question for consent. */
    private Mono<ResponseEntity<Map<String, @Nullable Object>>> inside(
            ProviderSignInRow row, Concluded end, Callback callback, ServerWebExchange exchange) {
        return sessions.signIn(end.code(), null, callback.address())
                .onErrorMap(ApiException.Unauthorized.class, ProviderSignInController::withoutPage)
                .map(session -> ResponseEntity.status(HttpStatus.FOUND)
                        .location(URI.create(String.valueOf(row.returnTo())))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header(HttpHeaders.SET_COOKIE, session(session.key(), isTls(exchange)))
                        .build());
    }

    private static Callback read(ServerWebExchange exchange) {
        MultiValueMap<String, String> query = exchange.getRequest().getQueryParams();
        String state = query.getFirst("state");
        String known = state == null ? "" : state;
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(cookieName(known));
        String address = exchange.getRequest().getHeaders().getFirst("X-API-Client-IP");
        return new Callback(
                new SignInSecrets(cookie == null ? "" : cookie.getValue(), known),
                query.getFirst("code"),
                query.getFirst("iss"),
                query.getFirst("error"),
                address == null ? "" : address);
    }

    private Mono<ResponseEntity<Map<String, @Nullable Object>>> answer(
            ProviderSignInRow row, Concluded end, Callback callback, ServerWebExchange exchange) {
        DirectoryUser user = end.user();
        if (user != null) {
            return Mono.just(ResponseEntity.ok()
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .body(trial(end.code(), user)));
        }
        String server = server(exchange);
        return sessions.signIn(end.code(), null, callback.address())
                .onErrorMap(ApiException.Unauthorized.class, ProviderSignInController::withoutPage)
                .map(session -> ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header(HttpHeaders.SET_COOKIE, session(session.key(), isTls(exchange)))
                        .body(TokenResource.of(session, row.provider(), server + "/v2-beta")));
    }

    private static Map<String, @Nullable Object> trial(String code, DirectoryUser user) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("type", "trialSignIn");
        answer.put("code", code);
        answer.put(
                "identities",
                user.identities().stream().map(TokenResource::identity).toList());
        return answer;
    }

    private static Throwable withoutPage(ApiException.Unauthorized refused) {
        return "SecondFactorRequired".equals(refused.code())
                ? new ApiException.Unauthorized(
                        refused.code(),
                        "this account has a second factor, and this way to sign in has no place for its code: begin with"
                                + " 'redirect_uri', and send 'code' and 'secondFactor' to /v2-beta/token")
                : refused;
    }

    private static Map<String, String> told(ApiException refused) {
        String status = switch (refused) {
            case ApiException.Unauthorized _ -> "401";
            case ApiException.Forbidden _ -> "403";
            case ApiException.Unavailable _ -> "503";
            default -> "422";
        };
        return Map.of("errCode", status, "error_description", refused.sentence());
    }

    private static ResponseEntity<Map<String, @Nullable Object>> back(
            ProviderSignInRow row, Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        if (row.clientState() != null) {
            all.put("state", row.clientState());
        }
        UriComponentsBuilder page = UriComponentsBuilder.fromUriString(String.valueOf(row.returnTo()));
        all.keySet().forEach(name -> page.queryParam(name, "{" + name + "}"));
        URI location = page.encode().buildAndExpand(all).toUri();
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(location)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static ResponseCookie remembered(Begun begun, boolean isTls) {
        return ResponseCookie.from(
                        cookieName(begun.secrets().state()), begun.secrets().browser())
                .path(CALLBACK)
                .maxAge(begun.life())
                .httpOnly(true)
                .sameSite("Lax")
                .secure(isTls)
                .build();
    }

    private static String session(String key, boolean isTls) {
        return ResponseCookie.from("token", key)
                .path("/")
                .httpOnly(true)
                .sameSite("Lax")
                .secure(isTls)
                .build()
                .toString();
    }

    /** One for each sign-in, so that two pages can sign in side by side. */
    private static String cookieName(String state) {
        return COOKIE + (state.matches("[A-Za-z0-9]{40}") ? state.substring(0, COOKIE_DIGITS) : "none");
    }

    private static boolean isTls(ServerWebExchange exchange) {
        return server(exchange).startsWith("https:");
    }

    private static String server(ServerWebExchange exchange) {
        URI uri = exchange.getRequest().getURI();
        return ServerAddress.of(
                        exchange.getRequest().getHeaders().getFirst(ServerAddress.HEADER),
                        uri.getScheme() + "://" + uri.getAuthority())
                .server();
    }
}
