package io.drover.agent.reconcile;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the agent remembers of an instance beside what the engine shows. Only {@code starts} and {@code startGeneration}
 * outlive the agent (in its journal); losing the rest costs one early try.
 *
 * @param starts how often this agent started it
 * @param startGeneration the start generation the last start answered to
 * @param quickDeaths deaths in a row, each within {@link Delays#STABLE} of its start
 * @param startNotBefore end of the crash back-off
 * @param image what is known of its image
 * @param failure the step that keeps failing; null when all is well
 */
public record InstanceMemory(
        long starts,
        long startGeneration,
        int quickDeaths,
        Instant startNotBefore,
        Image image,
        @Nullable Failure failure) {
    public static final InstanceMemory NEW = new InstanceMemory(0, 0, 0, Instant.EPOCH, Image.UNKNOWN, null);

    public enum Image {
        /** Creating will tell: the engine is not asked for an image it most likely has. */
        UNKNOWN,
        MISSING,
        PULLED
    }

    /**
     * @param times in a row
     * @param sentence for people
     */
    public record Failure(int times, String sentence, Instant nextTry) {}

    public static InstanceMemory remembered(long starts, long startGeneration) {
        return new InstanceMemory(starts, startGeneration, 0, Instant.EPOCH, Image.UNKNOWN, null);
    }

    /** A start is about to be asked for. */
    public InstanceMemory starting(long generation) {
        return new InstanceMemory(starts + 1, generation, quickDeaths, startNotBefore, image, failure);
    }

    /** It answers at least to this generation: its label says so. */
    public InstanceMemory adopted(long labelled) {
        return labelled <= startGeneration
                ? this
                : new InstanceMemory(starts, labelled, quickDeaths, startNotBefore, image, failure);
    }

    /** It died by itself. The first young death starts again at once, the next ones wait longer and longer. */
    public InstanceMemory died(Instant startedAt, Instant diedAt) {
        boolean stable = Duration.between(startedAt, diedAt).compareTo(Delays.STABLE) >= 0;
        int before = stable ? 0 : quickDeaths;
        return new InstanceMemory(
                starts, startGeneration, stable ? 0 : before + 1, diedAt.plus(Delays.afterCrash(before)), image, null);
    }

    /** The user changed something about it: whatever was waited for is tried at once. */
    public InstanceMemory changed() {
        return new InstanceMemory(starts, startGeneration, 0, Instant.EPOCH, Image.UNKNOWN, null);
    }

    public InstanceMemory with(Image newImage) {
        return new InstanceMemory(starts, startGeneration, quickDeaths, startNotBefore, newImage, failure);
    }

    public InstanceMemory failed(String sentence, Instant now) {
        int times = failure == null ? 1 : failure.times() + 1;
        return failed(new Failure(times, sentence, now.plus(Delays.afterFailure(times))));
    }

    /** Tried again soon without being anybody's fault, e.g. the container vanished under the step. */
    public InstanceMemory again(Instant when) {
        int times = failure == null ? 0 : failure.times();
        return failed(new Failure(times, "", when));
    }

    public InstanceMemory succeeded() {
        return failed(null);
    }

    private InstanceMemory failed(@Nullable Failure newFailure) {
        return new InstanceMemory(starts, startGeneration, quickDeaths, startNotBefore, image, newFailure);
    }
}
