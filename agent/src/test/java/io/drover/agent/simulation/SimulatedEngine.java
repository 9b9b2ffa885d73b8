package io.drover.agent.simulation;

import io.drover.agent.engine.EngineClient;
import io.drover.agent.engine.EngineContainer;
import io.drover.agent.engine.EngineContainer.Reach;
import io.drover.agent.engine.EngineContainer.Run;
import io.drover.agent.engine.EngineContainer.State;
import io.drover.agent.engine.EngineEvent;
import io.drover.agent.engine.EngineFailure;
import io.drover.agent.engine.EngineFailure.Kind;
import io.drover.agent.engine.EngineInfo;
import io.drover.agent.engine.EngineMessages;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.RegistryAccess;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine in memory with Docker's answers: names, images, ports, events. Methods named like Docker's commands are what
 * people do to it with the plain command line.
 */
public final class SimulatedEngine implements EngineClient {
    private final InstantSource time;
    private final Map<String, EngineContainer> containers = new LinkedHashMap<>();
    private final Map<String, List<ContainerSpec.Port>> ports = new HashMap<>();
    private final Set<String> images = new HashSet<>(Set.of("web"));
    private final Set<String> registry = new HashSet<>(Set.of("web"));
    private @Nullable Consumer<EngineEvent> onEvent;
    private @Nullable Runnable onGap;
    private int made;
    private boolean frozen;
    private boolean deaf;
    private int pulls;
    private @Nullable String password;

    public SimulatedEngine(InstantSource time) {
        this.time = time;
    }

    @Override
    public synchronized EngineInfo info() {
        answer();
        return new EngineInfo(
                "ENGINE-1", "h1", "20.10.24", "6.1.0", "Debian GNU/Linux 12", "overlay2", "/nowhere", 4L << 30, 2);
    }

    @Override
    public synchronized void ping() {
        answer();
    }

    /** From now on the registry wants a password. */
    public synchronized void protectRegistry(String wanted) {
        password = wanted;
    }

    private void answer() {
        if (frozen) {
            throw new EngineFailure(Kind.NOT_RESPONDING, "The Docker engine did not answer within 8 s");
        }
    }

    @Override
    public synchronized List<EngineContainer> list(Set<String> exact) {
        answer();
        return List.copyOf(containers.values());
    }

    @Override
    public synchronized List<EngineContainer> look(Set<String> ids) {
        answer();
        return containers.values().stream()
                .filter(container -> ids.contains(container.id()))
                .map(container -> container.with(new Run(container.run().state(), null, 0, 0, false)))
                .toList();
    }

    @Override
    public synchronized void pull(String image, RegistryAccess access, IntConsumer progress) {
        answer();
        pulls++;
        progress.accept(50);
        if (password != null
                && !(access instanceof RegistryAccess.Credential given
                        && given.password().equals(password))) {
            throw EngineMessages.pull(image, access, "unauthorized: authentication required");
        }
        if (!registry.contains(image)) {
            throw EngineMessages.pull(image, access, "manifest unknown: manifest unknown");
        }
        images.add(image);
    }

    @Override
    public synchronized String create(Creation creation) {
        answer();
        ContainerSpec spec = creation.instance().container();
        if (!images.contains(spec.image())) {
            throw EngineMessages.create(404, spec.image(), "No such image: " + spec.image());
        }
        if (named(creation.name()) != null) {
            throw EngineMessages.create(409, spec.image(), "Conflict. The name is already in use by container \"x\"");
        }
        String id = add(creation.name(), spec.image(), creation.labels());
        ports.put(id, spec.network().ports());
        return id;
    }

    private String add(String name, String image, Map<String, String> labels) {
        String id = "%064x".formatted(++made);
        containers.put(
                id,
                new EngineContainer(id, name, image, labels, time.instant().toEpochMilli(), Run.CREATED, Reach.NONE));
        tell(id, EngineEvent.Kind.CREATED, null);
        return id;
    }

    private @Nullable EngineContainer named(String name) {
        return containers.values().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public synchronized void start(String id) {
        answer();
        EngineContainer container = existing(id);
        if (container.run().isUp()) {
            return;
        }
        List<ContainerSpec.Port> wanted = ports.getOrDefault(id, List.of());
        for (ContainerSpec.Port port : wanted) {
            if (containers.values().stream().anyMatch(other -> publishes(other, port.hostPort()))) {
                throw EngineMessages.container(
                        "start",
                        500,
                        "Bind for 0.0.0.0:%d failed: port is already allocated".formatted(port.hostPort()));
            }
        }
        Run before = container.run();
        containers.put(
                id,
                container
                        .with(new Run(
                                State.RUNNING,
                                before.exitCode(),
                                time.instant().toEpochMilli(),
                                before.finishedAtMillis(),
                                true))
                        .with(new Reach("172.17.0." + (2 + made % 200), wanted)));
        tell(id, EngineEvent.Kind.STARTED, null);
    }

    private static boolean publishes(EngineContainer container, int hostPort) {
        return container.reach().ports().stream().anyMatch(port -> port.hostPort() == hostPort);
    }

    private EngineContainer existing(String id) {
        EngineContainer container = containers.get(id);
        if (container == null) {
            throw EngineMessages.container("find", 404, "No such container: " + id);
        }
        return container;
    }

    @Override
    public synchronized void stop(String id, int timeoutSeconds) {
        answer();
        if (existing(id).run().isUp()) {
            die(id, 143);
        }
    }

    @Override
    public synchronized void remove(String id) {
        answer();
        if (existing(id).run().isUp()) {
            throw EngineMessages.container("remove", 409, "You cannot remove a running container");
        }
        containers.remove(id);
        tell(id, EngineEvent.Kind.DESTROYED, null);
    }

    private void die(String id, int code) {
        EngineContainer container = existing(id);
        containers.put(
                id,
                container
                        .with(new Run(
                                State.EXITED,
                                code,
                                container.run().startedAtMillis(),
                                time.instant().toEpochMilli(),
                                true))
                        .with(Reach.NONE));
        tell(id, EngineEvent.Kind.DIED, code);
    }

    private void tell(String id, EngineEvent.Kind kind, @Nullable Integer code) {
        if (onEvent != null && !deaf && !frozen) {
            onEvent.accept(new EngineEvent(id, kind, code, time.instant().toEpochMilli(), Map.of()));
        }
    }

    @Override
    public synchronized AutoCloseable events(Consumer<EngineEvent> listener, Runnable gap) {
        onEvent = listener;
        onGap = gap;
        gap.run();
        return () -> onEvent = null;
    }

    @Override
    public void close() {}

    // What people do.

    public synchronized String dockerRun(String name) {
        String id = add(name, "native", Map.of());
        start(id);
        return id;
    }

    /** A container with Drover's labels that nobody's document knows. */
    public synchronized String leftover(String name, Map<String, String> labels) {
        String id = add(name, "web", labels);
        start(id);
        return id;
    }

    /** Does nothing to one that does not run. */
    public synchronized void dockerKill(String name) {
        EngineContainer container = named(name);
        if (container != null && container.run().isUp()) {
            die(container.id(), 137);
        }
    }

    public synchronized void dockerRmForce(String name) {
        EngineContainer container = named(name);
        if (container != null) {
            dockerKill(name);
            containers.remove(container.id());
            tell(container.id(), EngineEvent.Kind.DESTROYED, null);
        }
    }

    /** The container's process ends by itself. */
    public synchronized void exits(String name, int code) {
        EngineContainer container = named(name);
        if (container != null && container.run().isUp()) {
            die(container.id(), code);
        }
    }

    public synchronized void freeze() {
        frozen = true;
    }

    /** Events of the frozen time are lost, as with an engine that was started anew. */
    public synchronized void thaw() {
        frozen = false;
        gap();
    }

    /** From now on events get lost, until {@link #gap()}. */
    public synchronized void loseEvents() {
        deaf = true;
    }

    public synchronized void gap() {
        deaf = false;
        if (onGap != null) {
            onGap.run();
        }
    }

    public synchronized void forgetImage(String image) {
        images.remove(image);
    }

    /** {@code docker load}, {@code docker build} or {@code docker tag}. */
    public synchronized void loadImage(String image) {
        images.add(image);
    }

    public synchronized void publishImage(String image) {
        registry.add(image);
    }

    public synchronized int pulls() {
        return pulls;
    }

    public synchronized EngineContainer container(String name) {
        EngineContainer container = named(name);
        if (container == null) {
            throw new NoSuchElementException(name + " of " + containers.values());
        }
        return container;
    }

    public synchronized boolean isRunning(String name) {
        EngineContainer container = named(name);
        return container != null && container.run().isUp();
    }

    public synchronized List<EngineContainer> all() {
        return List.copyOf(containers.values());
    }
}
