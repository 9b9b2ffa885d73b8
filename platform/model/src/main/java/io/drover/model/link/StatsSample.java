package io.drover.model.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sample of a machine or container; numbers are cumulative, clients take the difference of two (spec: hosts and
 * network, 3.7). The field names are the wire's.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatsSample(
        String id,
        String resourceType,
        long memLimit,
        String timestamp,
        Cpu cpu,
        Memory memory,
        @Nullable Network network,
        DiskIo diskio) {

    /** @param usage nanoseconds */
    public record Cpu(Usage usage) {}

    public record Usage(
            long total, @JsonProperty("per_cpu_usage") List<Long> perCpu, long user, long system) {}

    /** @param usage bytes */
    public record Memory(long usage) {}

    public record Network(
            String name,
            @JsonProperty("rx_bytes") long rxBytes,
            @JsonProperty("rx_packets") long rxPackets,
            @JsonProperty("rx_errors") long rxErrors,
            @JsonProperty("rx_dropped") long rxDropped,
            @JsonProperty("tx_bytes") long txBytes,
            @JsonProperty("tx_packets") long txPackets,
            @JsonProperty("tx_errors") long txErrors,
            @JsonProperty("tx_dropped") long txDropped,
            @Nullable List<Network> interfaces) {}

    public record DiskIo(@JsonProperty("io_service_bytes") List<Device> ioServiceBytes) {}

    public record Device(long major, long minor, Stats stats) {}

    public record Stats(
            @JsonProperty("Read") long read,
            @JsonProperty("Write") long write,
            @JsonProperty("Sync") long sync,
            @JsonProperty("Async") long async,
            @JsonProperty("Total") long total) {}
}
