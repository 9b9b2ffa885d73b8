package io.drover.runtime.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Option;
import java.time.Duration;

/** Opens pools of either driver with the session settings the platform relies on. */
final class ConnectionPools {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ACQUIRE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(5);

    /** Lock waits end before the transaction is cut off, so that the retry has time. */
    private static final String LOCK_WAIT = "innodb_lock_wait_timeout=2";

    private ConnectionPools() {}

    static ConnectionPool open(DatabaseUrl url, DatabaseSettings settings) {
        ConnectionFactory driver = ConnectionFactories.get(options(url, settings));
        return new ConnectionPool(ConnectionPoolConfiguration.builder(driver)
                .name(settings.service())
                .initialSize(1)
                .minIdle(1)
                .maxSize(settings.connections())
                .maxIdleTime(IDLE)
                .maxCreateConnectionTime(CONNECT)
                .maxAcquireTime(ACQUIRE)
                .build());
    }

    private static ConnectionFactoryOptions options(DatabaseUrl url, DatabaseSettings settings) {
        ConnectionFactoryOptions.Builder options = url.options()
                .mutate()
                .option(ConnectionFactoryOptions.DATABASE, settings.schema())
                .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, CONNECT);
        if (url.isMariaDbDriver()) {
            // The server ends a transaction whose client fell silent: a paused process cannot commit late.
            options.option(Option.valueOf("sessionVariables"), LOCK_WAIT + ",idle_write_transaction_timeout=4")
                    .option(Option.valueOf("isolationLevel"), IsolationLevel.READ_COMMITTED.asSql())
                    .option(Option.valueOf("timezone"), "UTC");
        } else {
            options.option(Option.valueOf("sessionVariables"), LOCK_WAIT + ",transaction_isolation='READ-COMMITTED'")
                    .option(Option.valueOf("connectionTimeZone"), "UTC")
                    .option(Option.valueOf("preserveInstants"), false);
        }
        return options.build();
    }
}
