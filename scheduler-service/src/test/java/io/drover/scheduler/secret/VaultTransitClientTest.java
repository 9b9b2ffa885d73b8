package io.drover.scheduler.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.secret.EnvelopeClient;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.secret.LocalKeyClient;
import io.drover.runtime.secret.VaultClient;
import io.drover.runtime.secret.VaultToken;
import io.drover.runtime.secret.VaultTransitClient;
import io.drover.runtime.secret.WrappedKey;
import io.drover.runtime.secret.WrappingClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Against the documented wire form; there is no Vault among the distribution's packages. */
class VaultTransitClientTest {
    private static final String TOKEN = "s.hidden-token";
    private static final byte[] DATA_KEY = new byte[EnvelopeKey.BYTES];
    private static final byte[] PLAIN = "swordfish".getBytes(StandardCharsets.UTF_8);

    private final TransitServer server = new TransitServer(TOKEN);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void wrapsAndUnwraps() {
        WrappingClient vault = vault(TOKEN);
        WrappedKey wrapped = get(vault.wrap(DATA_KEY));

        assertThat(wrapped.generation()).isEqualTo("1");
        assertThat(wrapped).hasToString("vault:1");
        assertThat(get(vault.unwrap(wrapped))).isEqualTo(DATA_KEY);
        assertThat(meters.get("drover.call")
                        .tag("part", "vault")
                        .tag("outcome", "ok")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aRotatedKeyIsANewGenerationAndDataKeysAreWrappedAnewInsideVault() {
        WrappingClient vault = vault(TOKEN);
        WrappedKey before = get(vault.wrap(DATA_KEY));
        server.rotate();

        assertThat(get(vault.generation())).isEqualTo("2");
        WrappedKey after = get(vault.rewrap(before));
        server.refuseOlderThan(2);

        assertThat(after.generation()).isEqualTo("2");
        assertThat(get(vault.unwrap(after))).isEqualTo(DATA_KEY);
        assertThat(server.asked()).containsExactly("encrypt", "encrypt", "rewrap", "decrypt");
        assertThatThrownBy(() -> get(vault.unwrap(before)))
                .isInstanceOf(PartUnavailable.class)
                .hasMessageContaining("too old");
    }

    @Test
    void valuesMoveFromTheFileToVaultAndBack() {
        WrappingClient vault = vault(TOKEN);
        WrappingClient local = new LocalKeyClient(new EnvelopeKey(DATA_KEY), new Random(1));
        List<WrappingClient> both = List.of(local, vault);
        EnvelopeClient first = new EnvelopeClient(local, both, new Random(2));
        EnvelopeClient then = new EnvelopeClient(vault, both, new Random(3));

        String old = get(first.seal("p", "r", PLAIN));
        String moved = get(then.rewrap(old));

        assertThat(old).startsWith("e1:localkey:");
        assertThat(moved).startsWith("e1:vault:1:");
        assertThat(get(then.open("p", "r", old))).isEqualTo(PLAIN);
        assertThat(get(first.open("p", "r", moved))).isEqualTo(PLAIN);
        assertThat(get(first.rewrap(moved))).startsWith("e1:localkey:");
    }

    @Test
    void aRefusalSaysWhatVaultSaidAndNotTheToken() {
        assertThatThrownBy(() -> get(vault("s.another-hidden").wrap(DATA_KEY)))
                .isInstanceOf(PartUnavailable.class)
                .hasMessageContaining("403")
                .hasMessageContaining("permission denied")
                .hasMessageContaining("VAULT_TOKEN")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aCiphertextThatWasChangedIsRefused() {
        WrappingClient vault = vault(TOKEN);
        WrappedKey wrapped = get(vault.wrap(DATA_KEY));
        String text = wrapped.text().startsWith("A") ? "B" : "A";
        var changed = new WrappedKey("vault", "1", text + wrapped.text().substring(1));

        assertThatThrownBy(() -> get(vault.unwrap(changed))).hasMessageContaining("message authentication failed");
    }

    @Test
    void aSealedVaultIsAwayAndThenSpared() {
        server.seal(true);
        WrappingClient vault = vault(TOKEN);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> get(vault.wrap(DATA_KEY))).hasMessageContaining("vault cannot be reached");
        }
        assertThatThrownBy(() -> get(vault.wrap(DATA_KEY))).hasMessageContaining("is asked again within");
    }

    private WrappingClient vault(String token) {
        var client = new VaultClient(WebClient.create(server.url()), VaultToken.given(token), meters);
        return new VaultTransitClient(client, "transit", "drover");
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(Duration.ofSeconds(10)));
    }
}
