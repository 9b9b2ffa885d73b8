package io.drover.identity;

import io.drover.api.audit.AuditReportLoop;
import io.drover.api.security.RoutePolicy;
import io.drover.identity.api.AuditLogHandler;
import io.drover.identity.api.audit.AuditController;
import io.drover.identity.api.audit.AuditKeyHandler;
import io.drover.identity.api.audit.AuditSealHandler;
import io.drover.identity.api.internal.AuditReading;
import io.drover.identity.audit.CheckpointKey;
import io.drover.identity.store.AuditAppendLoop;
import io.drover.identity.store.AuditChainStore;
import io.drover.identity.store.AuditCheckpointStore;
import io.drover.identity.store.AuditStore;
import io.drover.identity.store.AuditWriteStore;
import io.drover.model.Role;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.database.TransactionClient;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.runtime.secret.EnvelopeKey;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** The audit log: the chain, its keys, its routes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditProperties.class)
class IdentityAuditConfig {
    private static final long START_PATIENCE_SECONDS = 60;

    @Bean
    AuditChainStore auditChainStore(DatabaseClient database) {
        return new AuditChainStore(database);
    }

    @Bean
    AuditCheckpointStore auditCheckpointStore(DatabaseClient database) {
        return new AuditCheckpointStore(database);
    }

    @Bean
    AuditWriteStore auditWriteStore(AuditChainStore chain, TransactionClient transactions) {
        return new AuditWriteStore(chain, transactions);
    }

    @Bean
    AuditAppendLoop auditAppendLoop(AuditWriteStore store, LoopRuntime runtime) {
        return new AuditAppendLoop(store, runtime);
    }

    @Bean
    AuditStore auditStore(DatabaseClient database, AuditAppendLoop appending) {
        return new AuditStore(database, appending);
    }

    /** What this service itself reports goes into the chain without a detour. */
    @Bean
    AuditReportLoop.Delivery auditDelivery(AuditStore audit, Clock clock) {
        return events -> audit.append(events.stream()
                        .map(event -> AuditReading.read(event, clock.instant()))
                        .toList())
                .then();
    }

    @Bean
    AuditSealHandler.Stores auditSealStores(
            AuditChainStore chain, AuditCheckpointStore checkpoints, TransactionClient transactions) {
        return new AuditSealHandler.Stores(chain, checkpoints, transactions);
    }

    /** Before the port opens there is a key, and the rows from before there was a chain are in it. */
    @Bean
    AuditSealHandler auditSealHandler(
            AuditWriteStore writes,
            AuditSealHandler.Stores stores,
            EnvelopeKey envelope,
            RandomGenerator random,
            Clock clock) {
        List<CheckpointKey> keys = writes.adopt()
                .then(new AuditKeyHandler(stores.checkpoints(), envelope, random, clock).load())
                .toFuture()
                .orTimeout(START_PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        return new AuditSealHandler(stores, keys, clock);
    }

    @Bean
    AuditCheckpointLoop auditCheckpointLoop(
            AuditSealHandler seals, AuditProperties settings, LoopRuntime runtime, Subscriptions subscriptions) {
        AuditCheckpointLoop loop = new AuditCheckpointLoop(seals, settings.checkpointEvery(), runtime);
        subscriptions.keep("audit-checkpoints", loop.run());
        return loop;
    }

    @Bean
    AuditLogHandler auditLogHandler(AuditStore audit) {
        return new AuditLogHandler(audit);
    }

    @Bean
    AuditController auditController(
            AuditStore rows, AuditChainStore chain, AuditCheckpointStore checkpoints, AuditSealHandler seals) {
        return new AuditController(rows, chain, checkpoints, seals);
    }

    @Bean
    RoutePolicy auditExport() {
        return new RoutePolicy(
                        "GET",
                        AuditController.EXPORT,
                        Set.of(
                                Role.ADMIN,
                                Role.USER,
                                Role.OWNER,
                                Role.MEMBER,
                                Role.RESTRICTED,
                                Role.READONLY,
                                Role.PROJECT))
                .showing("auditLog");
    }

    @Bean
    RoutePolicy auditChain() {
        return new RoutePolicy("GET", AuditController.CHAIN, Set.of(Role.ADMIN));
    }

    @Bean
    RoutePolicy auditCheckpoints() {
        return new RoutePolicy("POST", AuditController.CHECKPOINTS, Set.of(Role.ADMIN));
    }
}
