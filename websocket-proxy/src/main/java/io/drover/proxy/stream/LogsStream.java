package io.drover.proxy.stream;

import io.drover.model.link.LinkRoute;
import io.drover.model.link.LogChunk;
import io.drover.proxy.front.ClientStream;
import io.drover.proxy.front.ClientStream.Close;
import io.drover.proxy.link.AgentLink;
import io.drover.proxy.link.LinkCodec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Output of a container, line by line, at the client's pace. */
public final class LogsStream implements TicketHandler.BridgeHandler {
    private final LinkCodec codec;
    private final StreamMeters meters;

    public LogsStream(LinkCodec codec, StreamMeters meters) {
        this.codec = codec;
        this.meters = meters;
    }

    @Override
    public Mono<Void> bridge(ClientStream client, AgentLink link, Ticket ticket) {
        LogLines lines = new LogLines();
        Flux<String> output = link.agent()
                .requestStream(codec.routed(LinkRoute.LOGS, ticket.request()))
                .map(payload -> codec.read(payload, LogChunk.class))
                .concatMapIterable(lines::accept)
                .concatWith(Flux.defer(() -> Flux.fromIterable(lines.rest())))
                .doOnNext(line -> meters.sent(Purpose.LOGS, line.length()));
        Mono<Void> sent = client.send(output.map(ClientStream::text), () -> new Close(ClientStream.NORMAL, ""));
        return Mono.firstWithSignal(sent, client.ignoreInput());
    }
}
