package io.drover.scheduler;

import io.drover.api.audit.AuditTrail;
import io.drover.api.keys.KeyUseHandler;
import io.drover.runtime.Ids;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.lease.LeaseEpoch;
import io.drover.runtime.secret.EnvelopeClient;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.secret.KeyFile;
import io.drover.runtime.secret.LocalKeyClient;
import io.drover.runtime.secret.WrappingClient;
import io.drover.scheduler.SchedulerVaultConfig.Vault;
import io.drover.scheduler.api.secret.CertificateHandler;
import io.drover.scheduler.api.secret.InternalRegistryController;
import io.drover.scheduler.api.secret.RegistryAccessHandler;
import io.drover.scheduler.api.secret.RegistryCredentialHandler;
import io.drover.scheduler.api.secret.RegistryHandler;
import io.drover.scheduler.api.secret.SecretHandler;
import io.drover.scheduler.store.CertificateStore;
import io.drover.scheduler.store.FencedWriteClient;
import io.drover.scheduler.store.RegistryStore;
import io.drover.scheduler.store.Repositories;
import io.drover.scheduler.store.SealedValueStore;
import io.drover.scheduler.store.SecretStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;

/** Registries, certificates and secrets, and the keys they are sealed with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretsProperties.class)
class SchedulerSecretsConfig {
    /** A type of its own: other master keys must not be taken for these. */
    record SecretKeys(EnvelopeKey keys) {}

    @Bean
    SecretKeys secretKeys(SecretsProperties settings, Environment environment, RandomGenerator random) {
        Path dataDir = Path.of(environment.getProperty("drover.data-dir", "data"));
        return new SecretKeys(KeyFile.readOrCreate(settings.keyFileIn(dataDir), random));
    }

    @Bean
    EnvelopeClient envelopes(SecretsProperties settings, SecretKeys secretKeys, Vault vault, RandomGenerator random) {
        WrappingClient local = new LocalKeyClient(secretKeys.keys(), random);
        List<WrappingClient> all = new ArrayList<>(List.of(local));
        vault.keys().ifPresent(all::add);
        return switch (settings.backend()) {
            case LOCALKEY -> new EnvelopeClient(local, all, random);
            case VAULT ->
                new EnvelopeClient(
                        vault.keys()
                                .orElseThrow(
                                        () -> new IllegalStateException(
                                                "secrets.backend is vault: set VAULT_ADDR, and VAULT_TOKEN or VAULT_TOKEN_FILE")),
                        all,
                        random);
        };
    }

    @Bean
    SealedValueStore sealedValueStore(DatabaseClient database, FencedWriteClient writes) {
        return new SealedValueStore(database, writes);
    }

    @Bean
    SecretKeyLoop secretKeyLoop(
            SecretKeys secretKeys,
            EnvelopeClient envelopes,
            SealedValueStore store,
            AtomicReference<Optional<LeaseEpoch>> heldLease,
            MeterRegistry meters,
            Subscriptions subscriptions) {
        var loop = new SecretKeyLoop(secretKeys.keys(), envelopes, store, heldLease, meters);
        subscriptions.keep("secret-keys", loop.run());
        return loop;
    }

    @Bean
    KeyUseHandler secretKeyHandler(EnvelopeClient envelopes, SealedValueStore store) {
        return new KeyUseHandler("secretKey", () -> envelopes.currentPrefix().flatMapMany(store::uses));
    }

    @Bean
    CertificateStore certificateStore(DatabaseClient database, FencedWriteClient writes) {
        return new CertificateStore(database, writes);
    }

    @Bean
    CertificateExpiryLoop certificateExpiryLoop(
            CertificateStore certificates, Clock clock, MeterRegistry meters, Subscriptions subscriptions) {
        var loop = new CertificateExpiryLoop(certificates, clock, meters);
        subscriptions.keep("certificate-expiry", loop.run());
        return loop;
    }

    @Bean
    RegistryStore registryStore(DatabaseClient database, FencedWriteClient writes) {
        return new RegistryStore(database, writes);
    }

    @Bean
    RegistryHandler registryHandler(RegistryStore store, Ids ids, Clock clock) {
        return new RegistryHandler(store, ids, clock);
    }

    @Bean
    RegistryCredentialHandler registryCredentialHandler(
            RegistryStore store, EnvelopeClient envelopes, Ids ids, Clock clock) {
        return new RegistryCredentialHandler(store, envelopes, ids, clock);
    }

    @Bean
    CertificateHandler certificateHandler(CertificateStore store, EnvelopeClient envelopes, Ids ids, Clock clock) {
        return new CertificateHandler(store, envelopes, ids, clock);
    }

    @Bean
    SecretHandler secretHandler(
            DatabaseClient database, FencedWriteClient writes, EnvelopeClient envelopes, Ids ids, Clock clock) {
        return new SecretHandler(new SecretStore(database, writes), envelopes, ids, clock);
    }

    @Bean
    InternalRegistryController internalRegistryController(
            RegistryStore registries,
            Repositories repositories,
            EnvelopeClient envelopes,
            AuditTrail trail,
            Clock clock) {
        return new InternalRegistryController(
                new RegistryAccessHandler(registries, repositories, envelopes, trail, clock));
    }
}
