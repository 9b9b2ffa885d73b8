package io.drover.scheduler.reconcile;

import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.placement.Demand;
import io.drover.scheduler.placement.HostSnapshot;
import io.drover.scheduler.placement.HostedContainer;
import io.drover.scheduler.placement.HostedContainer.Presence;
import io.drover.scheduler.placement.UnitRef;
import io.drover.scheduler.reconcile.InstanceView.Desired;
import io.drover.scheduler.reconcile.InstanceView.Observation;
import io.drover.scheduler.reconcile.ServiceView.Identity;
import io.drover.scheduler.reconcile.ServiceView.Restart;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds services: {@code ServiceFixture.web(2).unit(1, 1, running()).unit(2, 2, pulling()).view()}. Unit {@code n} of a
 * fixture has uuid {@code unit-n}; instances are numbered from 1 in the order they are added.
 */
public final class ServiceFixture {
    public static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    static final Instant LONG_AGO = NOW.minusSeconds(3600);

    private final int scale;
    private final Map<String, String> labels = new HashMap<>();
    private final List<LaunchConfig> sidekicks = new ArrayList<>();
    private final List<UnitView> units = new ArrayList<>();
    private Activity activity = Activity.ACTIVE;
    private Restart restart = Restart.NEVER;
    private List<ContainerSpec.Port> ports = List.of();
    private long revision = 1;
    private long nextInstance = 1;

    /** What an instance of a fixture is like. */
    public record Shape(
            Target target,
            long revision,
            long startGeneration,
            Instant since,
            @Nullable Observation observed) {
        Shape target(Target other) {
            return new Shape(other, revision, startGeneration, since, observed);
        }

        Shape revision(long other) {
            return new Shape(target, other, startGeneration, since, observed);
        }

        Shape startGeneration(long other) {
            return new Shape(target, revision, other, since, observed);
        }

        Shape since(Instant other) {
            return new Shape(target, revision, startGeneration, other, observed);
        }
    }

    private ServiceFixture(int scale) {
        this.scale = scale;
    }

    /** Service {@code web} of stack {@code shop}. */
    public static ServiceFixture web(int scale) {
        return new ServiceFixture(scale);
    }

    public static Shape running() {
        return observed(State.RUNNING, 0, 1, null);
    }

    public static Shape fresh() {
        return new Shape(Target.RUNNING, 1, 0, LONG_AGO, null);
    }

    public static Shape observed(State state, long startGeneration, long starts, @Nullable String message) {
        return new Shape(
                Target.RUNNING,
                1,
                startGeneration,
                LONG_AGO,
                new Observation(state, startGeneration, starts, state == State.EXITED ? 1 : null, message));
    }

    public ServiceFixture activity(Activity other) {
        activity = other;
        return this;
    }

    public ServiceFixture label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public ServiceFixture ports(ContainerSpec.Port... published) {
        ports = List.of(published);
        return this;
    }

    public ServiceFixture revision(long other) {
        revision = other;
        return this;
    }

    public ServiceFixture restart(long startGeneration, int batchSize) {
        restart = new Restart(startGeneration, batchSize, Duration.ofSeconds(2));
        return this;
    }

    public ServiceFixture sidekick(String name, String... volumesFrom) {
        sidekicks.add(new LaunchConfig(name, container(Map.of(), List.of()), null, List.of(volumesFrom), 10, Map.of()));
        return this;
    }

    /** A unit whose only instance is a primary. */
    public ServiceFixture unit(int index, long host, Shape shape) {
        return unit(index, host, Map.of("", shape));
    }

    /** A unit with one instance per named launch config. */
    public ServiceFixture unit(int index, long host, Map<String, Shape> instances) {
        var views = new ArrayList<InstanceView>();
        new TreeMap<>(instances).forEach((config, shape) -> {
            long id = nextInstance++;
            views.add(new InstanceView(
                    new InstanceId(id),
                    "uuid-" + id,
                    "shop-web-" + (config.isEmpty() ? "" : config + "-") + index,
                    config,
                    shape.revision(),
                    id,
                    new HostId(host),
                    new Desired(shape.target(), shape.startGeneration(), shape.since()),
                    shape.observed()));
        });
        units.add(new UnitView("unit-" + (units.size() + 1), index, views));
        return this;
    }

    public ServiceView view() {
        var primary = new LaunchConfig("", container(labels, ports), null, List.of(), 10, Map.of());
        var spec = new ServiceSpec("web", "", scale, primary, sidekicks, Map.of(), List.of(), Map.of());
        return new ServiceView(
                new Identity(new ServiceId(7), "shop", "env-uuid"),
                spec,
                revision,
                activity,
                restart,
                nextInstance,
                units);
    }

    /** The same host with the service's containers that are on it. */
    public HostSnapshot on(HostSnapshot host) {
        var containers = new ArrayList<>(host.containers());
        for (UnitView unit : units) {
            for (InstanceView instance : unit.instances()) {
                if (instance.host().equals(host.id())) {
                    containers.add(new HostedContainer(
                            instance.uuid(),
                            instance.name(),
                            new UnitRef(new ServiceId(7), unit.uuid()),
                            switch (instance.desired().target()) {
                                case RUNNING -> Presence.STARTED;
                                case STOPPED -> Presence.STOPPED;
                                case REMOVED -> Presence.LEAVING;
                            },
                            new Demand(labels, ports, 0, 0)));
                }
            }
        }
        return new HostSnapshot(host.id(), host.name(), host.condition(), host.capacity(), host.labels(), containers);
    }

    /** A container with nothing but labels and published ports. */
    public static ContainerSpec container(Map<String, String> labels, List<ContainerSpec.Port> ports) {
        var network = new ContainerSpec.Network(
                null, null, null, null, ports, List.of(), List.of(), List.of(), List.of(), List.of());
        return new ContainerSpec(
                "busybox",
                null,
                null,
                Map.of(),
                labels,
                ContainerSpec.Process.DEFAULT,
                network,
                ContainerSpec.Storage.DEFAULT,
                ContainerSpec.Resources.DEFAULT,
                ContainerSpec.Security.DEFAULT,
                null,
                null);
    }
}
