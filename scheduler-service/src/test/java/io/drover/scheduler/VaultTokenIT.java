package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.secret.TransitServer;
import io.drover.testkit.MariaDb;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with a token that ends soon: it is renewed, and the one that replaces it in its file counts. */
class VaultTokenIT {
    private static final Duration LIFE = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FIRST = "hvs.hidden-first";
    private static final String SECOND = "hvs.hidden-second";

    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("scheduler");

    @TempDir
    static Path data;

    @Test
    void secretsAreSealedPastTheTokensFirstLifeAndWithTheNextTokenOfTheFile() throws IOException {
        Path file = Files.writeString(data.resolve("token"), FIRST + "\n");
        Clock clock = Clock.systemUTC();
        try (var vault = new TransitServer(clock)) {
            vault.grant(FIRST, LIFE, LIMIT.multipliedBy(2));
            Instant firstEnd = clock.instant().plus(LIFE);
            try (var service = new SchedulerProgram(
                    DATABASE,
                    data,
                    "--secrets.backend=vault",
                    "--VAULT_ADDR=" + vault.url(),
                    "--VAULT_TOKEN_FILE=" + file)) {
                assertThat(seal(service, "first")).isEqualTo(201);
                Awaitility.await().atMost(LIMIT).until(() -> clock.instant().isAfter(firstEnd));
                assertThat(seal(service, "renewed")).isEqualTo(201);
                assertThat(service.bean(MeterRegistry.class)
                                .get("drover.vault.token.left")
                                .gauge()
                                .value())
                        .isBetween(0.0, (double) LIFE.toSeconds());

                vault.revoke(FIRST);
                var refused = service.post("owner.1a5", "/secrets", Map.of("name", "revoked", "value", "YQ=="));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.body().toString())
                        .contains("VAULT_TOKEN_FILE")
                        .doesNotContain("hidden");

                vault.grant(SECOND, LIFE, LIMIT);
                Files.writeString(file, SECOND);
                assertThat(seal(service, "replaced")).isEqualTo(201);
            }
        }
    }

    private static int seal(SchedulerProgram service, String name) {
        return service.post("owner.1a5", "/secrets", Map.of("name", name, "value", "YQ=="))
                .status();
    }
}
