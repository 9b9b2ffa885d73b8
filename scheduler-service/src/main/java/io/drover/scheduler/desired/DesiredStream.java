package io.drover.scheduler.desired;

import io.drover.model.HostId;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import io.drover.runtime.feed.ChangeKind;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.feed.FeedSignal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The desired-state document of one host, followed. Costs one query when the agent connects and one per burst of changes on
 * that host; changes elsewhere cost it nothing but a comparison.
 */
public final class DesiredStream {
    /** Changes that come this close together travel in one delta. */
    private static final Duration BURST = Duration.ofMillis(5);

    private static final int MAX_BURST = 1000;

    private final DesiredStore store;
    private final ChangeStream changes;

    public DesiredStream(DesiredStore store, ChangeStream changes) {
        this.store = store;
        this.changes = changes;
    }

    /** A snapshot, then deltas without end; a snapshot again if the feed was lost. */
    public Flux<DesiredMessage> of(HostId host) {
        return changes.position()
                .flatMapMany(position -> snapshot(host, position)
                        .concatWith(changes.from(position)
                                .takeUntil(signal -> isRemoval(signal, host))
                                .filter(signal -> concerns(signal, host))
                                .bufferTimeout(MAX_BURST, BURST, true)
                                .concatMap(burst -> message(host, burst), 1)));
    }

    /** A removed host has no document: its agent is told nothing more. */
    private static boolean isRemoval(FeedSignal signal, HostId host) {
        return switch (signal) {
            case FeedSignal.Lagging _ -> false;
            case FeedSignal.Changed(var change) ->
                change.resourceType().equals("host")
                        && change.kind() == ChangeKind.REMOVED
                        && change.resourceId() == host.value();
        };
    }

    private static boolean concerns(FeedSignal signal, HostId host) {
        return switch (signal) {
            case FeedSignal.Lagging _ -> true;
            case FeedSignal.Changed(var change) ->
                change.resourceType().equals("container") && Objects.equals(change.hostId(), host.value());
        };
    }

    private Flux<DesiredMessage> message(HostId host, List<FeedSignal> burst) {
        long revision = burst.getLast().revision();
        Set<Long> ids = new LinkedHashSet<>();
        for (FeedSignal signal : burst) {
            switch (signal) {
                case FeedSignal.Lagging _ -> {
                    return snapshot(host, revision);
                }
                case FeedSignal.Changed(var change) -> ids.add(change.resourceId());
            }
        }
        return delta(host, ids, revision).flux();
    }

    private Flux<DesiredMessage> snapshot(HostId host, long revision) {
        return store.instances(host)
                .<DesiredMessage>map(
                        document -> new DesiredMessage.Snapshot(version(document, revision), document.instances()))
                .flux();
    }

    private Mono<DesiredMessage> delta(HostId host, Set<Long> ids, long revision) {
        return store.instances(host, ids).map(document -> {
            Set<Long> forgotten = new LinkedHashSet<>(ids);
            document.instances().forEach(instance -> forgotten.remove(instance.id()));
            return new DesiredMessage.Delta(version(document, revision), document.instances(), List.copyOf(forgotten));
        });
    }

    private static DocumentVersion version(Document document, long revision) {
        return new DocumentVersion(document.generation(), document.epoch(), revision);
    }

    /**
     * What was read of a document.
     *
     * @param generation of the database it was read from
     * @param epoch of the loops' lease when it was read, from the same database
     */
    public record Document(String generation, long epoch, List<DesiredInstance> instances) {
        public Document {
            instances = List.copyOf(instances);
        }
    }

    /** Where the document is read. */
    public interface DesiredStore {
        /** Everything Drover wants on the host, what is to be removed included. */
        Mono<Document> instances(HostId host);

        /** Of these, those that are still wanted there, or still to be removed. */
        Mono<Document> instances(HostId host, Set<Long> ids);
    }
}
