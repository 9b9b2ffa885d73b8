package io.drover.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbIT {
    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "drover", "mariadb");

    @TempDir
    Path folder;

    @Test
    void rowsSurviveAKilledServerAndAServerThatOutlivedItsOwner() throws Exception {
        EmbeddedMariaDb first = start();
        execute(first, "CREATE DATABASE shop CHARACTER SET utf8mb4");
        execute(first, "CREATE TABLE shop.item (name VARCHAR(20))");
        execute(first, "INSERT INTO shop.item VALUES ('kärra 🛒')");
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        ProcessHandle.of(first.pid())
                .ifPresent(process ->
                        process.onExit().orTimeout(5, TimeUnit.SECONDS).join());

        EmbeddedMariaDb second = start();
        assertThat(read(second, "SELECT name FROM shop.item")).isEqualTo("kärra 🛒");

        // The second is not stopped: as if its JVM had been killed.
        try (EmbeddedMariaDb third = start()) {
            assertThat(read(third, "SELECT name FROM shop.item")).isEqualTo("kärra 🛒");
            assertThat(ProcessHandle.of(second.pid())
                            .map(ProcessHandle::isAlive)
                            .orElse(false))
                    .isFalse();
            assertThat(third.password()).isEqualTo(first.password());
        }
    }

    @Test
    void startsQuicklyInAUsedFolderAndStaysSmall() throws Exception {
        start().close();
        long before = System.nanoTime();
        try (EmbeddedMariaDb database = start()) {
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            assertThat(residentKilobytes(database.pid())).isLessThan(200 * 1024);
        }
    }

    @Test
    void knowsNoUserButItsOwnAndHidesThePassword() throws Exception {
        try (EmbeddedMariaDb database = start()) {
            assertThat(read(
                            database,
                            "SELECT GROUP_CONCAT(CONCAT(User, '@', Host) ORDER BY User) FROM mysql.global_priv"))
                    .isEqualTo("drover@127.0.0.1,mariadb.sys@localhost");
            for (String user : new String[] {"root", "", "anybody"}) {
                assertThatThrownBy(() -> DriverManager.getConnection(jdbc(database), user, ""))
                        .isInstanceOf(SQLException.class);
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
            assertThat(folder.resolve("init.sql")).doesNotExist();
            assertThat(Files.readString(Path.of("/proc/" + database.pid() + "/cmdline")))
                    .doesNotContain(database.password());
        }
    }

    private EmbeddedMariaDb start() {
        return EmbeddedMariaDb.start(new EmbeddedMariaDb.Options(folder, CACHE, false));
    }

    private static String jdbc(EmbeddedMariaDb database) {
        return "jdbc:mariadb://127.0.0.1:" + database.port() + "/";
    }

    private static void execute(EmbeddedMariaDb database, String sql) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(jdbc(database), database.user(), database.password())) {
            connection.createStatement().execute(sql);
        }
    }

    private static String read(EmbeddedMariaDb database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc(database), database.user(), database.password());
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }

    private static long residentKilobytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
