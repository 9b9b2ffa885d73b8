package io.drover.identity;

import io.drover.api.events.EventConfig;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.web.ApiConfig;
import io.drover.identity.api.BootstrapHandler;
import io.drover.identity.api.FirstSignInHandler;
import io.drover.identity.api.IdentityTypes;
import io.drover.identity.api.ProjectWriteHandler;
import io.drover.identity.api.ServerAddress;
import io.drover.identity.api.SessionHandler;
import io.drover.identity.api.TokenController;
import io.drover.identity.api.audit.AuditSealHandler;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.api.directory.DirectorySignInHandler;
import io.drover.identity.api.internal.AuthenticationHandler;
import io.drover.identity.api.internal.EnvironmentHandler;
import io.drover.identity.api.internal.PasswordCheckHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.api.internal.SignInRecordHandler;
import io.drover.identity.api.oauth.OAuthConfig;
import io.drover.identity.api.oidc.ProviderHandler;
import io.drover.identity.api.oidc.ProviderSignInHandler;
import io.drover.identity.api.setting.SettingReadHandler;
import io.drover.identity.secret.PasswordClient;
import io.drover.identity.secret.PasswordHash;
import io.drover.identity.signin.TryLog;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AgentStore;
import io.drover.identity.store.AuditStore;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.MemberStore;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.identity.store.ProjectStore;
import io.drover.identity.store.ProjectTemplateStore;
import io.drover.identity.store.ProviderSignInStore;
import io.drover.identity.store.RevocationStream;
import io.drover.identity.store.SecondFactorStore;
import io.drover.runtime.Ids;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.TimeConfig;
import io.drover.runtime.database.DatabaseConfig;
import io.drover.runtime.database.DatabaseSettings;
import io.drover.runtime.database.TransactionClient;
import io.drover.runtime.feed.ChangeLog;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.secret.KeyFile;
import io.drover.runtime.setting.LiveSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

/**
 * The wiring: stores, secrets, sign-in, start. The resource types are in {@link IdentityResourceConfig}. Nothing is scanned
 * and only the framework parts listed in {@link IdentityFramework} are configured, because the class path may hold the whole suite.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@IdentityFramework
@EnableConfigurationProperties(IdentityProperties.class)
@Import({
    TimeConfig.class,
    DatabaseConfig.class,
    ApiConfig.class,
    EventConfig.class,
    IdentitySecurityConfig.class,
    IdentityResourceConfig.class,
    IdentityAuditConfig.class,
    IdentityInternalConfig.class,
    IdentityRoleConfig.class,
    IdentityEnvironmentConfig.class,
    IdentityDirectoryConfig.class,
    IdentityProviderConfig.class,
    IdentitySettingConfig.class,
    IdentityKeyConfig.class,
    MasterKeyConfig.class,
    OAuthConfig.class
})
class IdentityConfig {
    private static final Logger log = LoggerFactory.getLogger(IdentityConfig.class);
    private static final long START_PATIENCE_SECONDS = 60;

    @Bean
    DatabaseSettings databaseSettings(Environment environment, IdentityProperties settings) {
        return new DatabaseSettings(
                environment.getRequiredProperty("drover.database.url"),
                settings.schema(),
                "identity",
                settings.connections());
    }

    @Bean
    AccountStore accountStore(DatabaseClient database) {
        return new AccountStore(database);
    }

    @Bean
    ProjectStore projectStore(DatabaseClient database) {
        return new ProjectStore(database);
    }

    @Bean
    MemberStore memberStore(DatabaseClient database) {
        return new MemberStore(database);
    }

    @Bean
    CredentialStore credentialStore(DatabaseClient database) {
        return new CredentialStore(database);
    }

    @Bean
    AuthTokenStore authTokenStore(DatabaseClient database) {
        return new AuthTokenStore(database);
    }

    @Bean
    AgentStore agentStore(DatabaseClient database) {
        return new AgentStore(database);
    }

    @Bean
    RevocationStream revocationStream(ChangeStream changes) {
        return new RevocationStream(changes);
    }

    @Bean
    ChangeStore changeStore(TransactionClient transactions, ChangeLog changes, RevocationStream revocations) {
        return new ChangeStore(transactions, changes, revocations);
    }

    @Bean
    EnvelopeKey envelopeKey(IdentityProperties settings, RandomGenerator random) {
        return KeyFile.readOrCreate(settings.masterKeyFile(), random);
    }

    @Bean
    FirstPassword firstPassword(IdentityProperties settings) {
        return new FirstPassword(settings.adminPasswordFile());
    }

    /** Never the scheduler of the loops: a password keeps a thread for tens of milliseconds. */
    @Bean(destroyMethod = "dispose")
    PasswordPool passwordPool(IdentityProperties settings) {
        int threads = settings.passwordThreads(Runtime.getRuntime().availableProcessors());
        int perThread = Math.max(1, settings.passwordQueue() / threads);
        return new PasswordPool(Schedulers.newBoundedElastic(threads, perThread, "passwords"));
    }

    /** A type of its own, because other schedulers are beans too. */
    record PasswordPool(Scheduler scheduler) {
        void dispose() {
            scheduler.dispose();
        }
    }

    @Bean
    PasswordClient passwordClient(PasswordPool pool) {
        return new PasswordClient(new PasswordHash(), pool.scheduler());
    }

    @Bean
    PasswordCheckHandler passwordCheckHandler(
            AccountStore accounts, CredentialStore credentials, PasswordClient passwords, SignInRecordHandler records) {
        return new PasswordCheckHandler(accounts, credentials, passwords, records);
    }

    @Bean
    SignInRecordHandler signInRecordHandler(AuditStore audit, Clock clock, MeterRegistry meters) {
        return new SignInRecordHandler(audit, new TryLog(), clock, meters);
    }

    @Bean
    AuthenticationHandler authenticationHandler(
            AccountStore accounts,
            CredentialStore credentials,
            AuthenticationHandler.Bearers bearers,
            AgentStore agents,
            AuthenticationHandler.People people,
            EnvelopeKey envelope,
            Clock clock) {
        return new AuthenticationHandler(accounts, credentials, bearers, agents, people, envelope, clock);
    }

    @Bean
    AuthenticationHandler.People whatPeopleShow(
            PasswordCheckHandler passwords, SecondFactorCheckHandler secondFactors) {
        return new AuthenticationHandler.People(passwords, secondFactors);
    }

    @Bean
    SecondFactorStore secondFactorStore(DatabaseClient database) {
        return new SecondFactorStore(database);
    }

    @Bean
    SecondFactorCheckHandler secondFactorCheckHandler(
            SecondFactorStore factors,
            SignInRecordHandler records,
            EnvelopeKey envelope,
            LiveSettings settings,
            Clock clock) {
        return new SecondFactorCheckHandler(factors, records, envelope, settings, clock);
    }

    @Bean
    EnvironmentHandler environmentHandler(AccountStore accounts, MemberStore members) {
        return new EnvironmentHandler(accounts, members);
    }

    @Bean
    SessionHandler sessionHandler(
            SessionHandler.Ways ways,
            SessionHandler.Stores stores,
            ChangeStore changes,
            RandomGenerator random,
            Clock clock,
            LiveSettings settings) {
        return new SessionHandler(ways, stores, changes, random, clock, settings);
    }

    @Bean
    SessionHandler.Stores sessionStores(
            AccountStore accounts, AuthTokenStore sessions, ProjectStore projects, AccountIdentityStore identities) {
        return new SessionHandler.Stores(accounts, sessions, projects, identities);
    }

    @Bean
    SessionHandler.Ways waysToSignIn(
            PasswordCheckHandler passwords,
            DirectoryHandler directory,
            DirectorySignInHandler directorySignIn,
            ProviderHandler provider,
            ProviderSignInHandler providerSignIn,
            SecondFactorCheckHandler secondFactors,
            FirstSignInHandler firstSignIns) {
        return new SessionHandler.Ways(
                passwords, directory, directorySignIn, provider, providerSignIn, secondFactors, firstSignIns);
    }

    @Bean
    FirstSignInHandler firstSignInHandler(
            AccountStore accounts,
            ProjectStore projects,
            ProjectWriteHandler environments,
            ChangeStore changes,
            LiveSettings settings,
            Clock clock) {
        return new FirstSignInHandler(accounts, projects, environments, changes, settings, clock);
    }

    @Bean
    TokenController tokenController(SessionHandler sessions, SignInRecordHandler records, FirstPassword firstPassword) {
        return new TokenController(sessions, records, firstPassword);
    }

    @Bean
    EmbeddedTypes identityEmbeddedTypes() {
        return IdentityTypes.EMBEDDED;
    }

    /**
     * The JVM's event loops, but not to be stopped with this context: others in the same process go on serving on them.
     */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setConnectionProvider(HttpResources.get());
        resources.setLoopResources(HttpResources.get());
        return resources;
    }

    /** Where the client thinks the server is, for handlers that write commands. */
    @Bean
    WebFilter serverAddressFilter() {
        return (exchange, chain) -> {
            var uri = exchange.getRequest().getURI();
            var headers = exchange.getRequest().getHeaders();
            ServerAddress base = ServerAddress.of(
                            headers.getFirst(ServerAddress.HEADER), uri.getScheme() + "://" + uri.getAuthority())
                    .withFingerprint(headers.getFirst(ServerAddress.FINGERPRINT_HEADER));
            return chain.filter(exchange).contextWrite(context -> context.put(ServerAddress.class, base));
        };
    }

    @Bean
    PurgeLoop purgeLoop(
            PurgeLoop.Ended ended,
            AuditSealHandler audit,
            SettingReadHandler reading,
            AuditProperties limits,
            LoopRuntime runtime,
            Subscriptions subscriptions) {
        PurgeLoop loop = new PurgeLoop(ended, audit, reading, limits.mostRows(), runtime.clock(), runtime.scheduler());
        subscriptions.keep("identity-purge", loop.run());
        return loop;
    }

    @Bean
    PurgeLoop.Ended endedCredentials(AuthTokenStore sessions, OAuthTokenStore grants, ProviderSignInStore signIns) {
        return new PurgeLoop.Ended(sessions, grants, signIns);
    }

    /** The first start, before the port opens. */
    @Bean
    FirstStart firstStart(
            BootstrapHandler.Stores stores,
            ChangeStore changes,
            PasswordClient passwords,
            BootstrapHandler.Sources sources,
            FirstPassword file,
            Environment environment) {
        BootstrapHandler.Preset preset = new BootstrapHandler.Preset(
                environment.getProperty("DROVER_BOOTSTRAP_PASSWORD"), environment.getProperty("DROVER_BOOTSTRAP_KEY"));
        String password = awaitAtStart(new BootstrapHandler(stores, changes, passwords, sources).run(preset));
        if (password != null) {
            file.leave(password);
            log.info(
                    "made the administrator 'admin'; the first password is in {} until the first sign-in", file.file());
        }
        return new FirstStart(password == null ? null : new AdministratorCreated("admin", password, file.file()));
    }

    /** What the first start made, or null. */
    record FirstStart(@Nullable AdministratorCreated administrator) {}

    @Bean
    BootstrapHandler.Stores bootstrapStores(
            AccountStore accounts,
            ProjectStore projects,
            MemberStore members,
            CredentialStore credentials,
            ProjectTemplateStore templates) {
        return new BootstrapHandler.Stores(accounts, projects, members, credentials, templates);
    }

    @Bean
    BootstrapHandler.Sources bootstrapSources(Ids ids, Clock clock, RandomGenerator random) {
        return new BootstrapHandler.Sources(ids, clock, random);
    }

    @Bean
    ApplicationListener<ApplicationStartedEvent> announceAdministrator(FirstStart firstStart) {
        return event -> {
            AdministratorCreated administrator = firstStart.administrator();
            if (administrator != null) {
                event.getApplicationContext().publishEvent(administrator);
            }
        };
    }

    /** Starting is the one time to wait: nothing is served before the keys and the administrator exist. */
    private static <T> @Nullable T awaitAtStart(Mono<T> work) {
        return work.toFuture()
                .orTimeout(START_PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
