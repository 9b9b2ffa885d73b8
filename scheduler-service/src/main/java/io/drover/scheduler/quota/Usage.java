package io.drover.scheduler.quota;

import io.drover.model.environment.Quota.Item;
import io.drover.scheduler.placement.Demand;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Amounts of what quotas limit. */
public record Usage(Map<Item, Long> amounts) {
    public static final Usage NOTHING = new Usage(Map.of());

    public Usage {
        amounts = Map.copyOf(amounts);
    }

    /**
     * A service as its users want it, started or not: what is stopped may be started at any time.
     *
     * @param units how many: its scale, or for a global service one for each host
     */
    public record Wanted(ServiceSpec spec, long units) {}

    /** What all that is wanted in an environment takes. */
    public static Usage of(Collection<Wanted> services, long stacks, long hosts) {
        Map<Item, Long> amounts = new EnumMap<>(Item.class);
        Set<String> volumes = new HashSet<>();
        for (Wanted service : services) {
            for (LaunchConfig config : service.spec.launchConfigs()) {
                Demand demand = Demand.of(config.container());
                amounts.merge(Item.CONTAINERS, service.units, Usage::sum);
                amounts.merge(Item.MEMORY, product(demand.memoryBytes(), service.units), Usage::sum);
                amounts.merge(Item.MILLI_CPU, product(demand.milliCpu(), service.units), Usage::sum);
                config.container().storage().binds().stream()
                        .filter(bind -> !bind.startsWith("/"))
                        .map(bind -> bind.split(":", 2)[0])
                        .forEach(volumes::add);
            }
        }
        amounts.put(Item.VOLUMES, (long) volumes.size());
        amounts.put(Item.SERVICES, (long) services.size());
        amounts.put(Item.STACKS, stacks);
        amounts.put(Item.HOSTS, hosts);
        return new Usage(amounts);
    }

    /** More than there can be is as much as there can be: a reservation is any number a user writes. */
    private static long product(long each, long units) {
        return Math.multiplyHigh(each, units) == 0 && each * units >= 0 ? each * units : Long.MAX_VALUE;
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    public long of(Item item) {
        return amounts.getOrDefault(item, 0L);
    }

    /** With that much more, or less. */
    public Usage plus(Item item, long more) {
        Map<Item, Long> sum = new EnumMap<>(Item.class);
        sum.putAll(amounts);
        sum.merge(item, more, Long::sum);
        return new Usage(sum);
    }

    /** With a container more; {@code -1}: less. */
    Usage plus(Demand container, int sign) {
        return plus(Item.CONTAINERS, sign)
                .plus(Item.MEMORY, sign * container.memoryBytes())
                .plus(Item.MILLI_CPU, (long) sign * container.milliCpu());
    }
}
