package io.drover.gateway;

import io.drover.api.web.ApiErrorHandler;
import io.drover.gateway.arrival.AddressRange;
import io.drover.gateway.audit.AuditLoop;
import io.drover.gateway.audit.AuditTrail;
import io.drover.gateway.browser.SecurityHeaders;
import io.drover.gateway.credential.RevocationLoop;
import io.drover.gateway.credential.SignInClient;
import io.drover.gateway.credential.TokenStore;
import io.drover.gateway.entry.Entry;
import io.drover.gateway.entry.EntryGatewayFilter;
import io.drover.gateway.limit.RateLimits;
import io.drover.runtime.Ids;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.TimeConfig;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.json.JsonMapper;

/** Wires what stands before the routes: clients, the token cache, the audit trail, the entry. */
@Configuration(proxyBeanMethods = false)
@Import({TimeConfig.class, SettingsConfig.class})
class GatewayConfig {
    /** The stream says something every 5 s; this much silence means it is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(12);

    private static final Duration SIGN_IN_TIMEOUT = Duration.ofSeconds(10);
    private static final String IDENTITY = "identity-service";

    @Bean
    JsonMapper gatewayJson() {
        return JsonMapper.builder().build();
    }

    @Bean
    InternalClients internalClients(GatewayProperties settings) {
        return new InternalClients(
                WebClient.builder(),
                settings.internal().secret(),
                settings.gateway().concurrent());
    }

    @Bean
    Parts parts(GatewayProperties settings, MeterRegistry meters) {
        Duration timeout = settings.gateway().answerTimeout();
        int concurrent = settings.gateway().concurrent();
        return new Parts(
                new Guarded(CallPolicy.request(IDENTITY, timeout, concurrent), meters),
                new Guarded(CallPolicy.request("scheduler-service", timeout, concurrent), meters),
                new Guarded(CallPolicy.request("websocket-proxy", timeout, concurrent), meters));
    }

    @Bean
    WebClient identityInternal(InternalClients clients, GatewayProperties settings) {
        return clients.internal(IDENTITY, settings.services().identityUrl());
    }

    @Bean
    TokenStore tokenStore(
            WebClient identityInternal,
            GatewayProperties settings,
            MeterRegistry meters,
            Clock clock,
            JsonMapper gatewayJson) {
        Guarded guarded = new Guarded(
                CallPolicy.request(
                        IDENTITY + " (sign-in)",
                        SIGN_IN_TIMEOUT,
                        settings.gateway().concurrent()),
                meters);
        TokenStore tokens = new TokenStore(
                new SignInClient(identityInternal, guarded, gatewayJson),
                clock,
                settings.gateway().cachedTokens());
        meters.gauge("drover.gateway.tokens", tokens, TokenStore::size);
        return tokens;
    }

    @Bean
    RevocationLoop revocationLoop(
            WebClient identityInternal, MeterRegistry meters, TokenStore tokens, Subscriptions subscriptions) {
        Guarded guarded = new Guarded(CallPolicy.stream(IDENTITY + " (revocations)", SILENCE, SILENCE, 4), meters);
        RevocationLoop loop = new RevocationLoop(identityInternal, guarded, tokens);
        subscriptions.keep("revocations", loop.follow());
        return loop;
    }

    @Bean
    AuditTrail auditTrail(GatewayProperties settings) {
        return new AuditTrail(settings.gateway().auditPending());
    }

    @Bean
    AuditLoop auditLoop(
            AuditTrail trail, WebClient identityInternal, MeterRegistry meters, Subscriptions subscriptions) {
        Guarded guarded = new Guarded(CallPolicy.request(IDENTITY + " (audit)", SIGN_IN_TIMEOUT, 4), meters);
        AuditLoop loop = new AuditLoop(trail, identityInternal, guarded, subscriptions);
        subscriptions.keep("audit", loop.run());
        return loop;
    }

    @Bean
    EntryGatewayFilter entry(
            TokenStore tokens,
            AuditTrail trail,
            GatewayProperties settings,
            Clock clock,
            MeterRegistry meters,
            RandomGenerator random,
            LiveSettings installation) {
        GatewayProperties.Limits limits = settings.gateway().limits();
        List<AddressRange> trusted = settings.gateway().trustedProxies().stream()
                .map(AddressRange::parse)
                .toList();
        return Entry.filter(
                new Entry.Rules(
                        trusted,
                        settings.gateway().maxBody().toBytes(),
                        settings.internal().secret()),
                new Entry.Guards(
                        new RateLimits(limits.account(), limits.stranger()),
                        new SecurityHeaders(settings.gateway().hsts()),
                        random,
                        installation),
                tokens,
                trail,
                clock,
                meters);
    }

    /** What is measured of a request is {@link io.drover.gateway.entry.AnswerTimes}; an observation costs as much as the rest. */
    @Bean
    ObservationRegistry observationRegistry() {
        return ObservationRegistry.NOOP;
    }

    /** Before the framework's own, which knows other bodies. */
    @Bean
    @Order(-2)
    ApiErrorHandler apiErrorHandler(JsonMapper gatewayJson, Ids ids) {
        return new ApiErrorHandler(gatewayJson, ids);
    }

    /** The guards of the routes, one per part. */
    record Parts(Guarded identity, Guarded scheduler, Guarded proxy) {}
}
