package io.drover.agent.reconcile;

import io.drover.agent.document.DesiredDocument;
import io.drover.agent.engine.EngineClient.Creation;
import io.drover.agent.engine.EngineContainer;
import io.drover.agent.reconcile.InstanceMemory.Image;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine match the document.
 *
 * <p>Goals: what should run runs, what dies comes back, and nobody waits for somebody else's failure.
 *
 * <ol>
 *   <li>Only instances of the document are acted upon, and only containers that carry their uuid. Removing takes
 *       {@link Target#REMOVED}; a running one is stopped first.
 *   <li>An instance with a step in flight, or in back-off, is left alone.
 *   <li>Missing: pull if needed, then create. The image is not asked for: the engine's answer to create tells.
 *   <li>Others' networks and volumes are joined by engine id, so those containers come first. Who joins a network runs only
 *       while its owner runs, and starts anew when the owner did: the old network is gone.
 *   <li>A running container of a lower start generation than desired is stopped and started, once.
 *   <li>A container that exited is started again if it is to be kept running, at the end of its crash back-off; a
 *       start-once container only for a higher start generation, or if it never ran.
 *   <li>A start waits while a container that is to go still holds its port: without that, replacing a container would be
 *       a port conflict with itself.
 *   <li>A paused container stays paused: somebody is looking at it.
 * </ol>
 */
public final class Reconciler {
    private final DesiredDocument desired;
    private final Observed observed;
    private final Map<String, InstanceMemory> memories;
    private final Set<String> busy;
    private final Instant now;

    private final List<Action> actions = new ArrayList<>();
    private final Map<String, List<String>> pulls = new LinkedHashMap<>();
    private final Map<String, String> waiting = new HashMap<>();
    private final Set<String> names;
    private @Nullable Instant wakeAt;

    private Reconciler(
            DesiredDocument desired,
            Observed observed,
            Map<String, InstanceMemory> memories,
            Set<String> busy,
            Instant now) {
        this.desired = desired;
        this.observed = observed;
        this.memories = memories;
        this.busy = busy;
        this.now = now;
        this.names = observed.names();
    }

    /** @param busy uuids of instances with a step in flight */
    public static Plan plan(
            DesiredDocument desired,
            Observed observed,
            Map<String, InstanceMemory> memories,
            Set<String> busy,
            Instant now) {
        return new Reconciler(desired, observed, memories, busy, now).plan();
    }

    private Plan plan() {
        for (DesiredInstance instance : desired.instances()) {
            if (!busy.contains(instance.uuid())) {
                instance(instance);
            }
        }
        pulls.forEach((image, uuids) ->
                actions.addFirst(new Action.Pull(image, uuids, "the engine does not have it, or it is always pulled")));
        return new Plan(actions, waiting, Optional.ofNullable(wakeAt));
    }

    private void instance(DesiredInstance instance) {
        switch (instance.target()) {
            case REMOVED -> observed.of(instance.uuid()).forEach(container -> remove(instance, container));
            case STOPPED ->
                observed.of(instance.uuid()).stream()
                        .filter(container -> container.run().isUp())
                        .forEach(container -> stop(instance, container, "it is to be stopped"));
            case RUNNING -> {
                Optional<EngineContainer> container = observed.keeper(instance.uuid());
                if (container.isPresent()) {
                    keepRunning(instance, container.get());
                } else {
                    create(instance);
                }
            }
        }
    }

    private void remove(DesiredInstance instance, EngineContainer container) {
        switch (container.run().state()) {
            case RUNNING, PAUSED, RESTARTING -> stop(instance, container, "it is to be removed");
            case CREATED, EXITED, DEAD -> {
                if (mayTry(instance)) {
                    actions.add(new Action.Remove(instance.uuid(), container.id(), "it is to be removed"));
                }
            }
            case REMOVING -> {}
        }
    }

    private void stop(DesiredInstance instance, EngineContainer container, String reason) {
        if (mayTry(instance)) {
            actions.add(new Action.Stop(instance.uuid(), container.id(), instance.stopTimeoutSeconds(), reason));
        }
    }

    private void keepRunning(DesiredInstance instance, EngineContainer container) {
        InstanceMemory memory = memory(instance);
        switch (container.run().state()) {
            case CREATED -> start(instance, container, "it was created");
            case EXITED -> {
                if (memory.startGeneration() < instance.startGeneration()) {
                    start(instance, container, "its restart was asked for");
                } else if (instance.keepRunning()) {
                    if (!wakeLater(memory.startNotBefore())) {
                        start(
                                instance,
                                container,
                                "it exited with code " + container.run().exitCode());
                    }
                }
            }
            case RUNNING -> restartIfAsked(instance, container, memory);
            case DEAD ->
                waiting.put(
                        instance.uuid(),
                        "The engine holds its container as dead: remove it with 'docker rm -f %s' and it is made anew"
                                .formatted(container.name()));
            case PAUSED, RESTARTING, REMOVING -> {}
        }
    }

    private void restartIfAsked(DesiredInstance instance, EngineContainer container, InstanceMemory memory) {
        if (memory.startGeneration() < instance.startGeneration()) {
            stop(instance, container, "its restart was asked for");
        } else if (ownerRestarted(instance, container)) {
            stop(instance, container, "the container whose network it shares was started anew");
        }
    }

    private boolean ownerRestarted(DesiredInstance instance, EngineContainer container) {
        String owner = instance.container().network().networkOf();
        return owner != null
                && observed.keeper(owner)
                        .filter(other -> other.run().exact() && container.run().exact())
                        .filter(other ->
                                other.run().startedAtMillis() > container.run().startedAtMillis())
                        .isPresent();
    }

    private void start(DesiredInstance instance, EngineContainer container, String reason) {
        Optional<String> obstacle = Stream.concat(networkOwnerDown(instance).stream(), portHeld(instance).stream())
                .findFirst();
        if (obstacle.isPresent()) {
            waiting.put(instance.uuid(), obstacle.get());
        } else if (mayTry(instance)) {
            actions.add(new Action.Start(instance.uuid(), container.id(), instance.startGeneration(), reason));
        }
    }

    private Optional<String> networkOwnerDown(DesiredInstance instance) {
        String owner = instance.container().network().networkOf();
        if (owner == null
                || observed.keeper(owner).filter(other -> other.run().isUp()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("It waits until %s runs, whose network it shares".formatted(nameOf(owner)));
    }

    /** Ports that another instance of the document still holds though it is to stop or go. */
    private Optional<String> portHeld(DesiredInstance instance) {
        List<ContainerSpec.Port> wanted = instance.container().network().ports();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        return desired.instances().stream()
                .filter(other ->
                        other.target() != Target.RUNNING && !other.uuid().equals(instance.uuid()))
                .filter(other -> observed.keeper(other.uuid())
                        .filter(container -> container.run().isUp())
                        .isPresent())
                .flatMap(other -> other.container().network().ports().stream()
                        .filter(port -> wanted.stream().anyMatch(mine -> Observed.sharePort(mine, port)))
                        .map(port -> "It waits until %s has left port %d/%s"
                                .formatted(other.name(), port.hostPort(), port.protocol())))
                .findFirst();
    }

    private void create(DesiredInstance instance) {
        Map<String, String> dependencies = new HashMap<>();
        for (String uuid : dependenciesOf(instance.container())) {
            Optional<EngineContainer> other = observed.keeper(uuid);
            if (other.isEmpty()) {
                waiting.put(
                        instance.uuid(), "It waits until %s is created, which it builds on".formatted(nameOf(uuid)));
                return;
            }
            dependencies.put(uuid, other.get().id());
        }
        if (!mayTry(instance)) {
            return;
        }
        Image image = memory(instance).image();
        if (image == Image.MISSING || (instance.pullAlways() && image == Image.UNKNOWN)) {
            pulls.computeIfAbsent(instance.container().image(), name -> new ArrayList<>())
                    .add(instance.uuid());
            return;
        }
        String name = ContainerNames.free(instance, names);
        names.add(name);
        actions.add(new Action.Create(
                new Creation(name, desired.version().generation(), instance, dependencies), "it does not exist"));
    }

    static List<String> dependenciesOf(ContainerSpec spec) {
        return Stream.concat(Stream.ofNullable(spec.network().networkOf()), spec.storage().volumesFrom().stream())
                .distinct()
                .toList();
    }

    private String nameOf(String uuid) {
        return desired.instances().stream()
                .filter(instance -> instance.uuid().equals(uuid))
                .map(DesiredInstance::name)
                .findFirst()
                .orElse("instance " + uuid + ", which this host was not given,");
    }

    /** False while the last failure's back-off lasts; the plan then wakes at its end. */
    private boolean mayTry(DesiredInstance instance) {
        InstanceMemory.Failure failure = memory(instance).failure();
        return failure == null || !wakeLater(failure.nextTry());
    }

    /** True if the time is still to come. */
    private boolean wakeLater(Instant when) {
        if (!now.isBefore(when)) {
            return false;
        }
        wakeAt = wakeAt == null || when.isBefore(wakeAt) ? when : wakeAt;
        return true;
    }

    private InstanceMemory memory(DesiredInstance instance) {
        return memories.getOrDefault(instance.uuid(), InstanceMemory.NEW);
    }
}
