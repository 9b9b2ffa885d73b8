package io.drover.agent.link;

import io.drover.agent.exec.ExecStream;
import io.drover.agent.logs.LogsStream;
import io.drover.agent.stats.StatsStream;
import io.drover.model.link.ExecFrame;
import io.drover.model.link.LinkRoute;
import io.drover.model.link.LogsRequest;
import io.drover.model.link.StatsRequest;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

/** What the server may ask of this host: a closed set of typed streams, nothing else. */
public final class LinkResponderHandler implements RSocket {
    private final LinkCodec codec;
    private final LogsStream logs;
    private final StatsStream stats;
    private final ExecStream exec;

    public LinkResponderHandler(LinkCodec codec, LogsStream logs, StatsStream stats, ExecStream exec) {
        this.codec = codec;
        this.logs = logs;
        this.stats = stats;
        this.exec = exec;
    }

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        Optional<LinkRoute> route = LinkCodec.route(payload);
        if (route.isEmpty()) {
            return unknown(payload);
        }
        return switch (route.get()) {
            case LOGS -> logs.of(codec.read(payload, LogsRequest.class)).map(codec::data);
            case STATS -> stats.of(codec.read(payload, StatsRequest.class)).map(codec::data);
            case DESIRED, OBSERVED, REGISTRY, EXEC -> unknown(payload);
        };
    }

    @Override
    public Flux<Payload> requestChannel(Publisher<Payload> payloads) {
        return Flux.from(payloads).switchOnFirst(this::channel);
    }

    private Flux<Payload> channel(Signal<? extends Payload> first, Flux<Payload> all) {
        Payload payload = first.get();
        if (payload == null) {
            return Flux.empty();
        }
        return LinkCodec.route(payload).filter(LinkRoute.EXEC::equals).isPresent()
                ? exec.run(all.map(frame -> codec.read(frame, ExecFrame.class))).map(codec::data)
                : unknown(payload);
    }

    private static Flux<Payload> unknown(Payload payload) {
        String name = payload.getMetadataUtf8();
        payload.release();
        return Flux.error(new IllegalArgumentException("this agent has no stream '%s'".formatted(name)));
    }
}
