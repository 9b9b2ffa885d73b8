package io.drover.agent.link;

import io.drover.agent.registration.Credentials;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.Hello;
import io.drover.model.link.LinkRoute;
import io.drover.model.link.ObservedAck;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.RegistryAccess;
import io.drover.model.link.RegistryQuestion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.transport.netty.client.WebsocketClientTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.util.retry.Retry;

/**
 * Keeps one link to the server open for as long as the agent lives. A link serves until anything of it ends: socket, document
 * stream or report channel. Then all of it is closed and made anew after a pause.
 */
public final class AgentLinkClient implements AutoCloseable {
    private static final String PATH = "/v1/agent-link";
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(2);
    private static final Duration DEAD_AFTER = Duration.ofSeconds(8);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** Gateways limit a WebSocket frame to 64 KiB. */
    private static final int FRAGMENT = 32 * 1024;

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int DOCUMENTS_AHEAD = 32;

    private final Supplier<Hello> hello;
    private final LinkListener listener;
    private final RSocket responder;
    private final LinkCodec codec;
    private final RandomGenerator random;
    private final LoopResources threads = LoopResources.create("link", 1, true);
    private final WebsocketClientTransport transport;

    private volatile Sinks.@Nullable Many<ObservedBatch> batches;
    private volatile @Nullable RSocket socket;
    private volatile @Nullable Disposable running;
    private volatile int failures;

    /**
     * Who the agent is, whom it believes and what it says first.
     *
     * @param trust over https; empty: what Java knows
     */
    public record Identity(
            URI server, Optional<X509ExtendedTrustManager> trust, Credentials credentials, Supplier<Hello> hello) {}

    public AgentLinkClient(
            Identity identity, LinkListener listener, RSocket responder, LinkCodec codec, RandomGenerator random) {
        this.hello = identity.hello();
        this.listener = listener;
        this.responder = responder;
        this.codec = codec;
        this.random = random;
        this.transport = WebsocketClientTransport.create(http(identity), PATH);
    }

    private HttpClient http(Identity identity) {
        Credentials credentials = identity.credentials();
        String basic = Base64.getEncoder()
                .encodeToString(
                        (credentials.accessKey() + ":" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8));
        HttpClient client = HttpClient.create(ConnectionProvider.newConnection())
                .host(identity.server().getHost())
                .port(port(identity.server()))
                .runOn(threads, false)
                .resolver(DefaultAddressResolverGroup.INSTANCE)
                .headers(headers -> headers.set("Authorization", "Basic " + basic));
        return "https".equals(identity.server().getScheme()) ? secured(client, identity) : client;
    }

    /** Java's own TLS, so that whom to believe is decided in one place; names are checked, also of addresses. */
    private static HttpClient secured(HttpClient client, Identity identity) {
        SslContextBuilder context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
        identity.trust().ifPresent(context::trustManager);
        try {
            SslContext built = context.build();
            return client.secure(spec -> spec.sslContext(built));
        } catch (SSLException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static int port(URI server) {
        return server.getPort() > 0 ? server.getPort() : "https".equals(server.getScheme()) ? HTTPS : HTTP;
    }

    public void open() {
        running = Mono.defer(this::session)
                .retryWhen(Retry.from(losses -> losses.concatMap(this::pause)))
                .subscribe();
    }

    private Mono<Long> pause(Retry.RetrySignal loss) {
        Duration delay = ReconnectDelay.after(failures, random);
        failures++;
        listener.down("%s; trying again in %.1f s"
                .formatted(LinkFailures.sentence(loss.failure()), delay.toMillis() / 1000.0));
        return Mono.delay(delay);
    }

    /** Never completes: a link that ends is an error, so that there is one way to go on. */
    private Mono<Void> session() {
        return RSocketConnector.create()
                .setupPayload(Mono.fromSupplier(() -> codec.data(hello.get())))
                .dataMimeType("application/json")
                .metadataMimeType("text/plain")
                .keepAlive(KEEP_ALIVE, DEAD_AFTER)
                .fragment(FRAGMENT)
                .acceptor(SocketAcceptor.with(responder))
                .connect(transport)
                .timeout(CONNECT)
                .flatMap(this::serve);
    }

    private Mono<Void> serve(RSocket opened) {
        Sinks.Many<ObservedBatch> outgoing = Sinks.many().unicast().onBackpressureBuffer();
        socket = opened;
        batches = outgoing;
        listener.up();
        return Mono.firstWithSignal(desired(opened), observed(opened, outgoing), opened.onClose())
                .then(Mono.<Void>error(new LinkFailures.Ended()))
                .doFinally(signal -> {
                    batches = null;
                    socket = null;
                    opened.dispose();
                });
    }

    private Mono<Void> desired(RSocket opened) {
        return opened.requestStream(codec.routed(LinkRoute.DESIRED))
                .limitRate(DOCUMENTS_AHEAD)
                .map(payload -> codec.read(payload, DesiredMessage.class))
                .doOnNext(this::obey)
                .then();
    }

    private void obey(DesiredMessage message) {
        failures = 0; // Only a server that speaks counts as reached.
        listener.desired(message);
    }

    private Mono<Void> observed(RSocket opened, Sinks.Many<ObservedBatch> outgoing) {
        Publisher<io.rsocket.Payload> payloads =
                outgoing.asFlux().map(batch -> codec.routed(LinkRoute.OBSERVED, batch));
        return Flux.from(opened.requestChannel(payloads))
                .map(payload -> codec.read(payload, ObservedAck.class))
                .doOnNext(listener::acked)
                .then();
    }

    /** Sends a batch on the open link; without one it is dropped: the next link begins with everything. */
    public void report(ObservedBatch batch) {
        Sinks.Many<ObservedBatch> outgoing = batches;
        if (outgoing == null) {
            return;
        }
        Sinks.EmitResult result = outgoing.tryEmitNext(batch);
        // The link may be dying under our hands; the next one begins with everything.
        boolean linkIsGoing = result == Sinks.EmitResult.FAIL_CANCELLED || result == Sinks.EmitResult.FAIL_TERMINATED;
        if (!linkIsGoing) {
            result.orThrow();
        }
    }

    /** How an image may be pulled; fails when there is no link, or no answer in time. */
    public CompletableFuture<RegistryAccess> registryAccess(String image) {
        RSocket open = socket;
        return open == null
                ? CompletableFuture.failedFuture(new IllegalStateException("there is no link to it"))
                : open.requestResponse(codec.routed(LinkRoute.REGISTRY, new RegistryQuestion(image)))
                        .map(payload -> codec.read(payload, RegistryAccess.class))
                        .timeout(ANSWER)
                        .toFuture()
                        .<RegistryAccess>thenApply(Objects::requireNonNull);
    }

    /** Closes the open link; another one follows. */
    public void relink() {
        RSocket open = socket;
        if (open != null) {
            open.dispose();
        }
    }

    @Override
    public void close() {
        Disposable open = running;
        if (open != null) {
            open.dispose();
        }
        threads.disposeLater(Duration.ZERO, Duration.ofMillis(200)).subscribe();
    }
}
