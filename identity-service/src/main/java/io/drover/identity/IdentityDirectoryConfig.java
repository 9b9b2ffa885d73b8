package io.drover.identity;

import io.drover.api.security.RoutePolicy;
import io.drover.identity.api.ProjectWriteHandler;
import io.drover.identity.api.directory.DirectoryAccessHandler;
import io.drover.identity.api.directory.DirectoryAccessLoop;
import io.drover.identity.api.directory.DirectoryConfigHandler;
import io.drover.identity.api.directory.DirectoryConfigWriteHandler;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.api.directory.DirectorySignInHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.api.internal.SignInRecordHandler;
import io.drover.identity.api.oidc.ProviderConfigWriteHandler;
import io.drover.identity.api.outside.AuthConfigController;
import io.drover.identity.directory.DirectoryClient;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.DirectoryStore;
import io.drover.model.Role;
import io.drover.runtime.Ids;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.setting.LiveSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Signing in with a directory. */
@Configuration(proxyBeanMethods = false)
class IdentityDirectoryConfig {
    /** Of one question, which may be several searches. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final int THREADS = 16;
    private static final int AT_ONCE = 64;
    private static final int TRIALS_AT_ONCE = 4;

    @Bean
    DirectoryStore directoryStore(DatabaseClient database) {
        return new DirectoryStore(database, JsonMapper.builder().build());
    }

    @Bean
    AccountIdentityStore accountIdentityStore(DatabaseClient database) {
        return new AccountIdentityStore(database);
    }

    /** LDAP blocks: threads of its own, so that a slow directory holds up nobody else. */
    @Bean(destroyMethod = "dispose")
    DirectoryPool directoryPool() {
        return new DirectoryPool(Schedulers.newBoundedElastic(THREADS, AT_ONCE, "directory"));
    }

    /** A type of its own, because other schedulers are beans too. */
    record DirectoryPool(Scheduler scheduler) {
        void dispose() {
            scheduler.dispose();
        }
    }

    /** The client in use, and the one for settings on trial. */
    record DirectoryClients(DirectoryClient active, DirectoryClient trials) {}

    @Bean
    DirectoryClients directoryClients(DirectoryPool pool, IdentityProperties settings, MeterRegistry meters) {
        return new DirectoryClients(
                client("directory", AT_ONCE, pool, settings, meters),
                client("directory (trial)", TRIALS_AT_ONCE, pool, settings, meters));
    }

    private static DirectoryClient client(
            String part, int atOnce, DirectoryPool pool, IdentityProperties settings, MeterRegistry meters) {
        Guarded guarded = new Guarded(CallPolicy.request(part, TIMEOUT, atOnce), meters, DirectoryClient::isAway);
        return new DirectoryClient(guarded, pool.scheduler(), settings.directoryTrust());
    }

    @Bean
    DirectoryHandler directoryHandler(
            DirectoryStore configurations,
            DirectoryClients clients,
            EnvelopeKey envelope,
            AccountIdentityStore identities) {
        return new DirectoryHandler(configurations, clients.active(), envelope, identities);
    }

    @Bean
    DirectoryAccessHandler.Stores directoryAccessStores(
            AccountStore accounts,
            AccountIdentityStore identities,
            AuthTokenStore sessions,
            DirectoryStore directories,
            LiveSettings settings) {
        return new DirectoryAccessHandler.Stores(accounts, identities, sessions, directories, settings);
    }

    @Bean
    DirectoryAccessHandler directoryAccessHandler(
            DirectoryAccessHandler.Stores stores,
            ProjectWriteHandler environments,
            ChangeStore changes,
            Ids ids,
            Clock clock) {
        return new DirectoryAccessHandler(stores, environments, changes, ids, clock);
    }

    @Bean
    DirectorySignInHandler directorySignInHandler(
            DirectoryClients clients,
            DirectoryAccessHandler access,
            SignInRecordHandler records,
            SecondFactorCheckHandler secondFactors) {
        return new DirectorySignInHandler(clients.active(), access, records, secondFactors);
    }

    @Bean
    DirectoryAccessLoop directoryAccessLoop(
            DirectoryHandler directory,
            DirectoryClients clients,
            AccountIdentityStore identities,
            DirectoryAccessHandler access,
            SignInRecordHandler records,
            DirectoryAccessLoop.Timing timing) {
        return new DirectoryAccessLoop(directory, clients.active(), identities, access, records, timing);
    }

    @Bean
    DirectoryAccessLoop.Timing directoryAccessTiming(IdentityProperties settings, LoopRuntime runtime) {
        return new DirectoryAccessLoop.Timing(settings.directoryCheck(), runtime.scheduler());
    }

    /** Keeps the check running. */
    @Bean
    DirectoryCheck directoryCheck(DirectoryAccessLoop loop, Subscriptions subscriptions) {
        subscriptions.keep("directory-access", loop.run());
        return new DirectoryCheck();
    }

    record DirectoryCheck() {}

    @Bean
    DirectoryConfigWriteHandler directoryConfigWriteHandler(
            DirectoryStore configurations,
            DirectoryHandler directory,
            DirectoryClients clients,
            DirectoryAccessHandler access,
            DirectoryAccessLoop review,
            AccountIdentityStore identities,
            DirectoryConfigWriteHandler.Writing writing) {
        return new DirectoryConfigWriteHandler(
                configurations, directory, clients.trials(), access, review, identities, writing);
    }

    @Bean
    DirectoryConfigWriteHandler.Writing directoryWriting(
            ChangeStore changes, EnvelopeKey envelope, RandomGenerator random, Clock clock) {
        return new DirectoryConfigWriteHandler.Writing(changes, envelope, random, clock);
    }

    @Bean
    DirectoryConfigHandler directoryConfigHandler(DirectoryConfigWriteHandler writes) {
        return new DirectoryConfigHandler(writes);
    }

    @Bean
    AuthConfigController authConfigController(
            DirectoryConfigWriteHandler directories, ProviderConfigWriteHandler providers) {
        return new AuthConfigController(directories, providers);
    }

    @Bean
    RoutePolicy authConfigGet() {
        return administrators("GET", "/v1-auth/config");
    }

    @Bean
    RoutePolicy authConfigsGet() {
        return administrators("GET", "/v1-auth/configs");
    }

    @Bean
    RoutePolicy authConfigPost() {
        return administrators("POST", "/v1-auth/config");
    }

    @Bean
    RoutePolicy authConfigsPost() {
        return administrators("POST", "/v1-auth/configs");
    }

    @Bean
    RoutePolicy authTestLogin() {
        return administrators("POST", "/v1-auth/testlogin");
    }

    private static RoutePolicy administrators(String method, String pattern) {
        return new RoutePolicy(method, pattern, Set.of(Role.ADMIN));
    }
}
