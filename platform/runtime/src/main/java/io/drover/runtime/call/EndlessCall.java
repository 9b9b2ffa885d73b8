package io.drover.runtime.call;

import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;

/**
 * A call whose answer has no end. Whoever lets it go closes its connection: WebClient by itself reads an answer to its end when
 * nobody has begun to read it, which here is never (spring-framework #37205), and the far side goes on believing that somebody
 * listens.
 */
public final class EndlessCall {
    private EndlessCall() {}

    /**
     * @param request a new one each time
     * @param read what becomes of the answer; an error before it reads, e.g. of a refusal, is the call's
     */
    public static <T> Flux<T> of(
            Supplier<WebClient.RequestHeadersSpec<?>> request, Function<ClientResponse, Flux<T>> read) {
        return Flux.using(
                Disposables::swap,
                line -> request.get()
                        .httpRequest(sent -> line.update(connection(sent)))
                        .exchangeToFlux(answer -> read.apply(answer)
                                // Before WebClient sees the error: it would read on before it passes it.
                                .doOnError(_ -> line.dispose())
                                // The connection is the pool's again.
                                .doOnComplete(() -> line.replace(Disposables.disposed()))),
                Disposable::dispose);
    }

    private static Disposable connection(ClientHttpRequest sent) {
        return sent.getNativeRequest() instanceof Connection connection ? connection : Disposables.disposed();
    }
}
