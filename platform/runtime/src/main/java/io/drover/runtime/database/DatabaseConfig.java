package io.drover.runtime.database;

import io.drover.runtime.Invariants;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.feed.ChangeLog;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.feed.CommitStream;
import io.drover.runtime.feed.FeedSettings;
import io.drover.runtime.lease.GenerationStore;
import io.drover.runtime.lease.LeaseStore;
import io.drover.runtime.loop.LoopRuntime;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.r2dbc.health.ConnectionFactoryHealthIndicator;
import org.springframework.boot.r2dbc.metrics.ConnectionPoolMetrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;

/**
 * The database of a service. The service gives a {@link DatabaseSettings} bean and imports this and
 * {@code TimeConfig}; a {@link FeedSettings} bean of its own replaces the defaults.
 *
 * <p>The schema is migrated before the first bean can open a connection.
 */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfig {
    @Bean(destroyMethod = "dispose")
    ConnectionPool connectionPool(DatabaseSettings settings, MeterRegistry meters) {
        DatabaseUrl url = DatabaseUrl.parse(settings.url());
        new Migration(url, settings).run();
        ConnectionPool pool = ConnectionPools.open(url, settings);
        new ConnectionPoolMetrics(pool, settings.service(), Tags.empty()).bindTo(meters);
        return pool;
    }

    @Bean
    @Primary
    ConnectionFactory guardedConnections(ConnectionPool pool, MeterRegistry meters) {
        return new GuardedConnections(pool, meters);
    }

    @Bean
    DatabaseClient databaseClient(ConnectionFactory connections) {
        return DatabaseClient.create(connections);
    }

    @Bean
    ReactiveTransactionManager transactionManager(ConnectionFactory connections) {
        return new R2dbcTransactionManager(connections);
    }

    @Bean
    ReactiveHealthIndicator databaseHealthIndicator(ConnectionFactory connections) {
        return new ConnectionFactoryHealthIndicator(connections);
    }

    @Bean
    CommitStream commitStream() {
        return new CommitStream();
    }

    @Bean
    TransactionClient transactionClient(ReactiveTransactionManager transactions, CommitStream commits) {
        return new TransactionClient(transactions, commits);
    }

    @Bean
    ChangeLog changeLog(DatabaseClient database) {
        return new ChangeLog(database);
    }

    @Bean
    ChangeStream changeStream(
            ChangeLog changeLog,
            CommitStream commits,
            ObjectProvider<FeedSettings> settings,
            LoopRuntime runtime,
            Invariants invariants,
            Subscriptions subscriptions) {
        FeedSettings feed = settings.getIfAvailable(() -> FeedSettings.DEFAULT);
        ChangeStream stream = new ChangeStream(changeLog, commits, feed, runtime, invariants);
        stream.runIn(subscriptions);
        return stream;
    }

    @Bean
    LeaseStore leaseStore(DatabaseClient database, TransactionClient transactions) {
        return new LeaseStore(database, transactions);
    }

    @Bean
    GenerationStore generationStore(DatabaseClient database) {
        return new GenerationStore(database);
    }
}
