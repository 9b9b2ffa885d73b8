package io.drover.identity;

import io.drover.api.keys.KeyUseHandler;
import io.drover.identity.api.audit.AuditKeyHandler;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.api.internal.AuthenticationHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.api.internal.SigningKeyHandler;
import io.drover.identity.api.oidc.ProviderHandler;
import io.drover.identity.api.oidc.ProviderSignInHandler;
import io.drover.identity.store.SealedColumnStore;
import io.drover.identity.store.SealedColumnStore.Column;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.secret.EnvelopeKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Replacing the master key: every sealed column stands here, or it keeps the old key from ever going. */
@Configuration(proxyBeanMethods = false)
class MasterKeyConfig {
    static final List<Column> SEALED = List.of(
            new Column("signing_key", "generation", "private_sealed", SigningKeyHandler.PURPOSE),
            new Column("audit_key", "generation", "private_sealed", AuditKeyHandler.PURPOSE),
            new Column("credential", "id", "secret_sealed", AuthenticationHandler.REGISTRATION_PURPOSE),
            // Providers keep their client's secret where directories keep the password.
            new Column(
                    "directory",
                    "provider",
                    "password_sealed",
                    List.of(DirectoryHandler.PASSWORD_PURPOSE, ProviderHandler.SECRET_PURPOSE)),
            new Column("provider_grant", "account_id", "grant_sealed", ProviderSignInHandler.GRANT_PURPOSE),
            new Column("second_factor", "account_id", "secret_sealed", SecondFactorCheckHandler.PURPOSE));

    @Bean
    SealedColumnStore sealedColumnStore(DatabaseClient database) {
        return new SealedColumnStore(database, SEALED);
    }

    @Bean
    MasterKeyLoop masterKeyLoop(
            EnvelopeKey keys,
            SealedColumnStore store,
            RandomGenerator random,
            MeterRegistry meters,
            Subscriptions subscriptions) {
        var loop = new MasterKeyLoop(keys, store, random, meters);
        subscriptions.keep("master-keys", loop.run());
        return loop;
    }

    @Bean
    KeyUseHandler masterKeyHandler(EnvelopeKey keys, SealedColumnStore store) {
        return new KeyUseHandler("masterKey", () -> store.uses(keys.generation()));
    }
}
