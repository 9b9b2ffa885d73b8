package io.drover.agent.observe;

import io.drover.agent.engine.EngineContainer;
import io.drover.agent.reconcile.InstanceMemory;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.NativeContainer;
import io.drover.model.link.ObservedInstance;
import io.drover.model.link.ObservedInstance.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance as the server is told of it. The step in flight wins over what the engine shows, a failure over waiting, so that
 * a person sees the most telling word.
 */
public final class ObservedInstances {
    private ObservedInstances() {}

    /** What is going on with an instance right now, beside its container. */
    public enum Doing {
        NOTHING,
        PULLING,
        CREATING,
        STARTING,
        STOPPING,
        REMOVING
    }

    /**
     * @param progress of a pull in flight, else null
     * @param waiting the plan's sentence, or null
     * @param trouble the engine does not answer: the sentence; null when it does
     * @param complete the engine was listed: no container means there is none
     */
    public record Situation(
            Doing doing,
            @Nullable Integer progress,
            @Nullable String waiting,
            @Nullable String trouble,
            boolean complete,
            Instant now) {}

    /** What goes into the words beside times: state, message, next try. */
    private record Word(State state, @Nullable String message, long nextTryAtMillis) {
        static Word of(State state) {
            return new Word(state, null, 0);
        }
    }

    public static ObservedInstance observe(
            DesiredInstance desired, @Nullable EngineContainer container, InstanceMemory memory, Situation situation) {
        Word word = container == null
                ? missing(desired, memory, situation)
                : present(desired, container, memory, situation);
        String message = situation.trouble() != null ? situation.trouble() : word.message();
        return of(
                desired.id(),
                desired.uuid(),
                container,
                memory,
                new Word(word.state(), message, word.nextTryAtMillis()),
                situation.progress());
    }

    /** A container with our labels that the document does not know: told, and left alone. */
    public static ObservedInstance unknown(String uuid, EngineContainer container, InstanceMemory memory) {
        State state = switch (container.run().state()) {
            case RUNNING, PAUSED, RESTARTING -> State.RUNNING;
            case CREATED -> State.CREATED;
            case EXITED, DEAD -> State.EXITED;
            case REMOVING -> State.REMOVING;
        };
        String message = "Container '%s' carries Drover's label but is not in this host's document; it is left alone"
                .formatted(container.name());
        return of(container.instanceNumber(), uuid, container, memory, new Word(state, message, 0), null);
    }

    /** It was told of before and is not there any more. */
    static ObservedInstance vanished(ObservedInstance old) {
        return new ObservedInstance(
                old.id(),
                old.uuid(),
                State.REMOVED,
                null,
                old.startGeneration(),
                old.starts(),
                null,
                List.of(),
                old.exitCode(),
                old.startedAtMillis(),
                old.finishedAtMillis(),
                null,
                null,
                0);
    }

    public static NativeContainer nativeOf(EngineContainer container) {
        return new NativeContainer(
                container.id(),
                container.name(),
                container.image(),
                container.run().state().name().toLowerCase(java.util.Locale.ROOT),
                container.reach().address(),
                container.reach().ports(),
                container.labels(),
                container.createdAtMillis());
    }

    private static ObservedInstance of(
            long id,
            String uuid,
            @Nullable EngineContainer container,
            InstanceMemory memory,
            Word word,
            @Nullable Integer progress) {
        EngineContainer.Run run = container == null ? EngineContainer.Run.CREATED : container.run();
        return new ObservedInstance(
                id,
                uuid,
                word.state(),
                container == null ? null : container.id(),
                memory.startGeneration(),
                memory.starts(),
                container == null ? null : container.reach().address(),
                container == null ? List.of() : container.reach().ports(),
                run.exitCode(),
                run.startedAtMillis(),
                run.finishedAtMillis(),
                progress,
                word.message(),
                word.nextTryAtMillis());
    }

    private static Word missing(DesiredInstance desired, InstanceMemory memory, Situation situation) {
        return switch (situation.doing()) {
            case PULLING -> Word.of(State.PULLING);
            case CREATING -> Word.of(State.CREATING);
            case STARTING, STOPPING, REMOVING, NOTHING -> {
                if (!situation.complete()) {
                    yield Word.of(State.PENDING);
                }
                yield switch (desired.target()) {
                    case REMOVED -> Word.of(State.REMOVED);
                    case STOPPED -> Word.of(State.STOPPED);
                    case RUNNING -> failureOr(memory, State.PENDING, situation);
                };
            }
        };
    }

    private static Word present(
            DesiredInstance desired, EngineContainer container, InstanceMemory memory, Situation situation) {
        return switch (situation.doing()) {
            case STARTING -> Word.of(State.STARTING);
            case STOPPING -> Word.of(State.STOPPING);
            case REMOVING -> Word.of(State.REMOVING);
            case NOTHING, PULLING, CREATING -> resting(desired, container, memory, situation);
        };
    }

    private static Word resting(
            DesiredInstance desired, EngineContainer container, InstanceMemory memory, Situation situation) {
        return switch (container.run().state()) {
            case RUNNING, RESTARTING -> failureOr(memory, State.RUNNING, situation);
            case PAUSED ->
                new Word(
                        State.RUNNING,
                        "Its container is paused; 'docker unpause %s' lets it go on".formatted(container.name()),
                        0);
            case CREATED ->
                failureOr(memory, desired.target() == Target.STOPPED ? State.STOPPED : State.CREATED, situation);
            case REMOVING -> Word.of(State.REMOVING);
            case EXITED, DEAD -> exited(desired, container, memory, situation);
        };
    }

    private static Word exited(
            DesiredInstance desired, EngineContainer container, InstanceMemory memory, Situation situation) {
        if (desired.target() != Target.RUNNING) {
            return failureOr(memory, State.STOPPED, situation);
        }
        boolean backingOff = desired.keepRunning() && situation.now().isBefore(memory.startNotBefore());
        if (memory.failure() == null && backingOff) {
            String message =
                    "It exited with code %s, %d times in a row within 10 s of its start; it is started again after a pause"
                            .formatted(container.run().exitCode(), memory.quickDeaths());
            return new Word(State.EXITED, message, memory.startNotBefore().toEpochMilli());
        }
        return failureOr(memory, State.EXITED, situation);
    }

    private static Word failureOr(InstanceMemory memory, State otherwise, Situation situation) {
        InstanceMemory.Failure failure = memory.failure();
        if (failure == null || failure.sentence().isEmpty()) {
            return new Word(otherwise, situation.waiting(), 0);
        }
        boolean up = otherwise == State.RUNNING;
        String message = failure.times() > 1
                ? "%s (failed %d times in a row, it is tried again)".formatted(failure.sentence(), failure.times())
                : failure.sentence() + " (it is tried again)";
        return new Word(
                up ? otherwise : State.FAILED, message, failure.nextTry().toEpochMilli());
    }
}
