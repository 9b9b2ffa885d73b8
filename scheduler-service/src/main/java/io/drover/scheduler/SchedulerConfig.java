package io.drover.scheduler;

import io.drover.api.events.EventConfig;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.web.ApiConfig;
import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.runtime.Ids;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.TimeConfig;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.drover.runtime.database.DatabaseConfig;
import io.drover.runtime.database.DatabaseSettings;
import io.drover.runtime.database.TransactionClient;
import io.drover.runtime.feed.ChangeLog;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.lease.LeaseEpoch;
import io.drover.runtime.lease.LeaseLoop;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.lease.LeaseStore;
import io.drover.runtime.loop.KeyedLoop;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingsConfig;
import io.drover.scheduler.api.AdmissionHandler;
import io.drover.scheduler.api.ContainerHandler;
import io.drover.scheduler.api.HostHandler;
import io.drover.scheduler.api.IdentityClient;
import io.drover.scheduler.api.InstallationRules;
import io.drover.scheduler.api.InternalController;
import io.drover.scheduler.api.RequestBaseHandler;
import io.drover.scheduler.api.SchedulerTypes;
import io.drover.scheduler.api.ServiceHandler;
import io.drover.scheduler.api.ServiceLogHandler;
import io.drover.scheduler.api.StackHandler;
import io.drover.scheduler.api.StreamTicketHandler;
import io.drover.scheduler.desired.DesiredStream;
import io.drover.scheduler.desired.HostLinkStream;
import io.drover.scheduler.environment.EnvironmentLoop;
import io.drover.scheduler.host.HostLoop;
import io.drover.scheduler.host.HostVerdict;
import io.drover.scheduler.reconcile.ReplacementBudgets;
import io.drover.scheduler.reconcile.ServiceLoop;
import io.drover.scheduler.stack.StackLoop;
import io.drover.scheduler.store.EnvironmentRepository;
import io.drover.scheduler.store.EnvironmentStore;
import io.drover.scheduler.store.FencedWriteClient;
import io.drover.scheduler.store.HostRepository;
import io.drover.scheduler.store.InstanceRepository;
import io.drover.scheduler.store.ObservedStore;
import io.drover.scheduler.store.QuotaStore;
import io.drover.scheduler.store.R2dbcDesiredStore;
import io.drover.scheduler.store.R2dbcHostStore;
import io.drover.scheduler.store.R2dbcServiceStore;
import io.drover.scheduler.store.R2dbcStackStore;
import io.drover.scheduler.store.Repositories;
import io.drover.scheduler.store.ServiceLogRepository;
import io.drover.scheduler.store.ServiceRepository;
import io.drover.scheduler.store.SpecStore;
import io.drover.scheduler.store.StackRepository;
import io.drover.scheduler.store.StackRow;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;

/** Builds the service: readable top to bottom, nothing is found by scanning. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SchedulerProperties.class)
@Import({
    TimeConfig.class,
    DatabaseConfig.class,
    ApiConfig.class,
    EventConfig.class,
    SettingsConfig.class,
    SchedulerEnvironmentConfig.class,
    SchedulerSecretsConfig.class,
    SchedulerVaultConfig.class
})
class SchedulerConfig {
    /** A deployment is a stream of small news; looking at each alone costs more than starting the containers. */
    private static final Duration SPACING = Duration.ofMillis(200);

    /** How far a removal is need not be told more often. */
    private static final Duration ENVIRONMENT_SPACING = Duration.ofSeconds(1);

    private static final Duration IDENTITY_TIMEOUT = Duration.ofSeconds(3);

    @Bean
    DatabaseSettings databaseSettings(SchedulerProperties settings) {
        return new DatabaseSettings(
                settings.database().url(),
                settings.database().schema(),
                "scheduler",
                settings.database().connections());
    }

    @Bean
    Repositories repositories(DatabaseClient database) {
        JsonMapper json = JsonMapper.builder().build();
        return new Repositories(
                new HostRepository(database, json),
                new StackRepository(database, json),
                new ServiceRepository(database, json),
                new InstanceRepository(database, json),
                new EnvironmentRepository(database, json),
                new ServiceLogRepository(database, json));
    }

    /** What this process holds of the loops' lease; set by {@link SchedulerLoop}. */
    @Bean
    AtomicReference<Optional<LeaseEpoch>> heldLease() {
        return new AtomicReference<>(Optional.empty());
    }

    @Bean
    FencedWriteClient fencedWrites(
            LeaseStore leases,
            TransactionClient transactions,
            ChangeLog changes,
            AtomicReference<Optional<LeaseEpoch>> heldLease) {
        return new FencedWriteClient(leases, transactions, changes, heldLease::get);
    }

    @Bean
    R2dbcHostStore hostStore(
            Repositories repositories,
            EnvironmentStore environments,
            QuotaStore quotas,
            FencedWriteClient writes,
            Ids ids) {
        return new R2dbcHostStore(repositories, environments, quotas, writes, ids);
    }

    @Bean
    ObservedStore observedStore(Repositories repositories, FencedWriteClient writes, Ids ids) {
        return new ObservedStore(repositories, writes, ids);
    }

    @Bean
    SpecStore specStore(Repositories repositories, QuotaStore quotas, FencedWriteClient writes, Ids ids) {
        return new SpecStore(repositories, quotas, writes, ids);
    }

    @Bean
    HostLoop hostLoop(
            R2dbcHostStore store,
            IdentityClient identity,
            SchedulerProperties settings,
            InstallationRules rules,
            Clock clock) {
        Duration grace = settings.scheduler().hostGrace();
        return new HostLoop(
                store, identity, host -> HostVerdict.Patience.with(host, grace, rules.hostsStayAway()), clock);
    }

    @Bean
    ServiceLoop serviceLoop(
            Repositories repositories, FencedWriteClient writes, Ids ids, SchedulerProperties settings, Clock clock) {
        return new ServiceLoop(
                new R2dbcServiceStore(repositories, writes, ids),
                new ReplacementBudgets(
                        settings.scheduler().replacementShare(),
                        settings.scheduler().replacementFloor()),
                clock);
    }

    @Bean
    StackLoop stackLoop(Repositories repositories, FencedWriteClient writes, Clock clock) {
        return new StackLoop(new R2dbcStackStore(repositories, writes), clock);
    }

    @Bean
    SchedulerLoop schedulerLoop(
            ServiceLoop services,
            HostLoop hosts,
            StackLoop stacks,
            EnvironmentLoop environments,
            Repositories repositories,
            SchedulerProperties settings,
            LoopRuntime runtime,
            ChangeStream changes,
            Subscriptions subscriptions,
            Mono<Void> linksForgotten,
            AtomicReference<Optional<LeaseEpoch>> heldLease) {
        var loops = new SchedulerLoop.Loops(
                new KeyedLoop<>("service", settings.scheduler().servicesAtOnce(), SPACING, services::pass, runtime),
                new KeyedLoop<>("host", 4, SPACING, hosts::pass, runtime),
                new KeyedLoop<>("stack", 2, SPACING, stacks::pass, runtime),
                new KeyedLoop<>("environment", 2, ENVIRONMENT_SPACING, environments::pass, runtime));
        var all = new SchedulerLoop(loops, hosts, everything(repositories, linksForgotten), subscriptions, heldLease);
        all.follow(changes);
        return all;
    }

    private static SchedulerLoop.Everything everything(Repositories repositories, Mono<Void> ready) {
        return new SchedulerLoop.Everything() {
            @Override
            public Mono<Void> ready() {
                return ready;
            }

            @Override
            public Flux<ServiceId> services() {
                return repositories.services().present();
            }

            @Override
            public Flux<HostId> hosts() {
                return repositories.hosts().present().map(host -> host.id());
            }

            @Override
            public Flux<StackId> stacks() {
                return repositories.stacks().removing().map(StackRow::id);
            }

            @Override
            public Flux<EnvironmentId> environments() {
                return repositories.environments().present();
            }
        };
    }

    @Bean
    LeaseLoop leaseLoop(SchedulerProperties settings, LeaseStore leases, SchedulerLoop loops, LoopRuntime runtime) {
        return new LeaseLoop("scheduler", settings.scheduler().holder(), LeaseSettings.DEFAULT, leases, loops, runtime);
    }

    /**
     * At start no link is open, whatever the rows say of the time before: written down once, before the first link opens and
     * before the loops look. From then on every host has its full grace to come back.
     */
    @Bean
    Mono<Void> linksForgotten(Repositories repositories, Clock clock) {
        return Mono.defer(() -> repositories.hosts().disconnectAll(clock.instant()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(5)))
                .then()
                .cache();
    }

    @Bean
    HostLinkStream hostLinkStream(
            Repositories repositories,
            DatabaseClient database,
            R2dbcHostStore hosts,
            ChangeStream changes,
            Mono<Void> linksForgotten,
            Subscriptions subscriptions,
            Clock clock) {
        var desired = new DesiredStream(new R2dbcDesiredStore(repositories.instances(), database), changes);
        return new HostLinkStream(desired::of, hosts::setLink, linksForgotten, subscriptions, clock);
    }

    @Bean
    IdentityClient identityClient(SchedulerProperties settings, MeterRegistry meters) {
        var clients =
                new InternalClients(WebClient.builder(), settings.internal().secret(), 32);
        return new IdentityClient(
                clients.internal("identity-service", settings.services().identityUrl()),
                new Guarded(CallPolicy.request("identity-service", IDENTITY_TIMEOUT, 32), meters));
    }

    @Bean
    StreamTicketHandler streamTicketHandler(IdentityClient identity, Repositories repositories) {
        return new StreamTicketHandler(identity, repositories.hosts(), repositories.instances());
    }

    @Bean
    InstallationRules installationRules(LiveSettings settings) {
        return new InstallationRules(settings);
    }

    @Bean
    ContainerHandler containerHandler(
            Repositories repositories, SpecStore writes, StreamTicketHandler tickets, InstallationRules rules) {
        return new ContainerHandler(repositories, writes, tickets, rules);
    }

    @Bean
    HostHandler hostHandler(
            Repositories repositories,
            SpecStore writes,
            ContainerHandler containers,
            StreamTicketHandler tickets,
            InstallationRules rules) {
        return new HostHandler(repositories, writes, containers, tickets, rules);
    }

    @Bean
    ServiceLogHandler serviceLogHandler(Repositories repositories) {
        return new ServiceLogHandler(repositories.serviceLogs());
    }

    @Bean
    ServiceLogCleanupLoop serviceLogCleanupLoop(
            Repositories repositories,
            LiveSettings settings,
            AtomicReference<Optional<LeaseEpoch>> heldLease,
            Subscriptions subscriptions) {
        var loop = new ServiceLogCleanupLoop(repositories.serviceLogs(), settings, heldLease);
        subscriptions.keep("service-log-cleanup", loop.run());
        return loop;
    }

    @Bean
    ServiceHandler serviceHandler(
            Repositories repositories,
            SpecStore writes,
            ContainerHandler containers,
            ServiceLogHandler logs,
            InstallationRules rules,
            AdmissionHandler admission,
            Clock clock) {
        return new ServiceHandler(
                repositories, writes, new ServiceHandler.Children(containers, logs), rules, admission, clock);
    }

    @Bean
    StackHandler stackHandler(
            Repositories repositories,
            SpecStore writes,
            ServiceHandler services,
            ContainerHandler containers,
            InstallationRules rules,
            AdmissionHandler admission,
            Ids ids,
            Clock clock) {
        return new StackHandler(
                repositories, writes, services, containers, rules, admission, new StackHandler.Sources(ids, clock));
    }

    @Bean
    RequestBaseHandler requestBaseHandler() {
        return new RequestBaseHandler();
    }

    @Bean
    InternalController internalController(
            R2dbcHostStore hosts, HostLinkStream links, ObservedStore observed, Clock clock) {
        return new InternalController(hosts, links, observed, clock);
    }

    @Bean
    EmbeddedTypes embeddedTypes() {
        return SchedulerTypes.EMBEDDED;
    }
}
