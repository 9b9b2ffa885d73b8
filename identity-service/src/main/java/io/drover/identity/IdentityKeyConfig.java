package io.drover.identity;

import io.drover.identity.api.internal.SigningKeyHandler;
import io.drover.identity.api.key.SigningKeyLoop;
import io.drover.identity.api.key.SigningKeysHandler;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.SigningKeyStore;
import io.drover.identity.token.TokenSigner;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.runtime.secret.EnvelopeKey;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** The keys that sign the suite's tokens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SigningKeyProperties.class)
class IdentityKeyConfig {
    private static final long START_PATIENCE_SECONDS = 60;
    /** What verifiers tolerate of wrong clocks: Spring Security's default. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    @Bean
    SigningKeyStore signingKeyStore(DatabaseClient database) {
        return new SigningKeyStore(database);
    }

    @Bean
    SigningKeyHandler signingKeyHandler(
            SigningKeyStore store, EnvelopeKey envelope, RandomGenerator random, Clock clock) {
        return new SigningKeyHandler(store, envelope, random, clock);
    }

    /** Nothing is served before there is a key. */
    @Bean
    TokenSigner tokenSigner(SigningKeyHandler keys) {
        return new TokenSigner(keys.load()
                .toFuture()
                .orTimeout(START_PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join());
    }

    @Bean
    SigningKeysHandler.Times signingKeyTimes(IdentityProperties lives, SigningKeyProperties keys) {
        Duration longest = lives.tokenLife().compareTo(lives.ticketLife()) > 0 ? lives.tokenLife() : lives.ticketLife();
        return new SigningKeysHandler.Times(keys.lead(), longest.plus(CLOCK_SKEW));
    }

    @Bean
    SigningKeysHandler signingKeysHandler(
            SigningKeyStore store,
            SigningKeyHandler keys,
            ChangeStore changes,
            SigningKeysHandler.Times times,
            Clock clock) {
        return new SigningKeysHandler(store, keys, changes, times, clock);
    }

    @Bean
    SigningKeyLoop signingKeyLoop(
            SigningKeyHandler keys,
            TokenSigner signer,
            ChangeStore writes,
            ChangeStream changes,
            SigningKeyLoop.Timing timing,
            Subscriptions subscriptions) {
        SigningKeyLoop loop = new SigningKeyLoop(keys, signer, writes, changes, timing);
        subscriptions.keep("signing-keys", loop.run());
        return loop;
    }

    @Bean
    SigningKeyLoop.Timing signingKeyTiming(
            SigningKeyProperties keys, SigningKeysHandler.Times times, LoopRuntime runtime) {
        return new SigningKeyLoop.Timing(keys.look(), times.longest(), runtime.scheduler());
    }
}
