package io.drover.scheduler.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.secret.VaultClient;
import io.drover.runtime.secret.VaultToken;
import io.drover.runtime.secret.VaultTokenClient;
import io.drover.runtime.secret.VaultTokenLoop;
import io.drover.runtime.secret.VaultTokenState;
import io.drover.runtime.secret.VaultTokenState.Standing;
import io.drover.runtime.secret.VaultTransitClient;
import io.drover.runtime.secret.WrappedKey;
import io.drover.testkit.VirtualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Tokens that end, are renewed and are replaced, against the documented wire form; Vault and the loop share a clock. */
class VaultTokenTest {
    private static final String FIRST = "hvs.hidden-first";
    private static final String SECOND = "hvs.hidden-second";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final VirtualClock clock = VirtualClock.create();
    private final TransitServer server = new TransitServer(clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    private record Drover(VaultTransitClient keys, VaultTokenLoop loop) {
        VaultTokenState pass() {
            return get(loop.pass());
        }

        WrappedKey seal() {
            return get(keys.wrap(new byte[EnvelopeKey.BYTES]));
        }
    }

    @Test
    void sealingGoesOnPastTheFirstLifeOfATokenAsLongAsItIsRenewed() {
        server.grant(FIRST, HOUR, DAY);
        Drover drover = drover(VaultToken.given(FIRST));

        for (int minutes = 0; minutes < 300; minutes += 10) {
            drover.pass();
            drover.seal();
            clock.advance(Duration.ofMinutes(10));
        }
        assertThat(server.asked().stream().filter("renew-self"::equals)).hasSize(10);
        assertThat(left()).isEqualTo(1800);

        clock.advance(HOUR);
        assertThatThrownBy(drover::seal).isInstanceOf(PartUnavailable.class).hasMessageContaining("403");
    }

    @Test
    void aTokenThatIsRevokedIsReplacedByTheOneInTheFileAtOnce() throws IOException {
        server.grant(FIRST, HOUR, DAY);
        Path file = Files.writeString(folder.resolve("token"), FIRST + "\n");
        Drover drover = drover(VaultToken.inFile(file));
        drover.pass();
        clock.advance(Duration.ofMinutes(10));
        server.revoke(FIRST);
        assertThatThrownBy(drover::seal)
                .hasMessageContaining("VAULT_TOKEN_FILE")
                .hasMessageNotContaining("hidden");

        server.grant(SECOND, HOUR, DAY);
        Files.writeString(file, SECOND);

        drover.seal();
        assertThat(drover.pass().end())
                .as("renewed by the next look")
                .isEqualTo(clock.instant().plus(HOUR));
        assertThat(server.asked()).containsExactly("renew-self", "encrypt", "renew-self");
    }

    @Test
    void anotherTokenInTheFileCountsBeforeTheFirstOneEnds() throws IOException {
        server.grant(FIRST, HOUR, DAY);
        server.grant(SECOND, Duration.ofMinutes(20), DAY);
        Path file = Files.writeString(folder.resolve("token"), FIRST);
        Drover drover = drover(VaultToken.inFile(file));
        drover.pass();
        Files.writeString(file, SECOND);
        clock.advance(Duration.ofSeconds(5));

        VaultTokenState state = drover.pass();

        assertThat(state.standing()).as("it is not compared with the first").isEqualTo(Standing.RENEWED);
        assertThat(state.end()).isEqualTo(clock.instant().plus(Duration.ofMinutes(20)));
        server.revoke(FIRST);
        drover.seal();
    }

    @Test
    void aTokenAtItsMaximumIsSeenBeforeItEnds() {
        server.grant(FIRST, HOUR, Duration.ofMinutes(80));
        Drover drover = drover(VaultToken.given(FIRST));
        Instant end = clock.instant().plus(Duration.ofMinutes(80));

        drover.pass();
        clock.advance(Duration.ofMinutes(30));
        assertThat(drover.pass().standing()).isEqualTo(Standing.RENEWED);
        clock.advance(Duration.ofMinutes(25));
        VaultTokenState state = drover.pass();

        assertThat(state.standing()).isEqualTo(Standing.AT_MAXIMUM);
        assertThat(state.end()).isEqualTo(end);
        clock.advance(Duration.ofMinutes(26));
        assertThat(drover.pass().standing()).isEqualTo(Standing.REFUSED);
        assertThat(left()).isNaN();
    }

    @Test
    void aTokenThatIsNotRenewableIsUsedUntilItsKnownEnd() {
        server.grantForOnce(FIRST, HOUR);
        VaultTokenState state = drover(VaultToken.given(FIRST)).pass();

        assertThat(state.standing()).isEqualTo(Standing.NOT_RENEWED);
        assertThat(state.why()).contains("400", "lease is not renewable");
        assertThat(state.end()).isEqualTo(clock.instant().plus(HOUR));
        assertThat(left()).isEqualTo(3600);
    }

    @Test
    void aTokenThatMayNotAskIsUsedAllTheSame() {
        server.grant(FIRST, HOUR, DAY);
        server.mayTokensAsk(false);
        Drover drover = drover(VaultToken.given(FIRST));

        assertThat(drover.pass().standing()).isEqualTo(Standing.REFUSED);
        drover.seal();
    }

    @Test
    void aRootTokenNeedsNothing() {
        try (var rooted = new TransitServer(FIRST)) {
            VaultTokenState state = drover(rooted, VaultToken.given(FIRST)).pass();

            assertThat(state.standing()).isEqualTo(Standing.ENDLESS);
            assertThat(state.end()).isNull();
        }
    }

    @Test
    void aSealedVaultChangesNothingOfWhatIsKnown() {
        server.grant(FIRST, HOUR, DAY);
        Drover drover = drover(VaultToken.given(FIRST));
        Instant end = drover.pass().end();
        clock.advance(HOUR.dividedBy(2));
        server.seal(true);

        VaultTokenState away = drover.pass();

        assertThat(away.standing()).isEqualTo(Standing.RENEWED);
        assertThat(away.end()).isEqualTo(end);
        assertThat(away.next()).isEqualTo(clock.instant().plusSeconds(5));
        server.seal(false);
        clock.advance(Duration.ofSeconds(5));
        assertThat(drover.pass().end()).isEqualTo(clock.instant().plus(HOUR));
    }

    private double left() {
        return meters.get("drover.vault.token.left").gauge().value();
    }

    private Drover drover(VaultToken token) {
        return drover(server, token);
    }

    private Drover drover(TransitServer vault, VaultToken token) {
        var client = new VaultClient(WebClient.create(vault.url()), token, meters);
        return new Drover(
                new VaultTransitClient(client, "transit", "drover"),
                new VaultTokenLoop(token, new VaultTokenClient(client)::renew, clock.runtime(meters)));
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(Duration.ofSeconds(10)));
    }
}
