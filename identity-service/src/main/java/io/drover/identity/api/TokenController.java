package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.request.ApiPath;
import io.drover.api.request.BodyReader;
import io.drover.api.security.CallerHandler;
import io.drover.api.web.ActionLinks;
import io.drover.identity.FirstPassword;
import io.drover.identity.api.internal.SignInRecordHandler;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The type {@code token} (spec: identity sheet, 1.5), which callers reach before they have signed in; that is why it has a
 * controller of its own. Its schema is declared with the others.
 */
@RestController
public final class TokenController {
    /** Both versions and both words: clients of each kind sign in under theirs. */
    public static final String PATH = "/{version:v1|v2-beta}/{word:tokens?}";

    public static final String PATH_OF_ONE = PATH + "/{id}";

    private static final MediaType JSON = MediaType.parseMediaType("application/json; charset=utf-8");
    private static final String EXPIRED_COOKIE = "token=;Path=/;Expires=Thu, 01 Jan 1970 00:00:00 GMT;";
    /** A sign-in is a name and a password. */
    private static final int MAX_BODY = 64 * 1024;

    private final SessionHandler sessions;
    private final SignInRecordHandler records;
    private final FirstPassword firstPassword;
    private final BodyReader bodies = new BodyReader(JsonMapper.builder().build());

    public TokenController(SessionHandler sessions, SignInRecordHandler records, FirstPassword firstPassword) {
        this.sessions = sessions;
        this.records = records;
        this.firstPassword = firstPassword;
    }

    /** JSON or a form: the body is read here, since the framework refuses to bind a form to an argument. */
    @PostMapping(PATH)
    Mono<ResponseEntity<Map<String, @Nullable Object>>> signIn(ServerWebExchange exchange) {
        return DataBufferUtils.join(exchange.getRequest().getBody(), MAX_BODY)
                .map(TokenController::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> signIn(exchange, body));
    }

    private Mono<ResponseEntity<Map<String, @Nullable Object>>> signIn(ServerWebExchange exchange, byte[] body) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        Map<String, @Nullable Object> fields = bodies.read(body, headers.getFirst(HttpHeaders.CONTENT_TYPE));
        Object given = fields.getOrDefault(
                "code", exchange.getRequest().getQueryParams().getFirst("code"));
        if (given == null || given.toString().isEmpty()) {
            return Mono.error(new ApiException.InvalidField(
                    "MissingRequired",
                    "code",
                    "field 'code' is required: user:password, or what the page of 'redirectUrl' brought back"));
        }
        Object secondFactor = fields.get("secondFactor");
        return sessions.signIn(
                        given.toString(), secondFactor == null ? null : secondFactor.toString(), address(exchange))
                .doOnNext(session -> firstPassword.usedBy(session.account().id()))
                .zipWith(
                        sessions.provider(), (session, provider) -> TokenResource.of(session, provider, base(exchange)))
                .map(token -> answer(exchange, HttpStatus.CREATED, token));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** How to sign in, and who is signed in. */
    @GetMapping(PATH)
    Mono<ResponseEntity<Map<String, @Nullable Object>>> current(ServerWebExchange exchange) {
        String base = base(exchange);
        return sessions.provider()
                .flatMap(provider -> current(provider, base))
                .map(token -> answer(exchange, HttpStatus.OK, TokenResource.collection(token, base)));
    }

    private static ResponseEntity<Map<String, @Nullable Object>> answer(
            ServerWebExchange exchange, HttpStatus status, Map<String, @Nullable Object> document) {
        boolean isRenamed = exchange.getRequest().getHeaders().containsHeader(ActionLinks.HEADER);
        return ResponseEntity.status(status)
                .contentType(JSON)
                .body(isRenamed ? ActionLinks.renamed(document) : document);
    }

    private Mono<Map<String, @Nullable Object>> current(String provider, String base) {
        return CallerHandler.current()
                .filter(caller -> Wire.kind(caller).isPerson())
                .flatMap(caller -> sessions.current(caller))
                .map(session -> TokenResource.of(session, provider, base))
                .onErrorResume(ApiException.Unauthorized.class, _ -> Mono.empty())
                .defaultIfEmpty(TokenResource.nobody(provider, base));
    }

    /** Whatever the id: it is the session that is shown which ends. */
    @DeleteMapping({PATH, PATH_OF_ONE})
    Mono<ResponseEntity<Void>> signOut(ServerWebExchange exchange) {
        return CallerHandler.current()
                .flatMap(caller -> sessions.signOut(caller.credential())
                        .then(Mono.defer(() ->
                                records.signedOut(caller.account().value(), caller.accountName(), address(exchange)))))
                .thenReturn(ResponseEntity.noContent()
                        .header(HttpHeaders.SET_COOKIE, EXPIRED_COOKIE)
                        .build());
    }

    private static String base(ServerWebExchange exchange) {
        String given = exchange.getRequest().getHeaders().getFirst(ServerAddress.HEADER);
        if (given != null) {
            return given;
        }
        var uri = exchange.getRequest().getURI();
        return uri.getScheme() + "://" + uri.getAuthority() + (ApiPath.isV1(uri.getPath()) ? "/v1" : "/v2-beta");
    }

    private static String address(ServerWebExchange exchange) {
        String told = exchange.getRequest().getHeaders().getFirst("X-API-Client-IP");
        return told == null ? peer(exchange) : told;
    }

    private static String peer(ServerWebExchange exchange) {
        var address = exchange.getRequest().getRemoteAddress();
        return address == null ? "" : address.getHostString();
    }
}
