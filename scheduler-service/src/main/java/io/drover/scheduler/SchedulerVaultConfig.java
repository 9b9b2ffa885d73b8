package io.drover.scheduler;

import io.drover.runtime.Subscriptions;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.runtime.secret.VaultClient;
import io.drover.runtime.secret.VaultTokenClient;
import io.drover.runtime.secret.VaultTokenLoop;
import io.drover.runtime.secret.VaultTransitClient;
import io.drover.runtime.secret.WrappingClient;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** HashiCorp Vault, if it is set up, and the loop that keeps its token alive. */
@Configuration(proxyBeanMethods = false)
class SchedulerVaultConfig {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** @param keys empty: there is no Vault */
    record Vault(Optional<WrappingClient> keys) {}

    @Bean
    Vault vault(Environment environment, SecretsProperties secrets, LoopRuntime runtime, Subscriptions subscriptions) {
        return new Vault(VaultSettings.of(environment).map(found -> {
            VaultClient client = new VaultClient(http(found), found.token(), runtime.meters());
            var renewal = new VaultTokenClient(client);
            subscriptions.keep("vault-token", new VaultTokenLoop(found.token(), renewal::renew, runtime).run());
            return new VaultTransitClient(client, secrets.vaultMount(), secrets.vaultKey());
        }));
    }

    private static WebClient http(VaultSettings vault) {
        HttpClient http = HttpClient.create()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis())
                .followRedirect(false);
        Path authority = vault.caCert();
        if (authority != null) {
            http = http.secure(spec -> spec.sslContext(trusting(authority)));
        }
        WebClient.Builder client =
                WebClient.builder().baseUrl(vault.address()).clientConnector(new ReactorClientHttpConnector(http));
        String namespace = vault.namespace();
        return namespace == null
                ? client.build()
                : client.defaultHeader("X-Vault-Namespace", namespace).build();
    }

    private static SslContext trusting(Path authority) {
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
}
