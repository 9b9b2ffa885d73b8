package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.identity.store.AuditRow;
import io.drover.identity.store.AuditStore;
import io.drover.testkit.MariaDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** A start without anything preset, and what a lost key file means. */
class FirstStartIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    @Test
    void theRandomPasswordIsInAPrivateFileUntilTheFirstSignIn(@TempDir Path data, @TempDir Path otherData)
            throws Exception {
        Path file = data.resolve("admin-password");
        try (IdentityServer server = IdentityServer.start(DATABASE, "mariadb", data)) {
            oldAuditRowsGo(server);
            String password = Files.readString(file).strip();

            assertThat(password).hasSize(24);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(stored()).startsWith("$argon2id$").doesNotContain(password);
            assertThat(server.signIn("admin:wrong password", "192.0.2.1").status())
                    .isEqualTo(401);
            assertThat(file).exists();
            assertThat(server.signIn("admin:" + password, "192.0.2.1").status()).isEqualTo(201);
            assertThat(file).doesNotExist();
        }
        assertThatThrownBy(() -> IdentityServer.start(DATABASE, "mariadb", otherData))
                .rootCause()
                .hasMessageContaining("the key file does not open signing key 1")
                .hasMessageContaining("give the service the key file this database was made with");
    }

    private static void oldAuditRowsGo(IdentityServer server) {
        Instant now = server.context.getBean(Clock.class).instant();
        AuditStore audit = server.context.getBean(AuditStore.class);
        List<AuditRow> rows = List.of(row(now.minus(Duration.ofDays(31))), row(now.minus(Duration.ofDays(29))));

        StepVerifier.create(audit.append(rows)).expectNext(2L).verifyComplete();
        StepVerifier.create(server.context.getBean(PurgeLoop.class).pass())
                .expectNext(1L)
                .verifyComplete();
    }

    private static AuditRow row(Instant created) {
        return new AuditRow(
                0, created, "api.host.delete", null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static String stored() throws Exception {
        try (Connection connection = DATABASE.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select secret_hash from credential where public_value = 'admin'")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
