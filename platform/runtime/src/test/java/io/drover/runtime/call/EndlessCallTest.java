package io.drover.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class EndlessCallTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AtomicInteger listening = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .doOnChannelInit((_, _, _) -> connections.incrementAndGet())
            .route(routes -> routes.get(
                            "/endless",
                            (_, response) -> response.sendString(Flux.interval(Duration.ZERO, Duration.ofMillis(20))
                                    .onBackpressureDrop()
                                    .map(n -> n + "\n")
                                    .doOnSubscribe(_ -> listening.incrementAndGet())
                                    .doOnCancel(gone::countDown)))
                    .get("/short", (_, response) -> response.sendString(Mono.just("all\n"))))
            .bindNow();
    private final WebClient http = WebClient.create("http://127.0.0.1:" + server.port());

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void whoLetsGoBeforeReadingIsGoneForTheFarSideToo() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Disposable call = EndlessCall.of(() -> http.get().uri("/endless"), _ -> {
                    answered.countDown();
                    return Flux.never();
                })
                .subscribe();
        assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
        call.dispose();
        assertThat(gone.await(10, TimeUnit.SECONDS))
                .as("nobody listens any more")
                .isTrue();
        assertThat(listening).hasValue(1);
    }

    @Test
    void anErrorBeforeReadingIsPassedAtOnce() throws Exception {
        EndlessCall.of(() -> http.get().uri("/endless"), _ -> Flux.error(new IllegalStateException("refused")))
                .as(StepVerifier::create)
                .expectErrorMessage("refused")
                .verify(LIMIT);
        assertThat(gone.await(10, TimeUnit.SECONDS))
                .as("nobody listens any more")
                .isTrue();
    }

    @Test
    void whoReadsAndLetsGoIsGone() throws Exception {
        EndlessCall.of(() -> http.get().uri("/endless"), answer -> answer.bodyToFlux(String.class))
                .as(StepVerifier::create)
                .expectNextCount(2)
                .thenCancel()
                .verify(LIMIT);
        assertThat(gone.await(10, TimeUnit.SECONDS))
                .as("nobody listens any more")
                .isTrue();
    }

    @Test
    void anAnswerThatEndsLeavesItsConnectionToTheNext() {
        // The end of an answer is told before its connection is the pool's again: the next call must wait for it.
        ConnectionProvider one = ConnectionProvider.create("one", 1);
        WebClient http = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(one)))
                .baseUrl("http://127.0.0.1:" + server.port())
                .build();
        Flux<String> call = EndlessCall.of(() -> http.get().uri("/short"), answer -> answer.bodyToFlux(String.class));
        for (int i = 0; i < 50; i++) {
            call.as(StepVerifier::create).expectNext("all").expectComplete().verify(LIMIT);
        }
        assertThat(connections).hasValue(1);
        one.dispose();
    }
}
