package io.drover.runtime.database;

import org.flywaydb.core.Flyway;

/** Brings a service's schema to its version, before anything else uses it. Blocking; runs once at start. */
final class Migration {
    private final DatabaseUrl url;
    private final DatabaseSettings settings;

    Migration(DatabaseUrl url, DatabaseSettings settings) {
        this.url = url;
        this.settings = settings;
    }

    void run() {
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(url.jdbc(settings.schema()), url.user(), url.password())
                .locations("classpath:db/platform", "classpath:db/" + settings.service())
                .table("flyway_" + settings.service())
                .connectRetries(10)
                .connectRetriesInterval(3)
                .load()
                .migrate();
    }
}
