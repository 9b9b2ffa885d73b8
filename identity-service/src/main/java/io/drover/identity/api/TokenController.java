package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.request.BodyReader;
import io.drover.api.resource.Resource;
import io.drover.api.security.Caller;
import io.drover.api.security.CallerHandler;
import io.drover.identity.FirstPassword;
import io.drover.identity.api.SessionHandler.Session;
import io.drover.identity.store.AccountRow;
import io.drover.model.AccountId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
    private static final String EXPIRED_COOKIE = "token=;Path=/;Expires=Thu, 01 Jan 1970 00:00:00 GMT;";
    /** A sign-in is a name and a password. */
    private static final int MAX_BODY = 64 * 1024;

    private final SessionHandler sessions;
    private final FirstPassword firstPassword;
    private final BodyReader bodies = new BodyReader(JsonMapper.builder().build());

    public TokenController(SessionHandler sessions, FirstPassword firstPassword) {
        this.sessions = sessions;
        this.firstPassword = firstPassword;
    }

    /** JSON or a form: the body is read here, since the framework refuses to bind a form to an argument. */
    @PostMapping({"/v2-beta/token", "/v2-beta/tokens"})
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
                    "MissingRequired", "code", "field 'code' is required: user:password"));
        }
        String clientIp = headers.getFirst("X-API-Client-IP");
        Object secondFactor = fields.get("secondFactor");
        return sessions.signIn(
                        given.toString(),
                        secondFactor == null ? null : secondFactor.toString(),
                        clientIp == null ? peer(exchange) : clientIp)
                .doOnNext(session -> firstPassword.usedBy(session.account().id()))
                .zipWith(sessions.provider(), (session, provider) -> token(session, provider, base(exchange)))
                .map(token -> ResponseEntity.status(HttpStatus.CREATED).body(token));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** How to sign in, and who is signed in. */
    @GetMapping({"/v2-beta/token", "/v2-beta/tokens"})
    Mono<Map<String, @Nullable Object>> current(ServerWebExchange exchange) {
        String base = base(exchange);
        return sessions.provider().flatMap(provider -> current(provider, base)).map(token -> collection(token, base));
    }

    private Mono<Map<String, @Nullable Object>> current(String provider, String base) {
        return CallerHandler.current()
                .filter(caller -> Wire.kind(caller).isPerson())
                .flatMap(caller -> sessions.session(caller.account().value(), ""))
                .map(session -> token(session, provider, base))
                .onErrorResume(ApiException.Unauthorized.class, _ -> Mono.empty())
                .defaultIfEmpty(nobody(provider, base));
    }

    @DeleteMapping("/v2-beta/token/{id}")
    Mono<ResponseEntity<Void>> signOut() {
        return CallerHandler.current()
                .map(Caller::credential)
                .flatMap(sessions::signOut)
                .thenReturn(ResponseEntity.noContent()
                        .header(HttpHeaders.SET_COOKIE, EXPIRED_COOKIE)
                        .build());
    }

    private static Map<String, @Nullable Object> token(Session session, String provider, String base) {
        Map<String, @Nullable Object> token = nobody(provider, base);
        AccountRow account = session.account();
        String id = new AccountId(account.id()).toString();
        List<Map<String, @Nullable Object>> identities = identities(session);
        token.put("jwt", session.key().isEmpty() ? null : session.key());
        token.put("accountId", id);
        token.put("authenticatedAsAccountId", id);
        token.put("user", account.name());
        token.put("userType", account.kind().wire());
        token.put("userIdentity", identities.getFirst());
        token.put("identities", identities);
        token.put("defaultProject", session.defaultProject().isEmpty() ? null : session.defaultProject());
        return token;
    }

    private static List<Map<String, @Nullable Object>> identities(Session session) {
        return session.identities().isEmpty()
                ? List.of(identity(IdentityHandler.resource(session.account())))
                : session.identities().stream()
                        .map(one -> identity(IdentityHandler.resource(one)))
                        .toList();
    }

    private static Map<String, @Nullable Object> identity(Resource resource) {
        Map<String, @Nullable Object> identity = new LinkedHashMap<>();
        identity.put("id", resource.id());
        identity.put("type", "identity");
        identity.putAll(resource.fields());
        return identity;
    }

    private static Map<String, @Nullable Object> nobody(String provider, String base) {
        Map<String, @Nullable Object> token = new LinkedHashMap<>();
        token.put("id", null);
        token.put("type", "token");
        token.put("baseType", "token");
        token.put("links", Map.of("self", base + "/token"));
        token.put("actions", Map.of());
        token.put("jwt", null);
        token.put("security", true);
        token.put("enabled", true);
        token.put("authProvider", provider);
        token.put("redirectUrl", null);
        return token;
    }

    private static Map<String, @Nullable Object> collection(Map<String, @Nullable Object> token, String base) {
        Map<String, @Nullable Object> collection = new LinkedHashMap<>();
        collection.put("type", "collection");
        collection.put("resourceType", "token");
        collection.put("links", Map.of("self", base + "/token"));
        collection.put("createTypes", Map.of("token", base + "/token"));
        collection.put("actions", Map.of());
        collection.put("data", List.of(token));
        collection.put("pagination", null);
        return collection;
    }

    private static String base(ServerWebExchange exchange) {
        String given = exchange.getRequest().getHeaders().getFirst(ServerAddress.HEADER);
        if (given != null) {
            return given;
        }
        var uri = exchange.getRequest().getURI();
        return uri.getScheme() + "://" + uri.getAuthority() + "/v2-beta";
    }

    private static String peer(ServerWebExchange exchange) {
        var address = exchange.getRequest().getRemoteAddress();
        return address == null ? "" : address.getHostString();
    }
}
