package io.drover.runtime.secret;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.drover.runtime.call.PartUnavailable;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

/**
 * Key-encryption keys in HashiCorp Vault's transit engine: {@code vault}. The keys never leave Vault; data keys travel to it and
 * back. A generation is Vault's key version. Its policy needs {@code update} on {@code transit/encrypt/KEY},
 * {@code transit/decrypt/KEY} and {@code transit/rewrap/KEY}.
 */
public final class VaultTransitClient implements WrappingClient {
    public static final String BACKEND = "vault";
    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([0-9]{1,9}):([A-Za-z0-9+/=]{1,1024})");

    private final VaultClient vault;
    private final String mount;
    private final String key;

    /**
     * @param mount where the transit engine is, usually {@code transit}
     * @param key name of the key in it
     */
    public VaultTransitClient(VaultClient vault, String mount, String key) {
        this.vault = vault;
        this.mount = mount;
        this.key = key;
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
        return vault.post("/v1/%s/%s/%s".formatted(mount, verb, key), body, Answer.class)
                .map(Answer::data)
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

    private static PartUnavailable refused(String verb, WebClientResponseException answer) {
        return away(
                "it refuses to %s (%s); check its token (VAULT_TOKEN or VAULT_TOKEN_FILE), its policy and the key"
                        .formatted(verb, VaultClient.words(answer)),
                answer);
    }

    private static PartUnavailable away(String why, @Nullable Throwable cause) {
        return new PartUnavailable(VaultClient.PART, "Vault cannot be used: " + why, Duration.ofSeconds(10), cause);
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
}
