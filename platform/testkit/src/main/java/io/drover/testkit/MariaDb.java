package io.drover.testkit;

import io.drover.runtime.database.DatabaseSettings;
import io.drover.runtime.database.EmbeddedMariaDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real MariaDB for integration tests: one server per JVM, started by the first test that wants it, and one fresh schema
 * per test class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MariaDb database = MariaDb.forService("scheduler");
 * }</pre>
 */
public final class MariaDb implements BeforeAllCallback, AfterAllCallback {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final String service;
    private final String schema;

    private MariaDb(String service, String schema) {
        this.service = service;
        this.schema = schema;
    }

    /** @param service names the migrations, {@code db/<service>} */
    public static MariaDb forService(String service) {
        return new MariaDb(service, "test_%s_%d".formatted(service, SCHEMAS.incrementAndGet()));
    }

    public String schema() {
        return schema;
    }

    /** With MariaDB's driver. */
    public String r2dbcUrl() {
        return r2dbcUrl("mariadb");
    }

    /** @param driver {@code mariadb} or {@code mysql} */
    public String r2dbcUrl(String driver) {
        return Server.RUNNING.database.r2dbcUrl(driver);
    }

    public DatabaseSettings settings() {
        return settings("mariadb");
    }

    /** @param driver {@code mariadb} or {@code mysql} */
    public DatabaseSettings settings(String driver) {
        return new DatabaseSettings(r2dbcUrl(driver), schema, service, 10);
    }

    /** A plain connection to the schema, for what a test does beside the code under test. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(Server.RUNNING.jdbc(schema), user(), password());
    }

    public String user() {
        return Server.RUNNING.database.user();
    }

    public String password() {
        return Server.RUNNING.database.password();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        execute("DROP DATABASE " + schema);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Server.RUNNING.jdbc(""), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Started when first touched; stopped and deleted with the JVM. */
    private static final class Server {
        static final Server RUNNING = new Server();

        private final Path folder;
        private final EmbeddedMariaDb database;

        private Server() {
            try {
                folder = Files.createTempDirectory("drover-test-db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Path cache = Path.of(System.getProperty("user.home"), ".cache", "drover", "mariadb");
            database = EmbeddedMariaDb.start(new EmbeddedMariaDb.Options(folder.resolve("data"), cache, false));
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-test-database"));
        }

        String jdbc(String schema) {
            return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(database.port(), schema);
        }

        private void stop() {
            database.close();
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
