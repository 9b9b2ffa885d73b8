package io.drover.scheduler.reconcile;

import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.reconcile.InstanceView.Observation;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A service's launch configs by name, and what they say about its instances. */
final class LaunchConfigs {
    private final Map<String, LaunchConfig> byName = new LinkedHashMap<>();

    LaunchConfigs(ServiceSpec spec) {
        spec.launchConfigs().forEach(config -> byName.put(config.name(), config));
    }

    int count() {
        return byName.size();
    }

    /** Primary first. */
    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Started once, ended, and not to be started again (spec: orchestration, 2.5). */
    boolean isFinished(InstanceView instance) {
        Observation observed = instance.observed();
        return hasHadItsStart(instance)
                && observed != null
                && (observed.state() == State.EXITED || observed.state() == State.STOPPED);
    }

    /** A start-once container that has been started, whatever became of it. */
    boolean hasHadItsStart(InstanceView instance) {
        LaunchConfig config = byName.get(instance.launchConfig());
        Observation observed = instance.observed();
        return config != null
                && config.startOnce()
                && observed != null
                && observed.starts() > 0
                && observed.startGeneration() >= instance.desired().startGeneration();
    }

    boolean isWell(InstanceView instance) {
        return instance.isRunning() || isFinished(instance);
    }

    /** The launch configs without an instance, and those that use their network or volumes, transitively. */
    Set<String> missing(Collection<InstanceView> live) {
        var missing = new HashSet<>(byName.keySet());
        live.forEach(instance -> missing.remove(instance.launchConfig()));
        boolean grown = !missing.isEmpty();
        while (grown) {
            grown = false;
            for (LaunchConfig config : byName.values()) {
                grown |= uses(config, missing) && missing.add(config.name());
            }
        }
        return missing;
    }

    private static boolean uses(LaunchConfig config, Set<String> others) {
        String network = config.networkFrom();
        return (network != null && others.contains(network))
                || config.volumesFrom().stream().anyMatch(others::contains);
    }
}
