package io.drover.runtime.database;

/**
 * A service's place in the database.
 *
 * @param url {@code r2dbc:mysql://} or {@code r2dbc:mariadb://}, with user and password, without a schema; the scheme
 *     chooses the driver
 * @param schema the service's own, e.g. {@code drover_scheduler}; created if the user may
 * @param service short name: its migrations are in {@code db/<service>}, their history in {@code flyway_<service>}
 * @param connections size of the pool
 */
public record DatabaseSettings(String url, String schema, String service, int connections) {
    public DatabaseSettings {
        if (!url.startsWith("r2dbc:mysql://") && !url.startsWith("r2dbc:mariadb://")) {
            // The URL may hold a password: it is not repeated here.
            throw new IllegalArgumentException(
                    "the database URL must begin with r2dbc:mysql:// or r2dbc:mariadb://, e.g. r2dbc:mysql://user:password@host:3306");
        }
        if (!schema.matches("[A-Za-z0-9_]{1,64}") || !service.matches("[a-z0-9_]{1,32}")) {
            throw new IllegalArgumentException("not a schema and service name: '%s', '%s'".formatted(schema, service));
        }
        if (connections < 2) {
            throw new IllegalArgumentException("the database pool needs 2 connections or more, not " + connections);
        }
    }

    /** Without the URL, which holds a password. */
    @Override
    public String toString() {
        return "DatabaseSettings[schema=%s, service=%s, connections=%d]".formatted(schema, service, connections);
    }
}
