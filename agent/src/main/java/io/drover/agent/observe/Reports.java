package io.drover.agent.observe;

import io.drover.model.link.NativeContainer;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.ObservedInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to tell the server what. The first batch of a link is the whole picture; after that each batch is the difference
 * to what the server has acknowledged. One batch is on its way at a time, so a slow server gets fewer, larger ones and memory
 * stays bounded; a batch that is lost with its link is part of the next whole picture.
 */
public final class Reports {
    private boolean up;
    private long sequence;
    private @Nullable Picture acknowledged;
    private @Nullable Picture underway;
    private Instant sent = Instant.EPOCH;
    private Instant notBefore = Instant.EPOCH;
    private boolean late;

    public void linkUp() {
        up = true;
        sequence = 0;
        acknowledged = null;
        underway = null;
    }

    public void linkDown() {
        up = false;
    }

    public void acked(long acked) {
        if (acked == sequence && underway != null) {
            acknowledged = underway;
            underway = null;
        }
    }

    /** When to ask again although nothing happens; empty if an event will come. */
    public Optional<Instant> wakeAt() {
        return late ? Optional.of(notBefore) : Optional.empty();
    }

    /** @param gap the first change after a quiet time is told at once; what follows closer than this travels together */
    public Optional<ObservedBatch> next(Picture picture, Duration gap, Instant now) {
        late = false;
        notBefore = sent.plus(gap);
        if (!up || underway != null) {
            return Optional.empty();
        }
        Picture before = acknowledged;
        if (before != null && before.equals(picture)) {
            return Optional.empty();
        }
        if (before != null && now.isBefore(notBefore)) {
            late = true;
            return Optional.empty();
        }
        Optional<ObservedBatch> batch = batch(before, picture);
        if (batch.isEmpty()) {
            acknowledged = picture;
            return Optional.empty();
        }
        sequence++;
        underway = picture;
        sent = now;
        return batch;
    }

    /** Empty if nothing changed that is worth a batch of its own: the version alone travels with the next one. */
    private Optional<ObservedBatch> batch(@Nullable Picture before, Picture picture) {
        boolean full = before == null;
        Map<String, ObservedInstance> oldInstances = before == null ? Map.of() : before.instances();
        Map<String, NativeContainer> oldNatives = before == null ? Map.of() : before.natives();
        List<ObservedInstance> instances = Stream.concat(
                        picture.instances().values().stream()
                                .filter(instance -> !instance.equals(oldInstances.get(instance.uuid()))),
                        oldInstances.values().stream()
                                .filter(old -> !picture.instances().containsKey(old.uuid()))
                                .filter(old -> old.state() != ObservedInstance.State.REMOVED)
                                .map(ObservedInstances::vanished))
                .sorted(Comparator.comparingLong(ObservedInstance::id).thenComparing(ObservedInstance::uuid))
                .toList();
        List<NativeContainer> natives = picture.natives().values().stream()
                .filter(container -> !container.equals(oldNatives.get(container.externalId())))
                .sorted(Comparator.comparing(NativeContainer::externalId))
                .toList();
        List<String> gone = oldNatives.keySet().stream()
                .filter(id -> !picture.natives().containsKey(id))
                .sorted()
                .toList();
        boolean frozenChanged = before != null && !Objects.equals(before.frozen(), picture.frozen());
        if (!full && !frozenChanged && instances.isEmpty() && natives.isEmpty() && gone.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ObservedBatch(sequence + 1, full, picture.known(), picture.frozen(), instances, natives, gone));
    }
}
