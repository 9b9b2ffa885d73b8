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
import io.drover.runtime.secret.VaultTransitClient;
import io.drover.runtime.secret.WrappingClient;
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
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** Registries, certificates and secrets, and the keys they are sealed with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretsProperties.class)
class SchedulerSecretsConfig {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** A type of its own: other master keys must not be taken for these. */
    record SecretKeys(EnvelopeKey keys) {}

    @Bean
    SecretKeys secretKeys(SecretsProperties settings, Environment environment, RandomGenerator random) {
        Path dataDir = Path.of(environment.getProperty("drover.data-dir", "data"));
        return new SecretKeys(KeyFile.readOrCreate(settings.keyFileIn(dataDir), random));
    }

    @Bean
    EnvelopeClient envelopes(
            SecretsProperties settings,
            SecretKeys secretKeys,
            Environment environment,
            RandomGenerator random,
            MeterRegistry meters) {
        WrappingClient local = new LocalKeyClient(secretKeys.keys(), random);
        Optional<WrappingClient> vault = VaultSettings.of(environment).map(found -> vault(found, settings, meters));
        List<WrappingClient> all = new ArrayList<>(List.of(local));
        vault.ifPresent(all::add);
        return switch (settings.backend()) {
            case LOCALKEY -> new EnvelopeClient(local, all, random);
            case VAULT ->
                new EnvelopeClient(
                        vault.orElseThrow(() ->
                                new IllegalStateException("secrets.backend is vault: set VAULT_ADDR and VAULT_TOKEN")),
                        all,
                        random);
        };
    }

    private static WrappingClient vault(VaultSettings vault, SecretsProperties settings, MeterRegistry meters) {
        HttpClient http = HttpClient.create()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis())
                .followRedirect(false);
        Path authority = vault.caCert();
        if (authority != null) {
            http = http.secure(spec -> spec.sslContext(trusting(authority)));
        }
        WebClient client = WebClient.builder()
                .baseUrl(vault.address())
                .clientConnector(new ReactorClientHttpConnector(http))
                .defaultHeaders(headers -> {
                    headers.set("X-Vault-Token", vault.token());
                    headers.set("X-Vault-Request", "true");
                    if (vault.namespace() != null) {
                        headers.set("X-Vault-Namespace", vault.namespace());
                    }
                })
                .build();
        return new VaultTransitClient(client, settings.vaultMount(), settings.vaultKey(), meters);
    }

    private static io.netty.handler.ssl.SslContext trusting(Path authority) {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(authority.toFile())
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "VAULT_CACERT is '%s', which cannot be read as PEM".formatted(authority), e);
        }
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
