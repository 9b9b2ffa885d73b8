package io.drover.identity;

import io.drover.api.security.RoutePolicy;
import io.drover.identity.api.SessionHandler;
import io.drover.identity.api.directory.DirectoryAccessHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.api.internal.SignInRecordHandler;
import io.drover.identity.api.oidc.ProviderAccessLoop;
import io.drover.identity.api.oidc.ProviderConfigHandler;
import io.drover.identity.api.oidc.ProviderConfigWriteHandler;
import io.drover.identity.api.oidc.ProviderHandler;
import io.drover.identity.api.oidc.ProviderSignInController;
import io.drover.identity.api.oidc.ProviderSignInHandler;
import io.drover.identity.directory.Certificates;
import io.drover.identity.oidc.ProviderClient;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.DirectoryStore;
import io.drover.identity.store.ProviderGrantStore;
import io.drover.identity.store.ProviderSignInStore;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.runtime.secret.EnvelopeKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

/** Signing in with an OpenID Connect provider or GitHub. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProviderProperties.class)
class IdentityProviderConfig {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int AT_ONCE = 64;
    private static final int TRIALS_AT_ONCE = 4;
    private static final int LARGEST_ANSWER = 1024 * 1024;

    @Bean
    ProviderSignInStore providerSignInStore(DatabaseClient database) {
        return new ProviderSignInStore(database);
    }

    @Bean
    ProviderGrantStore providerGrantStore(DatabaseClient database) {
        return new ProviderGrantStore(database);
    }

    @Bean
    ProviderSignInHandler.Clients providerClients(ProviderProperties settings, MeterRegistry meters, Clock clock) {
        return new ProviderSignInHandler.Clients(
                client("sign-in provider", AT_ONCE, settings, meters, clock),
                client("sign-in provider (trial)", TRIALS_AT_ONCE, settings, meters, clock));
    }

    private static ProviderClient client(
            String part, int atOnce, ProviderProperties settings, MeterRegistry meters, Clock clock) {
        ConnectionProvider pool = ConnectionProvider.builder(part)
                .maxConnections(atOnce)
                .pendingAcquireTimeout(CONNECT)
                .maxIdleTime(Duration.ofSeconds(20))
                .build();
        SslContext trust = trust(settings.trust());
        HttpClient http = HttpClient.create(pool)
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis());
        WebClient web = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(
                        trust == null ? http : http.secure(secure -> secure.sslContext(trust))))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                .build();
        Guarded guarded =
                new Guarded(CallPolicy.request(part, settings.timeout(), atOnce), meters, ProviderClient::isAway);
        return new ProviderClient(web, guarded, JsonMapper.builder().build(), clock);
    }

    private static @Nullable SslContext trust(@Nullable Path file) {
        try {
            return file == null
                    ? null
                    : SslContextBuilder.forClient()
                            .trustManager(Certificates.trust("", file))
                            .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "drover.provider.trust: the certificates in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Bean
    ProviderHandler providerHandler(DirectoryStore configurations, EnvelopeKey envelope) {
        return new ProviderHandler(configurations, envelope);
    }

    @Bean
    ProviderSignInHandler.Stores providerSignInStores(
            ProviderSignInStore signIns, ProviderGrantStore grants, AccountStore accounts, ChangeStore changes) {
        return new ProviderSignInHandler.Stores(signIns, grants, accounts, changes);
    }

    @Bean
    ProviderSignInHandler.Sources providerSignInSources(EnvelopeKey envelope, RandomGenerator random, Clock clock) {
        return new ProviderSignInHandler.Sources(
                envelope, random, clock, JsonMapper.builder().build());
    }

    @Bean
    ProviderSignInHandler providerSignInHandler(
            ProviderHandler providers,
            ProviderSignInHandler.Clients clients,
            ProviderSignInHandler.Stores stores,
            DirectoryAccessHandler access,
            SignInRecordHandler records,
            SecondFactorCheckHandler secondFactors,
            ProviderSignInHandler.Sources sources) {
        return new ProviderSignInHandler(providers, clients, stores, access, records, secondFactors, sources);
    }

    @Bean
    ProviderAccessLoop.Stores providerAccessStores(ProviderGrantStore grants, AccountIdentityStore identities) {
        return new ProviderAccessLoop.Stores(grants, identities);
    }

    @Bean
    ProviderAccessLoop.Sources providerAccessSources(EnvelopeKey envelope, RandomGenerator random, Clock clock) {
        return new ProviderAccessLoop.Sources(envelope, random, clock);
    }

    @Bean
    ProviderAccessLoop.Timing providerAccessTiming(ProviderProperties settings, LoopRuntime runtime) {
        return new ProviderAccessLoop.Timing(settings.check(), settings.unverified(), runtime.scheduler());
    }

    @Bean
    ProviderAccessLoop providerAccessLoop(
            ProviderHandler providers,
            ProviderSignInHandler.Clients clients,
            ProviderAccessLoop.Stores stores,
            DirectoryAccessHandler access,
            SignInRecordHandler records,
            ProviderAccessLoop.Sources sources,
            ProviderAccessLoop.Timing timing) {
        return new ProviderAccessLoop(providers, clients.active(), stores, access, records, sources, timing);
    }

    /** Keeps the check running. */
    @Bean
    ProviderCheck providerCheck(ProviderAccessLoop loop, Subscriptions subscriptions) {
        subscriptions.keep("provider-access", loop.run());
        return new ProviderCheck();
    }

    record ProviderCheck() {}

    @Bean
    ProviderConfigWriteHandler.Writing providerWriting(
            AccountIdentityStore identities,
            ChangeStore changes,
            EnvelopeKey envelope,
            RandomGenerator random,
            Clock clock) {
        return new ProviderConfigWriteHandler.Writing(identities, changes, envelope, random, clock);
    }

    @Bean
    ProviderConfigWriteHandler providerConfigWriteHandler(
            DirectoryStore configurations,
            ProviderHandler providers,
            ProviderSignInHandler signIns,
            ProviderSignInHandler.Clients clients,
            DirectoryAccessHandler access,
            ProviderAccessLoop review,
            ProviderConfigWriteHandler.Writing writing) {
        return new ProviderConfigWriteHandler(
                configurations, providers, signIns, clients.trials(), access, review, writing);
    }

    @Bean
    ProviderConfigHandler oidcConfigHandler(ProviderConfigWriteHandler writes) {
        return new ProviderConfigHandler(ProviderKind.OIDC, writes);
    }

    @Bean
    ProviderConfigHandler githubConfigHandler(ProviderConfigWriteHandler writes) {
        return new ProviderConfigHandler(ProviderKind.GITHUB, writes);
    }

    @Bean
    ProviderSignInController providerSignInController(ProviderSignInHandler signIns, SessionHandler sessions) {
        return new ProviderSignInController(signIns, sessions);
    }

    @Bean
    RoutePolicy providerSignIn() {
        return RoutePolicy.open("GET", ProviderSignInController.SIGN_IN);
    }

    @Bean
    RoutePolicy providerCallback() {
        return RoutePolicy.open("GET", ProviderSignInController.CALLBACK);
    }
}
