package io.drover.identity.api.oauth;

import io.drover.api.ApiException;
import io.drover.identity.api.ServerAddress;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import java.net.URI;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The protocol endpoints as the suite knows them: at this service's own address, handed on to the servlet context. So there is one
 * port to know and to guard, in the distributed form as well.
 */
@RestController
public final class OAuthController {
    /** Where clients find out about the other endpoints (RFC 8414). */
    static final String DISCOVERY = "/.well-known/oauth-authorization-server";

    /** Forms of these endpoints are short. */
    private static final int MAX_BODY = 64 * 1024;

    private static final List<String> PASSED = List.of(
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.ACCEPT,
            HttpHeaders.COOKIE,
            ServerAddress.HEADER,
            PublicRequest.CLIENT_ADDRESS);

    private static final List<String> OF_THE_HOP =
            List.of(HttpHeaders.CONNECTION, "Keep-Alive", HttpHeaders.TRANSFER_ENCODING, HttpHeaders.CONTENT_LENGTH);

    private final OAuthServer server;
    private final Hop hop;

    /** How the servlet context is reached. */
    record Hop(WebClient client, String secret, Guarded guarded, Scheduler starting) {
        @Override
        public String toString() {
            return "Hop";
        }
    }

    OAuthController(OAuthServer server, Hop hop) {
        this.server = server;
        this.hop = hop;
    }

    @GetMapping({"/oauth2/authorize", "/oauth2/sign-in", "/oauth2/consent", "/oauth2/style.css", DISCOVERY})
    Mono<ResponseEntity<byte[]>> read(ServerWebExchange exchange) {
        return forwarded(exchange, new byte[0]);
    }

    @PostMapping({"/oauth2/authorize", "/oauth2/sign-in", "/oauth2/token", "/oauth2/revoke", "/oauth2/introspect"})
    Mono<ResponseEntity<byte[]>> sent(ServerWebExchange exchange) {
        return DataBufferUtils.join(exchange.getRequest().getBody(), MAX_BODY)
                .onErrorMap(
                        DataBufferLimitException.class,
                        _ -> new ApiException.TooLarge("forms of the OAuth2 endpoints have at most 64 KB"))
                .map(OAuthController::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> forwarded(exchange, body));
    }

    private Mono<ResponseEntity<byte[]>> forwarded(ServerWebExchange exchange, byte[] body) {
        return port().flatMap(port -> hop.guarded().mono(call(exchange, port, body)));
    }

    private Mono<Integer> port() {
        int known = server.port();
        return known > 0 ? Mono.just(known) : Mono.fromCallable(server::start).subscribeOn(hop.starting());
    }

    private Mono<ResponseEntity<byte[]>> call(ServerWebExchange exchange, int port, byte[] body) {
        URI asked = exchange.getRequest().getURI();
        String query = asked.getRawQuery();
        URI address = URI.create("http://127.0.0.1:" + port + asked.getRawPath() + (query == null ? "" : "?" + query));
        HttpMethod method = exchange.getRequest().getMethod();
        WebClient.RequestBodySpec request = hop.client()
                .method(method)
                .uri(address)
                .headers(headers -> pass(exchange.getRequest().getHeaders(), headers));
        return (method.equals(HttpMethod.POST) ? request.bodyValue(body) : request)
                .exchangeToMono(OAuthController::answer);
    }

    private void pass(HttpHeaders given, HttpHeaders passed) {
        for (String name : PASSED) {
            List<String> values = given.get(name);
            if (values != null) {
                passed.put(name, values);
            }
        }
        passed.set(InternalClients.SECRET_HEADER, hop.secret());
    }

    private static Mono<ResponseEntity<byte[]>> answer(ClientResponse answer) {
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(answer.headers().asHttpHeaders());
        OF_THE_HOP.forEach(headers::remove);
        return answer.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> ResponseEntity.status(answer.statusCode())
                        .headers(headers)
                        .body(body));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
