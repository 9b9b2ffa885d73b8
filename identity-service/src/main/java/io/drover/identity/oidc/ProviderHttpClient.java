package io.drover.identity.oidc;

import io.drover.identity.oidc.ProviderException.Problem;
import io.drover.runtime.call.Guarded;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON over HTTP to a provider, each call with a timeout, a breaker and a metric. A provider that is away ends with
 * {@code PartUnavailable}. Redirects are not followed: secrets go where they were meant to go.
 */
final class ProviderHttpClient {
    private static final int TOO_MANY = 429;

    private final WebClient http;
    private final Guarded guarded;
    private final JsonMapper json;

    /** @param http without redirects, with a limit of the body's size */
    ProviderHttpClient(WebClient http, Guarded guarded, JsonMapper json) {
        this.http = http;
        this.guarded = guarded;
        this.json = json;
    }

    /** @param body JSON: a map or a list; an empty map if there was none */
    record Answer(int status, Object body) {
        boolean isOk() {
            return status >= 200 && status < 300;
        }

        Map<String, @Nullable Object> map() {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            if (body instanceof Map<?, ?> map) {
                map.forEach((name, value) -> copy.put(String.valueOf(name), value));
            }
            return copy;
        }

        List<?> list() {
            return body instanceof List<?> list ? list : List.of();
        }

        String text(String field) {
            Object value = map().get(field);
            return value == null ? "" : value.toString();
        }

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /** @param bearer access token, or null */
    Mono<Answer> get(String address, @Nullable String bearer) {
        return call(http.get().uri(URI.create(address)).headers(headers -> {
            if (bearer != null) {
                headers.setBearerAuth(bearer);
            }
        }));
    }

    /** @param basic value of the header {@code Authorization}, or null */
    Mono<Answer> post(String address, Map<String, String> form, @Nullable String basic) {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        form.forEach(fields::add);
        return call(http.post()
                .uri(URI.create(address))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .headers(headers -> {
                    if (basic != null) {
                        headers.set(HttpHeaders.AUTHORIZATION, basic);
                    }
                })
                .bodyValue(fields));
    }

    private Mono<Answer> call(WebClient.RequestHeadersSpec<?> request) {
        return guarded.mono(request.accept(MediaType.APPLICATION_JSON)
                .exchangeToMono(this::read)
                .onErrorMap(DataBufferLimitException.class, ProviderHttpClient::tooLarge));
    }

    private Mono<Answer> read(ClientResponse response) {
        int status = response.statusCode().value();
        String remaining = response.headers().asHttpHeaders().getFirst("X-RateLimit-Remaining");
        boolean isLimited = status == TOO_MANY || status == 403 && "0".equals(remaining);
        return response.bodyToMono(byte[].class).defaultIfEmpty(new byte[0]).map(body -> {
            if (status >= 500 || isLimited) {
                throw new ProviderException(
                        Problem.AWAY, "the provider answered " + status + "; it has trouble of its own");
            }
            return new Answer(status, parsed(status, new String(body, StandardCharsets.UTF_8)));
        });
    }

    private Object parsed(int status, String body) {
        if (body.isBlank()) {
            return Map.of();
        }
        try {
            Object value = json.readValue(body, Object.class);
            return value == null ? Map.of() : value;
        } catch (JacksonException e) {
            if (status >= 400) {
                return Map.of();
            }
            throw new ProviderException(
                    Problem.CONFIGURATION, "the provider's answer is not JSON: is the address right?");
        }
    }

    private static ProviderException tooLarge(Throwable error) {
        return new ProviderException(Problem.PERSON, "the provider's answer is larger than Drover reads (1 MB)", error);
    }
}
