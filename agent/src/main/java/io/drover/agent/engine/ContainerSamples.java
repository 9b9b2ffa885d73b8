package io.drover.agent.engine;

import com.github.dockerjava.api.model.BlkioStatEntry;
import com.github.dockerjava.api.model.CpuStatsConfig;
import com.github.dockerjava.api.model.CpuUsageConfig;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import io.drover.model.link.StatsSample;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The engine's statistics to the wire's sample. Any part may be missing: cgroup versions and kernels differ. */
final class ContainerSamples {
    private ContainerSamples() {}

    static StatsSample of(String resourceId, Statistics statistics) {
        MemoryStatsConfig memory = statistics.getMemoryStats();
        return new StatsSample(
                resourceId,
                "container",
                memory == null ? 0 : number(memory.getLimit()),
                Objects.requireNonNullElse(statistics.getRead(), ""),
                new StatsSample.Cpu(usage(statistics.getCpuStats())),
                new StatsSample.Memory(memory == null ? 0 : number(memory.getUsage())),
                network(statistics.getNetworks()),
                new StatsSample.DiskIo(devices(
                        statistics.getBlkioStats() == null
                                ? null
                                : statistics.getBlkioStats().getIoServiceBytesRecursive())));
    }

    private static StatsSample.Usage usage(@Nullable CpuStatsConfig cpu) {
        CpuUsageConfig usage = cpu == null ? null : cpu.getCpuUsage();
        return usage == null
                ? new StatsSample.Usage(0, List.of(), 0, 0)
                : new StatsSample.Usage(
                        number(usage.getTotalUsage()),
                        Objects.requireNonNullElse(usage.getPercpuUsage(), List.of()),
                        number(usage.getUsageInUsermode()),
                        number(usage.getUsageInKernelmode()));
    }

    private static StatsSample.@Nullable Network network(@Nullable Map<String, StatisticNetworksConfig> networks) {
        if (networks == null || networks.isEmpty()) {
            return null;
        }
        List<StatsSample.Network> interfaces = new TreeMap<>(networks)
                .entrySet().stream()
                        .map(entry -> network(entry.getKey(), entry.getValue()))
                        .toList();
        StatsSample.Network first = interfaces.getFirst();
        return new StatsSample.Network(
                first.name(),
                first.rxBytes(),
                first.rxPackets(),
                first.rxErrors(),
                first.rxDropped(),
                first.txBytes(),
                first.txPackets(),
                first.txErrors(),
                first.txDropped(),
                interfaces);
    }

    private static StatsSample.Network network(String name, StatisticNetworksConfig counters) {
        return new StatsSample.Network(
                name,
                number(counters.getRxBytes()),
                number(counters.getRxPackets()),
                number(counters.getRxErrors()),
                number(counters.getRxDropped()),
                number(counters.getTxBytes()),
                number(counters.getTxPackets()),
                number(counters.getTxErrors()),
                number(counters.getTxDropped()),
                null);
    }

    private record DeviceNumber(long major, long minor) implements Comparable<DeviceNumber> {
        @Override
        public int compareTo(DeviceNumber other) {
            return major == other.major ? Long.compare(minor, other.minor) : Long.compare(major, other.major);
        }
    }

    private static List<StatsSample.Device> devices(@Nullable List<BlkioStatEntry> entries) {
        if (entries == null) {
            return List.of();
        }
        Map<DeviceNumber, Map<String, Long>> byDevice = new TreeMap<>();
        for (BlkioStatEntry entry : entries) {
            byDevice.computeIfAbsent(
                            new DeviceNumber(number(entry.getMajor()), number(entry.getMinor())),
                            device -> new TreeMap<>())
                    .put(
                            Objects.requireNonNullElse(entry.getOp(), "").toLowerCase(Locale.ROOT),
                            number(entry.getValue()));
        }
        return byDevice.entrySet().stream()
                .map(entry -> new StatsSample.Device(
                        entry.getKey().major(), entry.getKey().minor(), stats(entry.getValue())))
                .toList();
    }

    private static StatsSample.Stats stats(Map<String, Long> byOperation) {
        long read = byOperation.getOrDefault("read", 0L);
        long write = byOperation.getOrDefault("write", 0L);
        return new StatsSample.Stats(
                read,
                write,
                byOperation.getOrDefault("sync", 0L),
                byOperation.getOrDefault("async", 0L),
                byOperation.getOrDefault("total", read + write));
    }

    private static long number(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
