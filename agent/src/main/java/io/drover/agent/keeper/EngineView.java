package io.drover.agent.keeper;

import io.drover.agent.engine.EngineContainer;
import io.drover.agent.engine.EngineContainer.Reach;
import io.drover.agent.engine.EngineContainer.Run;
import io.drover.agent.engine.EngineContainer.State;
import io.drover.agent.engine.EngineEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The engine's containers, put together from lists and events.
 *
 * <p>A list is a picture of the past: what an event changed after the list was asked for is newer and stays. Every change has
 * the number of the event that made it, so the two can be told apart.
 */
final class EngineView {
    private final Map<String, EngineContainer> containers = new HashMap<>();
    private final Map<String, Long> changed = new HashMap<>();
    private final Map<String, Long> destroyed = new HashMap<>();
    /** Running containers whose address is not known yet. */
    private final Set<String> unreached = new HashSet<>();

    private boolean complete;
    private boolean wantsList = true;

    Collection<EngineContainer> all() {
        return containers.values();
    }

    @Nullable
    EngineContainer get(String id) {
        return containers.get(id);
    }

    boolean isUp(String id) {
        EngineContainer known = containers.get(id);
        return known != null && known.run().isUp();
    }

    /** True once the engine was listed as a whole: before, what is not here may still exist. */
    boolean isComplete() {
        return complete;
    }

    /** True if only a list can tell what is going on. */
    boolean wantsList() {
        return wantsList;
    }

    void want() {
        wantsList = true;
    }

    void listing() {
        wantsList = false;
    }

    boolean isUnreached(String id) {
        return unreached.contains(id);
    }

    Set<String> exact() {
        return containers.values().stream()
                .filter(container -> container.run().exact())
                .map(EngineContainer::id)
                .collect(Collectors.toSet());
    }

    void created(EngineContainer container, long number) {
        if (!destroyed.containsKey(container.id())) {
            containers.putIfAbsent(container.id(), container);
            changed.merge(container.id(), number, Math::max);
        }
    }

    /** The start call succeeded; says so if its event has not been seen, and could not have been followed by a death. */
    void started(String id, long asOf, long number, long nowMillis) {
        EngineContainer container = containers.get(id);
        if (container != null && changed.getOrDefault(id, 0L) <= asOf) {
            up(container, nowMillis, number);
        }
    }

    void removed(String id, long number) {
        containers.remove(id);
        changed.remove(id);
        unreached.remove(id);
        destroyed.put(id, number);
    }

    void apply(EngineEvent event, long number) {
        String id = event.container();
        EngineContainer known = containers.get(id);
        if (event.kind() == EngineEvent.Kind.DESTROYED) {
            removed(id, number);
        } else if (known == null) {
            wantsList |= event.kind() != EngineEvent.Kind.CREATED;
        } else {
            change(known, event, number);
        }
    }

    private void change(EngineContainer known, EngineEvent event, long number) {
        switch (event.kind()) {
            case STARTED -> up(known, event.atMillis(), number);
            case DIED -> {
                Run run = known.run();
                Run dead = new Run(State.EXITED, event.exitCode(), run.startedAtMillis(), event.atMillis(), true);
                put(known.with(dead).with(Reach.NONE), number);
                unreached.remove(known.id());
            }
            case PAUSED -> put(known.with(inState(known, State.PAUSED)), number);
            case UNPAUSED -> put(known.with(inState(known, State.RUNNING)), number);
            case RENAMED -> {
                String name = event.attributes().getOrDefault("name", known.name());
                put(
                        new EngineContainer(
                                known.id(),
                                name,
                                known.image(),
                                known.labels(),
                                known.createdAtMillis(),
                                known.run(),
                                known.reach()),
                        number);
            }
            case CREATED, DESTROYED -> {}
        }
    }

    private void up(EngineContainer container, long atMillis, long number) {
        Run before = container.run();
        put(
                container.with(new Run(State.RUNNING, before.exitCode(), atMillis, before.finishedAtMillis(), true)),
                number);
        unreached.add(container.id());
    }

    private static Run inState(EngineContainer container, State state) {
        Run run = container.run();
        return new Run(state, run.exitCode(), run.startedAtMillis(), run.finishedAtMillis(), run.exact());
    }

    private void put(EngineContainer container, long number) {
        containers.put(container.id(), container);
        changed.put(container.id(), number);
    }

    Set<String> unreached() {
        return Set.copyOf(unreached);
    }

    void look(List<EngineContainer> seen, long asOf) {
        for (EngineContainer container : seen) {
            EngineContainer known = containers.get(container.id());
            if (known == null || known.run().state() != container.run().state()) {
                wantsList = true; // Its event is on the way, or was lost.
            } else if (changed.getOrDefault(container.id(), 0L) <= asOf) {
                containers.put(container.id(), known.with(container.reach()));
                unreached.remove(container.id());
            }
        }
    }

    /** Answers those that ran as far as was known and turn out to be dead: their event was lost, or is still on its way. */
    List<EngineContainer> apply(List<EngineContainer> listed, long asOf) {
        List<EngineContainer> ran =
                containers.values().stream().filter(known -> known.run().isUp()).toList();
        Set<String> seen = new HashSet<>();
        for (EngineContainer container : listed) {
            seen.add(container.id());
            if (destroyed.getOrDefault(container.id(), -1L) <= asOf) {
                apply(container, asOf);
            }
        }
        containers.keySet().removeIf(id -> !seen.contains(id) && changed.getOrDefault(id, 0L) <= asOf);
        changed.keySet().retainAll(containers.keySet());
        unreached.retainAll(containers.keySet());
        destroyed.values().removeIf(number -> number <= asOf);
        complete = true;
        return ran.stream()
                .filter(before -> isDead(containers.get(before.id())))
                .toList();
    }

    private static boolean isDead(@Nullable EngineContainer container) {
        return container != null && container.run().state() == State.EXITED;
    }

    private void apply(EngineContainer listed, long asOf) {
        EngineContainer known = containers.get(listed.id());
        boolean newer = changed.getOrDefault(listed.id(), 0L) > asOf;
        if (known == null) {
            containers.put(listed.id(), listed);
        } else if (listed.run().state() == known.run().state()) {
            Run run = listed.run().exact() ? listed.run() : known.run();
            containers.put(listed.id(), listed.with(newer ? known.run() : run));
            if (!newer) {
                unreached.remove(listed.id());
            }
        } else if (!newer) {
            containers.put(listed.id(), listed);
            unreached.remove(listed.id());
            wantsList |= !listed.run().exact() && listed.ownedUuid() != null;
        }
    }
}
