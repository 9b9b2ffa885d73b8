package io.drover.proxy.link;

import io.drover.model.HostId;
import io.drover.model.link.DocumentVersion;
import io.drover.model.link.LinkRoute;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.DefaultPayload;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;
import tools.jackson.databind.JsonNode;

/**
 * What one linked agent may ask. While scheduler-service is away the link stays: the document is asked for again, from the
 * last version that went through, and reports wait (the agent is not asked for more).
 */
final class AgentRequestHandler implements RSocket {
    private static final Logger log = LoggerFactory.getLogger(AgentRequestHandler.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Of a report that fails at the scheduler, beside the first: four seconds in all. */
    private static final int FAILED_TRIES = 4;

    private static final int MAX_QUESTIONS = 32;

    private final HostId host;
    private final SchedulerClient scheduler;
    private final LinkCodec codec;
    private final AtomicBoolean following = new AtomicBoolean();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile DocumentVersion known;

    AgentRequestHandler(HostId host, DocumentVersion known, SchedulerClient scheduler, LinkCodec codec) {
        this.host = host;
        this.known = known;
        this.scheduler = scheduler;
        this.codec = codec;
    }

    /** Passed on as it came: what it holds is no business of this part. */
    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        Optional<LinkRoute> route = LinkCodec.route(payload);
        String name = payload.getMetadataUtf8();
        byte[] question = LinkCodec.bytes(payload);
        return route.filter(LinkRoute.REGISTRY::equals).isPresent()
                ? oneOfFew(scheduler.registry(host, question).map(DefaultPayload::create))
                : unknown(name).single();
    }

    /** A host must not take the places of all others: each answer may be a row of the audit log, too. */
    private Mono<Payload> oneOfFew(Mono<Payload> question) {
        return Mono.defer(() -> {
            if (questions.incrementAndGet() > MAX_QUESTIONS) {
                questions.decrementAndGet();
                return Mono.error(new SchedulerClient.Refused(
                        "this host asks for %d images at once already; ask again".formatted(MAX_QUESTIONS)));
            }
            return question.doFinally(_ -> questions.decrementAndGet());
        });
    }

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        Optional<LinkRoute> route = LinkCodec.route(payload);
        String name = payload.getMetadataUtf8();
        payload.release();
        return route.filter(LinkRoute.DESIRED::equals).isPresent() ? desired() : unknown(name);
    }

    @Override
    public Flux<Payload> requestChannel(Publisher<Payload> payloads) {
        return Flux.from(payloads).switchOnFirst((first, all) -> {
            Payload payload = first.get();
            if (payload == null) {
                return Flux.empty();
            }
            if (LinkCodec.route(payload).filter(LinkRoute.OBSERVED::equals).isPresent()) {
                return all.concatMap(this::observed, 1);
            }
            String name = payload.getMetadataUtf8();
            payload.release();
            return unknown(name);
        });
    }

    /** One at a time: each holds one of the connections that all hosts share. */
    private Flux<Payload> desired() {
        return Flux.defer(() -> {
            if (!following.compareAndSet(false, true)) {
                return Flux.error(new SchedulerClient.Refused("this link follows its document already"));
            }
            // Before the agent hears of the end: it may ask again at once.
            return document().doOnTerminate(() -> following.set(false)).doOnCancel(() -> following.set(false));
        });
    }

    private Flux<Payload> document() {
        return Flux.defer(() -> scheduler.desired(host, known))
                .concatWith(Mono.error(Ended::new))
                .doOnNext(this::remember)
                .retryWhen(patiently("document").transientErrors(true))
                .map(codec::data);
    }

    /** Bookkeeping of the stream's own position, so that a new attempt goes on where this one ended. */
    private void remember(JsonNode message) {
        JsonNode version = message.path("version");
        known = new DocumentVersion(
                version.path("generation").asString(""),
                version.path("epoch").asLong(0),
                version.path("revision").asLong(0));
    }

    private Mono<Payload> observed(Payload batch) {
        byte[] bytes = LinkCodec.bytes(batch);
        return Mono.defer(() -> scheduler.observed(host, bytes))
                .retryWhen(Retry.backoff(FAILED_TRIES, FIRST_PAUSE).filter(SchedulerClient.Failed.class::isInstance))
                .retryWhen(patiently("report"))
                .onErrorResume(Exceptions::isRetryExhausted, failed -> dropped(bytes, failed))
                .map(DefaultPayload::create);
    }

    /** A report that the scheduler cannot take in must not keep back all that follow it. The next link tells everything anew. */
    private Mono<byte[]> dropped(byte[] report, Throwable failed) {
        return Mono.fromSupplier(() -> {
            log.error("host {}: a report is dropped, the scheduler failed at it", host, failed.getCause());
            return codec.acknowledged(report);
        });
    }

    private RetryBackoffSpec patiently(String what) {
        return Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .filter(error -> !(error instanceof SchedulerClient.Refused) && !Exceptions.isRetryExhausted(error))
                .doBeforeRetry(signal -> {
                    if (signal.totalRetriesInARow() == 0) {
                        log.info(
                                "host {}: {} waits: {}",
                                host,
                                what,
                                String.valueOf(signal.failure().getMessage()));
                    }
                });
    }

    private static Flux<Payload> unknown(String route) {
        return Flux.error(new IllegalArgumentException("this server offers agents no '%s'".formatted(route)));
    }

    /** Documents have no end; the scheduler that ends one is stopping. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("scheduler-service closed the stream", null, false, false);
        }
    }
}
