package io.drover.benchmarks;

import io.drover.e2e.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code wrk}: one thread, so many connections, each asking again as soon as it was answered. */
final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("(?m)^\\s+([0-9]+) requests in ");
    private static final Pattern PERCENTILE = Pattern.compile("(?m)^\\s+(50|99)%\\s+([0-9.]+)(us|ms|s)\\s*$");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Wrk() {}

    /**
     * One run.
     *
     * @param requests that were answered
     * @param perSecond the same by time
     * @param p50 milliseconds
     * @param p99 milliseconds
     */
    record Load(long requests, double perSecond, double p50, double p99) {}

    /**
     * @param headers name, colon and value
     * @throws IllegalStateException an answer was no success: what was measured would be something else
     */
    static Load run(String url, int connections, Duration length, List<String> headers) {
        return read(output(url, connections, length, headers));
    }

    /** Whatever comes of it: a program that has just started may be slower than any patience. */
    static void warm(String url, int connections, Duration length, List<String> headers) {
        output(url, connections, length, headers);
    }

    private static String output(String url, int connections, Duration length, List<String> headers) {
        List<String> command = new ArrayList<>(List.of(
                "wrk", "-t1", "-c" + connections, "-d" + length.toSeconds() + "s", "--timeout", "30s", "--latency"));
        headers.forEach(header -> command.addAll(List.of("-H", header)));
        command.add(url);
        return Commands.run(PATIENCE, Map.of(), command).orThrow();
    }

    static Load read(String output) {
        if (output.contains("Non-2xx") || output.contains("Socket errors")) {
            throw new IllegalStateException("not every request was answered with success:\n" + output);
        }
        Matcher rate = RATE.matcher(output);
        Matcher requests = REQUESTS.matcher(output);
        if (!rate.find() || !requests.find()) {
            throw new IllegalStateException("no rate in:\n" + output);
        }
        double p50 = 0;
        double p99 = 0;
        for (Matcher line = PERCENTILE.matcher(output); line.find(); ) {
            double millis = Double.parseDouble(line.group(2))
                    * switch (line.group(3)) {
                        case "us" -> 0.001;
                        case "ms" -> 1;
                        default -> 1000;
                    };
            p50 = line.group(1).equals("50") ? millis : p50;
            p99 = line.group(1).equals("99") ? millis : p99;
        }
        return new Load(Long.parseLong(requests.group(1)), Double.parseDouble(rate.group(1)), p50, p99);
    }
}
