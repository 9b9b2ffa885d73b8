package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;

/** Signing keys follow one another while two replicas go on working. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigningKeysIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final MariaDb database = MariaDb.forService("identity");

    private IdentityServer server;
    private IdentityServer replica;

    @BeforeAll
    void start() {
        Path folder = IdentityServer.folder();
        server = start(folder, folder.resolve("identity.key"), "--DROVER_BOOTSTRAP_KEY=" + IdentityServer.ADMIN_KEY);
        replica = start(IdentityServer.folder(), folder.resolve("identity.key"), "--drover.identity.connections=5");
    }

    private static IdentityServer start(Path folder, Path key, String further) {
        return IdentityServer.start(
                database,
                "mariadb",
                folder,
                "--drover.identity.key-file=" + key,
                "--drover.signing-keys.lead=3s",
                "--drover.signing-keys.look=500ms",
                further);
    }

    @AfterAll
    void stop() {
        replica.close();
        server.close();
    }

    @Test
    void aNewKeyIsPublishedThenSignsAndTheOldOneEnds() throws Exception {
        Api before = server.admin();
        assertThat(kids(server)).containsExactly("drover-1");

        Answer rotated = before.post("/signingkeys?action=rotate", Map.of());
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.body()).containsEntry("name", "drover-2").containsEntry("state", "published");
        assertThat(rotated.body().toString()).doesNotContain("private");
        assertThat(before.post("/signingkeys?action=rotate", Map.of()).status()).isEqualTo(409);

        for (IdentityServer each : List.of(server, replica)) {
            Awaitility.await().atMost(LIMIT).until(() -> kids(each), List.of("drover-2", "drover-1")::equals);
            Awaitility.await().atMost(LIMIT).until(() -> kidOf(each), "drover-2"::equals);
        }
        assertThat(before.get("/signingkeys").data()).extracting("state").containsExactly("retiring", "signing");
        assertThat(before.get("/accounts").status()).isEqualTo(200);
        assertThat(replica.admin().get("/accounts").status()).isEqualTo(200);

        sql("update signing_key set signs_from = signs_from - interval 1 hour where generation = 2");
        for (IdentityServer each : List.of(server, replica)) {
            Awaitility.await().atMost(LIMIT).until(() -> kids(each), List.of("drover-2")::equals);
        }
        assertThat(before.get("/accounts").status()).isEqualTo(401);
        Api after = server.admin();
        assertThat(after.get("/signingkeys").data()).extracting("name").containsExactly("drover-2");
        assertThat(after.get("/signingkeys?_removed=true").data())
                .extracting("state")
                .containsExactly("retired", "signing");
        assertThat(after.get("/masterkeys").data())
                .as("a wiped key was sealed by nobody")
                .singleElement()
                .satisfies(key -> assertThat(key.toString()).doesNotContain("first"));
        assertThat(server.as(IdentityServer.ADMIN_KEY, "1a5")
                        .post("/signingkeys?action=rotate", Map.of())
                        .status())
                .isEqualTo(404);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> kids(IdentityServer server) {
        Answer keys = server.exchange(HttpMethod.GET, "/internal/jwks", Map.of(), null);
        return ((List<Map<String, Object>>) Objects.requireNonNull(keys.body().get("keys")))
                .stream().map(key -> key.get("kid")).toList();
    }

    private static String kidOf(IdentityServer server) throws ParseException {
        return SignedJWT.parse(server.basicToken(IdentityServer.ADMIN_KEY, null).text("token"))
                .getHeader()
                .getKeyID();
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = database.connect();
                var plain = connection.createStatement()) {
            plain.executeUpdate(statement);
        }
    }
}
