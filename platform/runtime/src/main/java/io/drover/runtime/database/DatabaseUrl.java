package io.drover.runtime.database;

import static io.r2dbc.spi.ConnectionFactoryOptions.DRIVER;
import static io.r2dbc.spi.ConnectionFactoryOptions.HOST;
import static io.r2dbc.spi.ConnectionFactoryOptions.PASSWORD;
import static io.r2dbc.spi.ConnectionFactoryOptions.PORT;
import static io.r2dbc.spi.ConnectionFactoryOptions.SSL;
import static io.r2dbc.spi.ConnectionFactoryOptions.USER;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The parts of a database URL that both the R2DBC drivers and the migration's JDBC driver need. */
final class DatabaseUrl {
    private static final int DEFAULT_PORT = 3306;

    private final ConnectionFactoryOptions options;

    private DatabaseUrl(ConnectionFactoryOptions options) {
        this.options = options;
    }

    static DatabaseUrl parse(String url) {
        ConnectionFactoryOptions options = ConnectionFactoryOptions.parse(url);
        if (text(options, HOST) == null || text(options, USER) == null) {
            throw new IllegalArgumentException(
                    "the database URL names no user or host, e.g. r2dbc:mysql://user:password@host:3306");
        }
        return new DatabaseUrl(options);
    }

    ConnectionFactoryOptions options() {
        return options;
    }

    boolean isMariaDbDriver() {
        return "mariadb".equals(text(options, DRIVER));
    }

    String user() {
        return Objects.requireNonNull(text(options, USER));
    }

    String password() {
        String password = text(options, PASSWORD);
        return password == null ? "" : password;
    }

    /** For the migration: MariaDB's JDBC driver speaks to both servers. */
    String jdbc(String schema) {
        Object port = options.getValue(PORT);
        Object ssl = options.getValue(SSL);
        String sslMode = text(options, Option.valueOf("sslMode"));
        String security = sslMode != null
                ? "&sslMode=" + jdbcSslMode(sslMode)
                : Boolean.parseBoolean(String.valueOf(ssl)) ? "&sslMode=verify-full" : "";
        return "jdbc:mariadb://%s:%s/%s?createDatabaseIfNotExist=true&allowPublicKeyRetrieval=true&connectTimeout=10000%s"
                .formatted(text(options, HOST), port == null ? DEFAULT_PORT : port, schema, security);
    }

    /** The drivers name the same modes differently. */
    private static String jdbcSslMode(String mode) {
        return switch (mode.toLowerCase(java.util.Locale.ROOT).replace('_', '-')) {
            case "disabled", "disable", "preferred" -> "disable";
            case "required", "trust" -> "trust";
            case "verify-ca" -> "verify-ca";
            default -> "verify-full";
        };
    }

    private static @Nullable String text(ConnectionFactoryOptions options, Option<?> option) {
        Object value = options.getValue(option);
        return value == null ? null : value.toString();
    }
}
