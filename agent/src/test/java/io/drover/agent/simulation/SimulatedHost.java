package io.drover.agent.simulation;

import io.drover.agent.document.DesiredDocument;
import io.drover.agent.engine.EngineContainer;
import io.drover.agent.engine.EngineFailure;
import io.drover.agent.keeper.AgentEvent;
import io.drover.agent.keeper.Effect;
import io.drover.agent.keeper.HostKeeper;
import io.drover.agent.reconcile.Action;
import io.drover.agent.reconcile.InstanceMemory;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.ObservedInstance;
import io.drover.model.link.RegistryAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An agent's keeper, its engine, its disk and its server, on one virtual timeline. Each engine call takes 50 ms. Invariants are
 * checked at every step: nothing is removed that the document does not say is removed, and no older document is obeyed.
 */
public final class SimulatedHost {
    private static final Duration LATENCY = Duration.ofMillis(50);

    public final SimulatedEngine engine;
    private Instant now = Instant.parse("2026-01-05T08:00:00Z");
    private HostKeeper keeper;

    // The disk.
    private DesiredDocument saved = DesiredDocument.NONE;
    private @Nullable String generation;
    private final Map<String, InstanceMemory> journal = new HashMap<>();

    // The server.
    private boolean linked;
    private final Map<String, ObservedInstance> reported = new HashMap<>();
    private @Nullable ObservedBatch lastBatch;

    private record Timed(Instant at, long order, Runnable work) {}

    private final PriorityQueue<Timed> timeline =
            new PriorityQueue<>(Comparator.comparing(Timed::at).thenComparingLong(Timed::order));
    private final List<AgentEvent> arrived = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private long order;
    private int life;
    private int relinks;

    public SimulatedHost() {
        engine = new SimulatedEngine(() -> now);
        keeper = begin();
    }

    private HostKeeper begin() {
        life++;
        HostKeeper begun = new HostKeeper("h1", 2, saved, Map.copyOf(journal), now);
        int mine = life;
        engine.events(event -> later(mine, new AgentEvent.FromEngine(event)), () -> later(mine, new AgentEvent.Gap()));
        return begun;
    }

    /** Answers of an agent that has died in the meantime reach nobody. */
    private void later(int listener, AgentEvent event) {
        if (listener == life) {
            arrived.add(event);
        }
    }

    public SimulatedHost says(DesiredMessage message) {
        arrived.add(new AgentEvent.Desired(message, generation));
        return settle();
    }

    public SimulatedHost wants(long revision, DesiredInstance... instances) {
        return says(Fixtures.snapshot(revision, instances));
    }

    public SimulatedHost link() {
        linked = true;
        arrived.add(new AgentEvent.LinkUp());
        return settle();
    }

    public SimulatedHost unlink() {
        linked = false;
        arrived.add(new AgentEvent.LinkDown());
        return settle();
    }

    /** The agent dies at once and comes back with what is on its disk. */
    public SimulatedHost restartAgent() {
        arrived.clear();
        timeline.clear();
        linked = false;
        keeper = begin();
        return settle();
    }

    public SimulatedHost removeGenerationFile() {
        generation = null;
        return this;
    }

    public SimulatedHost advance(Duration duration) {
        Instant end = now.plus(duration);
        while (true) {
            settle();
            Instant next = keeper.wakeAt();
            Timed due = timeline.peek();
            if (due != null && due.at().isBefore(next)) {
                next = due.at();
            }
            if (next.isAfter(end)) {
                now = end;
                return this;
            }
            now = next.isAfter(now) ? next : now;
            if (due != null && !due.at().isAfter(now)) {
                timeline.remove(due);
                due.work().run();
            } else {
                arrived.add(new AgentEvent.Tick());
            }
        }
    }

    /** Hands over what has arrived; time stands still. */
    private SimulatedHost settle() {
        while (!arrived.isEmpty()) {
            List<AgentEvent> events = List.copyOf(arrived);
            arrived.clear();
            DocumentVersion before = keeper.known();
            List<Effect> effects = keeper.on(events, now);
            if (keeper.known().isOlderThan(before)) {
                throw new AssertionError("obeyed %s after %s".formatted(keeper.known(), before));
            }
            effects.forEach(this::carryOut);
        }
        return this;
    }

    private void in(Duration delay, Runnable work) {
        timeline.add(new Timed(now.plus(delay), order++, work));
    }

    private void carryOut(Effect effect) {
        int mine = life;
        switch (effect) {
            case Effect.Engine step -> {
                actions.add(step.action());
                if (step.action() instanceof Action.Start start) {
                    journal.put(start.uuid(), InstanceMemory.remembered(step.starts(), start.startGeneration()));
                }
                check(step.action());
                in(LATENCY, () -> later(mine, answer(step)));
            }
            case Effect.ListContainers list -> {
                List<EngineContainer> picture = pictureOf(() -> engine.list(list.exact()));
                in(LATENCY, () -> later(mine, answered(new AgentEvent.Listed(picture, list.asOf()))));
            }
            case Effect.LookAt look -> {
                List<EngineContainer> picture = pictureOf(() -> engine.look(look.containers()));
                in(LATENCY, () -> later(mine, answered(new AgentEvent.Looked(picture, look.asOf()))));
            }
            case Effect.Ping() -> in(LATENCY, () -> later(mine, pinged()));
            case Effect.Save(var document) -> {
                saved = document;
                generation = generation == null ? document.version().generation() : generation;
            }
            case Effect.ReadGeneration() -> arrived.add(new AgentEvent.Generation(generation));
            case Effect.Relink() -> relinks++;
            case Effect.Report(var batch) -> {
                record(batch);
                in(LATENCY, () -> later(mine, new AgentEvent.Acked(batch.sequence())));
            }
            case Effect.Log(var line) -> log.add(line);
        }
    }

    /** The picture is taken when the list is asked for and arrives later: events overtake it. */
    private static List<EngineContainer> pictureOf(Supplier<List<EngineContainer>> ask) {
        try {
            return ask.get();
        } catch (EngineFailure silent) {
            return List.of();
        }
    }

    private AgentEvent answered(AgentEvent answer) {
        try {
            engine.ping();
            return answer;
        } catch (EngineFailure failure) {
            return new AgentEvent.ListFailed(failure);
        }
    }

    private AgentEvent pinged() {
        try {
            engine.ping();
            return new AgentEvent.Pinged();
        } catch (EngineFailure failure) {
            return new AgentEvent.PingFailed(failure);
        }
    }

    private AgentEvent answer(Effect.Engine step) {
        return switch (step.action()) {
            case Action.Pull pull -> {
                try {
                    engine.pull(pull.image(), new RegistryAccess.Anonymous(), percent -> {});
                    yield new AgentEvent.Pulled(pull);
                } catch (EngineFailure failure) {
                    yield new AgentEvent.PullFailed(pull, failure);
                }
            }
            case Action.Create create -> {
                try {
                    yield new AgentEvent.Created(create, engine.create(create.creation()));
                } catch (EngineFailure failure) {
                    yield new AgentEvent.CreateFailed(create, failure);
                }
            }
            case Action.Start start -> {
                try {
                    engine.start(start.container());
                    yield new AgentEvent.Started(start, step.asOf());
                } catch (EngineFailure failure) {
                    yield new AgentEvent.StartFailed(start, failure);
                }
            }
            case Action.Stop stop -> {
                try {
                    engine.stop(stop.container(), stop.timeoutSeconds());
                    yield new AgentEvent.Stopped(stop);
                } catch (EngineFailure failure) {
                    yield new AgentEvent.StopFailed(stop, failure);
                }
            }
            case Action.Remove remove -> {
                try {
                    engine.remove(remove.container());
                    yield new AgentEvent.Removed(remove);
                } catch (EngineFailure failure) {
                    yield new AgentEvent.RemoveFailed(remove, failure);
                }
            }
        };
    }

    private void check(Action action) {
        if (action instanceof Action.Remove remove) {
            boolean told = saved.instances().stream()
                    .anyMatch(instance -> instance.uuid().equals(remove.uuid())
                            && instance.target() == DesiredInstance.Target.REMOVED);
            boolean own = engine.all().stream()
                    .filter(container -> container.id().equals(remove.container()))
                    .allMatch(container -> remove.uuid().equals(container.ownedUuid()));
            if (!told || !own) {
                throw new AssertionError("nobody asked for " + remove);
            }
        }
    }

    private void record(ObservedBatch batch) {
        if (!linked) {
            throw new AssertionError("reported without a link");
        }
        if (batch.full()) {
            reported.clear();
        }
        batch.instances().forEach(instance -> reported.put(instance.uuid(), instance));
        lastBatch = batch;
    }

    public ObservedInstance reported(long id) {
        ObservedInstance instance = reported.get(Fixtures.uuid(id));
        if (instance == null) {
            throw new AssertionError("never reported: instance " + id + " of " + reported);
        }
        return instance;
    }

    public ObservedBatch lastBatch() {
        if (lastBatch == null) {
            throw new AssertionError("nothing was reported");
        }
        return lastBatch;
    }

    /** Engine steps since the last call. */
    public List<Action> takeActions() {
        List<Action> taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    public DesiredDocument saved() {
        return saved;
    }

    public DocumentVersion known() {
        return keeper.known();
    }

    public int relinks() {
        return relinks;
    }

    public List<String> log() {
        return log;
    }
}
