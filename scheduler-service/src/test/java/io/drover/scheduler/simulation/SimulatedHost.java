package io.drover.scheduler.simulation;

import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine with an engine and an agent that keeps the document on its disk true, with the server or without it. Its reports
 * take their time, and some arrive twice.
 */
final class SimulatedHost {
    /** One line of the document. */
    record Wanted(InstanceId id, String uuid, String name, Target target, long startGeneration, boolean startable) {}

    /** What the agent says about one instance. */
    record Report(InstanceId id, State state, long startGeneration, long starts) {}

    /** A container in the engine. */
    static final class Container {
        final Wanted born;
        State state = State.PULLING;
        long startGeneration;
        long starts;
        boolean busy;

        Container(Wanted born) {
            this.born = born;
        }

        @Override
        public String toString() {
            return born.name() + " " + state + " starts=" + starts;
        }
    }

    final HostId id;
    final Map<String, Container> engine = new LinkedHashMap<>();
    boolean up = true;
    boolean linked = true;

    private final Timeline time;
    private final SimulatedServer server;
    private final Map<InstanceId, Wanted> document = new LinkedHashMap<>();
    private long knownRevision;
    private long sequence;
    private int incarnation;

    SimulatedHost(HostId id, Timeline time, SimulatedServer server) {
        this.id = id;
        this.time = time;
        this.server = server;
    }

    /** The server's document; late and repeated ones are recognised by their revision. */
    void receive(long revision, Collection<Wanted> wanted) {
        if (!up || !linked || revision < knownRevision) {
            return;
        }
        knownRevision = revision;
        document.clear();
        wanted.forEach(entry -> document.put(entry.id(), entry));
        obey();
        report();
    }

    void crash() {
        up = false;
        linked = false;
        incarnation++;
        engine.values().forEach(container -> {
            container.busy = false;
            if (container.state == State.RUNNING || container.state == State.STOPPING) {
                container.state = State.EXITED;
            }
        });
        engine.values().removeIf(container -> container.state == State.PULLING || container.state == State.REMOVING);
    }

    void boot() {
        up = true;
        obey();
    }

    /** Somebody kills the process from outside. */
    void kill(Container container) {
        if (container.state == State.RUNNING) {
            container.state = State.EXITED;
            report();
            obey();
        }
    }

    void report() {
        List<Report> reports = new ArrayList<>();
        for (Wanted wanted : document.values()) {
            Container container = engine.get(wanted.uuid());
            if (container != null) {
                reports.add(new Report(wanted.id(), container.state, container.startGeneration, container.starts));
            } else if (wanted.target() == Target.REMOVED) {
                reports.add(new Report(wanted.id(), State.REMOVED, 0, 0));
            }
        }
        long number = ++sequence;
        deliver(number, reports);
        if (time.chance(20)) {
            deliver(number, reports);
        }
    }

    private void deliver(long number, List<Report> reports) {
        time.within(5, 400, () -> {
            if (linked && up) {
                server.observe(id, number, reports);
            }
        });
    }

    private void obey() {
        for (Wanted wanted : document.values()) {
            Container container = engine.get(wanted.uuid());
            switch (wanted.target()) {
                case RUNNING -> run(wanted, container);
                case STOPPED -> {
                    if (container != null && container.state == State.RUNNING) {
                        step(container, State.STOPPING, 50, 800, State.STOPPED);
                    }
                }
                case REMOVED -> {
                    if (container != null) {
                        remove(container);
                    }
                }
            }
        }
    }

    private void run(Wanted wanted, @Nullable Container container) {
        if (container == null) {
            var created = new Container(wanted);
            engine.put(wanted.uuid(), created);
            step(created, State.PULLING, 100, 3000, State.CREATED);
            return;
        }
        switch (container.state) {
            case RUNNING -> {
                if (container.startGeneration < wanted.startGeneration()) {
                    step(container, State.STOPPING, 50, 800, State.EXITED);
                }
            }
            case CREATED, EXITED, STOPPED, FAILED -> start(wanted, container);
            case PENDING, PULLING, CREATING, STARTING, STOPPING, REMOVING, REMOVED -> {}
        }
    }

    private void start(Wanted wanted, Container container) {
        State outcome = wanted.startable() ? State.RUNNING : State.FAILED;
        if (container.state == State.FAILED) {
            return;
        }
        busy(container, 50, 600, () -> {
            container.state = outcome;
            container.startGeneration = wanted.startGeneration();
            container.starts += wanted.startable() ? 1 : 0;
        });
    }

    private void step(Container container, State during, int from, int to, State then) {
        if (!container.busy) {
            container.state = during;
            busy(container, from, to, () -> container.state = then);
        }
    }

    private void remove(Container container) {
        if (!container.busy) {
            container.state = State.REMOVING;
            busy(container, 50, 1500, () -> engine.remove(container.born.uuid()));
        }
    }

    /** One thing at a time per container; a crash forgets what was under way. */
    private void busy(Container container, int from, int to, Runnable done) {
        if (container.busy) {
            return;
        }
        container.busy = true;
        int life = incarnation;
        time.within(from, to, () -> {
            if (life == incarnation) {
                container.busy = false;
                done.run();
                obey();
                report();
            }
        });
    }
}
