package io.drover.cli.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * What a machine or container has used, as a sample says it: cumulative, but for the memory (spec: hosts and network,
 * 3.7).
 *
 * @param cpuNanos processor time
 * @param memory bytes in use
 * @param memoryLimit bytes, 0 when unknown
 */
public record Usage(
        String id, Instant at, long cpuNanos, long memory, long memoryLimit, Traffic network, Traffic disk) {
    /** Bytes in (received, read) and out (sent, written). */
    public record Traffic(long in, long out) {
        Traffic minus(Traffic earlier) {
            return new Traffic(Math.max(0, in - earlier.in), Math.max(0, out - earlier.out));
        }
    }

    /**
     * @param cpuPercent of one processor: 200 is two of them
     * @param network bytes per second
     * @param disk bytes per second
     */
    public record Rate(double cpuPercent, Traffic network, Traffic disk) {
        static final Rate NONE = new Rate(0, new Traffic(0, 0), new Traffic(0, 0));
    }

    /** @param received when the sample came, in case its own time cannot be read */
    public static Usage parse(JsonNode sample, Instant received) {
        long read = 0;
        long written = 0;
        for (JsonNode device : sample.path("diskio").path("io_service_bytes")) {
            read += device.path("stats").path("Read").asLong(0);
            written += device.path("stats").path("Write").asLong(0);
        }
        JsonNode network = sample.path("network");
        return new Usage(
                sample.path("id").asText(""),
                instant(sample.path("timestamp").asText(""), received),
                sample.path("cpu").path("usage").path("total").asLong(0),
                sample.path("memory").path("usage").asLong(0),
                sample.path("memLimit").asLong(0),
                new Traffic(
                        network.path("rx_bytes").asLong(0),
                        network.path("tx_bytes").asLong(0)),
                new Traffic(read, written));
    }

    private static Instant instant(String text, Instant otherwise) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }

    /** How fast, since the earlier sample; nothing when it is not earlier or the counters were reset. */
    public Rate since(Usage earlier) {
        long nanos = Duration.between(earlier.at, at).toNanos();
        if (nanos <= 0 || cpuNanos < earlier.cpuNanos) {
            return Rate.NONE;
        }
        double seconds = nanos / 1e9;
        return new Rate(
                100.0 * (cpuNanos - earlier.cpuNanos) / nanos,
                perSecond(network.minus(earlier.network), seconds),
                perSecond(disk.minus(earlier.disk), seconds));
    }

    private static Traffic perSecond(Traffic traffic, double seconds) {
        return new Traffic(Math.round(traffic.in() / seconds), Math.round(traffic.out() / seconds));
    }
}
