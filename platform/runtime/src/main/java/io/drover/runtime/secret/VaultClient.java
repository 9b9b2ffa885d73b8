package io.drover.runtime.secret;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Asks HashiCorp Vault with the token in force. A refusal (403) may be the token's end: its file is looked at again, and if there is
 * another one in it the question is put once more with that.
 */
public final class VaultClient {
    static final String PART = "vault";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 16;
    private static final int FIRST_FAULT = 500;

    private final WebClient http;
    private final VaultToken token;
    private final Guarded guarded;

    /** @param http knows the address */
    public VaultClient(WebClient http, VaultToken token, MeterRegistry meters) {
        this.http = http;
        this.token = token;
        this.guarded = new Guarded(CallPolicy.request(PART, TIMEOUT, AT_ONCE), meters, VaultClient::isFault);
    }

    /** Fails with {@link WebClientResponseException} when Vault refuses, with {@code PartUnavailable} when it is away. */
    <T> Mono<T> post(String path, Map<String, String> body, Class<T> answer) {
        return ask(
                () -> http.post()
                        .uri(path)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body),
                answer);
    }

    /** Fails like {@link #post}. */
    <T> Mono<T> get(String path, Class<T> answer) {
        return ask(() -> http.get().uri(path), answer);
    }

    private <T> Mono<T> ask(Supplier<WebClient.RequestHeadersSpec<?>> request, Class<T> answer) {
        return guarded.mono(Mono.defer(() -> {
            String used = token.value();
            return send(request, used, answer)
                    .onErrorResume(
                            WebClientResponseException.Forbidden.class,
                            refusal -> replaced(used) ? send(request, token.value(), answer) : Mono.error(refusal));
        }));
    }

    private static <T> Mono<T> send(Supplier<WebClient.RequestHeadersSpec<?>> request, String token, Class<T> answer) {
        return request.get()
                .header("X-Vault-Token", token)
                .header("X-Vault-Request", "true")
                .retrieve()
                .bodyToMono(answer);
    }

    private boolean replaced(String used) {
        try {
            token.refresh();
        } catch (IllegalStateException | UncheckedIOException _) {
            // VaultTokenLoop says so, once.
        }
        return !token.value().equals(used);
    }

    /** Status and reason. Vault's own words hold neither token nor plain text. */
    static String words(WebClientResponseException answer) {
        return "status %d: %s".formatted(answer.getStatusCode().value(), reason(answer));
    }

    private static String reason(WebClientResponseException answer) {
        try {
            Refusal refusal = answer.getResponseBodyAs(Refusal.class);
            return refusal == null
                    ? "no reason"
                    : String.join("; ", refusal.errors())
                            .replaceAll("\\s+", " ")
                            .strip();
        } catch (JacksonException | DecodingException _) {
            return "no reason that can be read";
        }
    }

    /** Sealed, standby, overloaded: Vault is away for us, whatever it says. */
    private static boolean isFault(Throwable error) {
        return Guarded.isTransportFault(error)
                || (error instanceof WebClientResponseException answer
                        && answer.getStatusCode().value() >= FIRST_FAULT);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Refusal(List<String> errors) {}
}
