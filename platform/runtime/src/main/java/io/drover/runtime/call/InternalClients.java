package io.drover.runtime.call;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * HTTP clients to the suite's own services: the shared secret on every request, short connects, and connections that are
 * not kept longer than the far side keeps them. Timeouts of answers are the caller's {@link CallPolicy}.
 */
public final class InternalClients {
    /** Header of the suite's shared secret (architecture: internal endpoints). */
    public static final String SECRET_HEADER = "X-Drover-Internal";

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final int MEMORY = 16 * 1024 * 1024;

    private final WebClient.Builder builder;
    private final String secret;
    private final int connections;

    /**
     * @param builder the application's, so that its JSON settings apply; not changed
     * @param secret {@code drover.internal.secret}
     * @param connections at most open to one part; streams hold one each
     */
    public InternalClients(WebClient.Builder builder, String secret, int connections) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException(
                    "drover.internal.secret is empty: set it to the same random text in every service");
        }
        this.builder = builder;
        this.secret = secret;
        this.connections = connections;
    }

    /** A client with the secret, for {@code /internal/...}. */
    public WebClient internal(String part, URI base) {
        return plain(part, base).defaultHeader(SECRET_HEADER, secret).build();
    }

    /** A client without the secret, for requests that carry a caller's internal token. */
    public WebClient forwarding(String part, URI base) {
        return plain(part, base).build();
    }

    private WebClient.Builder plain(String part, URI base) {
        ConnectionProvider pool = ConnectionProvider.builder(part)
                .maxConnections(connections)
                .pendingAcquireTimeout(CONNECT)
                .maxIdleTime(IDLE)
                .build();
        HttpClient http =
                HttpClient.create(pool).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis());
        return builder.clone()
                .baseUrl(base.toString())
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MEMORY))
                .clientConnector(new ReactorClientHttpConnector(http));
    }

    /**
     * The records of an NDJSON answer that goes on for as long as somebody reads it; an error status is an error.
     *
     * @param request a new one each time
     */
    public static <T> Flux<T> ndjson(Supplier<WebClient.RequestHeadersSpec<?>> request, Class<T> type) {
        return EndlessCall.of(
                () -> request.get().accept(MediaType.APPLICATION_NDJSON),
                answer ->
                        answer.statusCode().isError() ? answer.<T>createError().flux() : answer.bodyToFlux(type));
    }
}
