package io.drover.runtime.secret;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.PartUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Key-encryption keys in HashiCorp Vault's transit engine: {@code vault}. The keys never leave Vault; data keys travel to it and
 * back. A generation is Vault's key version. Its policy needs {@code update} on {@code transit/encrypt/KEY},
 * {@code transit/decrypt/KEY} and {@code transit/rewrap/KEY}.
 */
public final class VaultTransitClient implements WrappingClient {
    public static final String BACKEND = "vault";
    private static final String PART = "vault";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 16;
    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([0-9]{1,9}):([A-Za-z0-9+/=]{1,1024})");
    private static final int FIRST_FAULT = 500;

    private final WebClient http;
    private final String path;
    private final Guarded guarded;

    /**
     * @param http sends the token and knows the address
     * @param mount where the transit engine is, usually {@code transit}
     * @param key name of the key in it
     */
    public VaultTransitClient(WebClient http, String mount, String key, MeterRegistry meters) {
        this.http = http;
        this.path = "/v1/" + mount + "/{verb}/" + key;
        this.guarded = new Guarded(CallPolicy.request(PART, TIMEOUT, AT_ONCE), meters, VaultTransitClient::isFault);
    }

    @Override
    public String backend() {
        return BACKEND;
    }

    @Override
    public Mono<WrappedKey> wrap(byte[] dataKey) {
        return ask("encrypt", Map.of("plaintext", Base64.getEncoder().encodeToString(dataKey)))
                .map(VaultTransitClient::wrapped);
    }

    @Override
    public Mono<byte[]> unwrap(WrappedKey wrapped) {
        return ask("decrypt", Map.of("ciphertext", ciphertext(wrapped)))
                .map(data -> Base64.getDecoder().decode(String.valueOf(data.plaintext())));
    }

    @Override
    public Mono<WrappedKey> rewrap(WrappedKey wrapped) {
        return ask("rewrap", Map.of("ciphertext", ciphertext(wrapped))).map(VaultTransitClient::wrapped);
    }

    /** Asked by encrypting nothing: reading the key's description would need one more right. */
    @Override
    public Mono<String> generation() {
        return wrap(new byte[] {0}).map(WrappedKey::generation);
    }

    private Mono<Data> ask(String verb, Map<String, String> body) {
        return guarded.mono(http.post()
                        .uri(path, verb)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .retrieve()
                        .bodyToMono(Answer.class)
                        .map(Answer::data))
                .onErrorMap(WebClientResponseException.class, answer -> refused(verb, answer))
                .switchIfEmpty(Mono.error(() -> away("it answered nothing to '%s'".formatted(verb), null)));
    }

    private static WrappedKey wrapped(Data data) {
        Matcher parts = CIPHERTEXT.matcher(String.valueOf(data.ciphertext()));
        if (!parts.matches()) {
            throw away("it answered no ciphertext of the form vault:v<number>:<base64>", null);
        }
        return new WrappedKey(BACKEND, parts.group(1), parts.group(2));
    }

    private static String ciphertext(WrappedKey wrapped) {
        return "vault:v" + wrapped.generation() + ":" + wrapped.text();
    }

    /** Sealed, standby, overloaded: Vault is away for us, whatever it says. */
    private static boolean isFault(Throwable error) {
        return Guarded.isTransportFault(error)
                || (error instanceof WebClientResponseException answer
                        && answer.getStatusCode().value() >= FIRST_FAULT);
    }

    private static PartUnavailable refused(String verb, WebClientResponseException answer) {
        return away(
                "it refuses to %s (status %d: %s); check VAULT_TOKEN, its policy and the key"
                        .formatted(verb, answer.getStatusCode().value(), words(answer)),
                answer);
    }

    /** Vault's own words hold neither token nor plain text. */
    private static String words(WebClientResponseException answer) {
        try {
            Refusal refusal = answer.getResponseBodyAs(Refusal.class);
            return refusal == null ? "no reason" : refusal.errors().stream().collect(Collectors.joining("; "));
        } catch (JacksonException | org.springframework.core.codec.DecodingException _) {
            return "no reason that can be read";
        }
    }

    private static PartUnavailable away(String why, @Nullable Throwable cause) {
        return new PartUnavailable(PART, "Vault cannot be used: " + why, Duration.ofSeconds(10), cause);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Answer(Data data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Data(
            @Nullable String ciphertext, @Nullable String plaintext) {
        /** Without the key. */
        @Override
        public String toString() {
            return "Data[]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Refusal(List<String> errors) {}
}
