package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Api;
import io.drover.identity.store.SealedColumnStore.Column;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.secret.KeyFile;
import io.drover.testkit.MariaDb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replacing the master key under everything that it sealed. */
class MasterKeyIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HOST_KEY = "0123456789abcdef".repeat(4);

    @RegisterExtension
    static final MariaDb database = MariaDb.forService("identity");

    /** A column that is missing in the list would keep its old key for ever, and be lost with it. */
    @Test
    void everySealedColumnIsInTheList() throws SQLException {
        Path folder = IdentityServer.folder();
        IdentityServer.startPreset(database, "mariadb", folder).close();
        List<String> found = strings("select concat(table_name, '.', column_name) from information_schema.columns"
                + " where table_schema = database() and column_name like '%\\_sealed'");

        assertThat(MasterKeyConfig.SEALED.stream().map(MasterKeyIT::place)).containsExactlyInAnyOrderElementsOf(found);
        emptied();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void aNewKeyTakesOverAndWhatWasDerivedStays(String driver) throws Exception {
        Path folder = IdentityServer.folder();
        Path file = folder.resolve("identity.key");
        String token;
        String secret;
        EnvelopeKey first;
        try (var server = IdentityServer.startPreset(database, driver, folder)) {
            Api environment = server.as(ADMIN_KEY, "1a5");
            String id = environment.post("/registrationtokens", Map.of()).text("id");
            token = environment.get("/registrationtokens/" + id).text("token");
            secret = registered(server, token);
            first = KeyFile.readOrCreate(file, new Random(1));
            insertOthers(first);
        }
        byte[] key = new byte[EnvelopeKey.BYTES];
        new Random(2).nextBytes(key);
        Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.APPEND);
        EnvelopeKey both = KeyFile.readOrCreate(file, new Random(1));

        try (var server = IdentityServer.startPreset(database, driver, folder)) {
            awaitAllUnder(both.prefix());
            var shown = server.admin().get("/masterkeys").data();
            assertThat(shown).hasSize(1);
            assertThat(shown.getFirst())
                    .containsEntry("generation", both.generation())
                    .containsEntry("current", true);
            assertThat(registered(server, token)).isEqualTo(secret);
        }
        assertThat(strings("select password_sealed from directory where provider = 'oidcconfig'"))
                .singleElement()
                .satisfies(
                        text -> assertThat(both.open("provider-secret", text)).isPresent());
        assertThat(strings("select password_sealed from directory where provider = 'openldapconfig'"))
                .allSatisfy(text -> assertThat(both.open("directory-password", text))
                        .hasValueSatisfying(plain -> assertThat(new String(plain, StandardCharsets.UTF_8))
                                .isEqualTo("swordfish")));
        // With the newest key alone everything that is stored is still opened; only deriving needs the first.
        Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n");
        try (var server = IdentityServer.startPreset(database, driver, folder)) {
            assertThat(server.admin().get("/masterkeys").data()).hasSize(1);
        }
        emptied();
    }

    /** Sealed values of kinds that take a directory or an authenticator to make; one in the form without a name. */
    private static void insertOthers(EnvelopeKey key) throws SQLException {
        String password = key.seal("directory-password", "swordfish".getBytes(StandardCharsets.UTF_8), new Random(3));
        String client = key.seal("provider-secret", "swordfish".getBytes(StandardCharsets.UTF_8), new Random(5));
        String grant = key.seal("provider-grant", "swordfish".getBytes(StandardCharsets.UTF_8), new Random(6));
        String factor = key.seal("second-factor", new byte[20], new Random(4));
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into directory (provider, enabled, fields, password_sealed, changed) values ('openldapconfig', false, '{}', '1."
                            + password.substring(key.prefix().length()) + "', now())");
            statement.execute("insert into directory (provider, enabled, fields, password_sealed, changed) values"
                    + " ('oidcconfig', false, '{}', '" + client + "', now())");
            statement.execute(
                    "insert into provider_grant (account_id, grant_sealed, asked) values (1, '" + grant + "', now())");
            statement.execute(
                    "insert into second_factor (account_id, secret_sealed, confirmed, last_step, created) values (1, '"
                            + factor + "', false, 0, now())");
        }
    }

    private static String registered(IdentityServer server, String token) {
        Api host = server.as("registrationToken:" + token, null);
        host.post("/register", Map.of("key", HOST_KEY));
        return String.valueOf(
                host.get("/register?key=" + HOST_KEY).data().getFirst().get("secretKey"));
    }

    private static void awaitAllUnder(String prefix) throws SQLException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<String> left = outdated(prefix);
        while (!left.isEmpty()) {
            assertThat(System.nanoTime()).as("still under an old key: " + left).isLessThan(end);
            Thread.sleep(100);
            left = outdated(prefix);
        }
    }

    private static List<String> outdated(String prefix) throws SQLException {
        List<String> left = new ArrayList<>();
        for (Column column : MasterKeyConfig.SEALED) {
            List<String> values = strings("select %2$s from %1$s where %2$s is not null and %2$s not like '%3$s%%'"
                    .formatted(column.table(), column.column(), prefix));
            values.forEach(_ -> left.add(place(column)));
        }
        return left;
    }

    /** The next test starts with a key file of its own. */
    private static void emptied() throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            for (String table :
                    strings("select table_name from information_schema.tables where table_schema = database()"
                            + " and table_type = 'BASE TABLE'")) {
                statement.execute("set foreign_key_checks = 0");
                statement.execute("drop table `" + table + "`");
            }
        }
    }

    private static String place(Column column) {
        return column.table() + "." + column.column();
    }

    private static List<String> strings(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
