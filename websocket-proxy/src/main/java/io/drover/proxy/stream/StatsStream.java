package io.drover.proxy.stream;

import io.drover.model.link.LinkRoute;
import io.drover.proxy.front.ClientStream;
import io.drover.proxy.front.ClientStream.Close;
import io.drover.proxy.link.AgentLink;
import io.drover.proxy.link.LinkCodec;
import io.rsocket.Payload;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Samples of a machine and its containers: one JSON array per message. */
public final class StatsStream implements TicketHandler.BridgeHandler {
    private final LinkCodec codec;
    private final StreamMeters meters;

    public StatsStream(LinkCodec codec, StreamMeters meters) {
        this.codec = codec;
        this.meters = meters;
    }

    @Override
    public Mono<Void> bridge(ClientStream client, AgentLink link, Ticket ticket) {
        Flux<String> samples = link.agent()
                .requestStream(codec.routed(LinkRoute.STATS, ticket.request()))
                .map(StatsStream::text)
                .doOnNext(sample -> meters.sent(Purpose.STATS, sample.length()));
        Mono<Void> sent = client.send(samples.map(ClientStream::text), () -> new Close(ClientStream.NORMAL, ""));
        return Mono.firstWithSignal(sent, client.ignoreInput());
    }

    private static String text(Payload payload) {
        try {
            return payload.data().toString(StandardCharsets.UTF_8);
        } finally {
            payload.release();
        }
    }
}
