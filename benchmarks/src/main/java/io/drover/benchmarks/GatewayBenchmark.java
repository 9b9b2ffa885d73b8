package io.drover.benchmarks;

import io.drover.e2e.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What the gateway costs: against the service behind it, against a gateway that checks nothing, and for a real list. */
final class GatewayBenchmark {
    static final int CONNECTIONS = 64;
    private static final String PATH = "/v2-beta/projects/1a5/stacks";

    private final Effort effort;
    private final Progress progress;

    GatewayBenchmark(Effort effort, Progress progress) {
        this.effort = effort;
        this.progress = progress;
    }

    /**
     * One way to the same answer.
     *
     * @param process whose processor time is counted
     */
    record Way(String what, String url, List<String> headers, long process) {}

    /**
     * One run of one way.
     *
     * @param micros processor time of the way's process per request, in microseconds
     * @param usage of the machine; its only part is that process
     */
    record Trip(Wrk.Load load, double micros, Usage usage) {}

    Section run() {
        List<Table> tables = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        tables.add(costOfTheGateway(remarks));
        tables.add(costOfAList(remarks));
        tables.add(costOfChecks());
        return new Section(
                "gateway: requests per second",
                """
                `wrk` with one thread and %d connections, on the same machine; %d s per run and by turns, after %d s of warming \
                up. First three processes: a service that answers a kilobyte of JSON and does nothing, a bare Spring Cloud \
                Gateway with one route, and Drover's gateway with sign-in check, audit, limits, breakers and metrics on. Then \
                a list of 20 stacks, which `drover server` reads from its database: from scheduler-service itself, and through \
                the gateway; all in one process. *processor* is the processor time that the process in question spent per \
                request, user and system: it says what a way costs even where others use the machine too.""".formatted(
                                CONNECTIONS,
                                effort.load().toSeconds(),
                                effort.load().multipliedBy(2).toSeconds()),
                tables,
                remarks);
    }

    private Table costOfTheGateway(List<String> remarks) {
        progress.say("Starting a service, a bare gateway and Drover's gateway ...");
        try (BedProcess service = BedProcess.start("service")) {
            String url = service.url();
            try (BedProcess bare = BedProcess.start("bare", url);
                    BedProcess gateway = BedProcess.start("gateway", url)) {
                String key = basic("key", "secret");
                var result = byTurns(List.of(
                        new Way("the service itself", url + PATH, List.of(), service.pid()),
                        new Way("bare Spring Cloud Gateway", bare.url() + PATH, List.of(), bare.pid()),
                        new Way("Drover's gateway", gateway.url() + PATH, List.of(key), gateway.pid())));
                remarks.add(ratio(result, "Drover's gateway", "bare Spring Cloud Gateway", ""));
                remarks.add(String.format(
                        Locale.ROOT,
                        "Processor time of the gateway's process per request: Drover's %.0f us, the bare one %.0f us.",
                        micros(result, "Drover's gateway"),
                        micros(result, "bare Spring Cloud Gateway")));
                return table(result, Map.of("Drover's gateway", "8000/s, p99 < 25 ms"));
            }
        }
    }

    private Table costOfAList(List<String> remarks) {
        progress.say("Starting a server with 20 stacks ...");
        try (ListBed bed = ListBed.start()) {
            var result = byTurns(List.of(
                    new Way("scheduler-service itself", bed.directUrl(), bed.directHeaders(), bed.pid()),
                    new Way(
                            "through the gateway",
                            bed.url(),
                            List.of(basic(ServerProcess.KEY, ServerProcess.SECRET)),
                            bed.pid())));
            remarks.add(ratio(result, "through the gateway", "scheduler-service itself", " (goal: 80 %)"));
            return table(result, Map.of());
        }
    }

    private Table costOfChecks() {
        progress.say("Timing single checks ...");
        try (BedProcess checks = BedProcess.start("micro")) {
            List<List<String>> rows = new ArrayList<>();
            for (var check : Map.of("token verification", "< 50 us", "policy check", "< 5 us").entrySet().stream()
                    .sorted(Map.Entry.<String, String>comparingByKey().reversed())
                    .toList()) {
                String runs = checks.awaitLine("CHECK " + check.getKey() + ":");
                double median = Runs.median(Arrays.stream(runs.split(" ")).mapToDouble(Double::parseDouble));
                rows.add(
                        List.of(check.getKey(), check.getValue(), String.format(Locale.ROOT, "%.2f us", median), runs));
            }
            return new Table(List.of("one check, in a service", "goal", "median", "single runs"), rows);
        }
    }

    private Map<String, List<Trip>> byTurns(List<Way> ways) {
        ways.forEach(way -> Wrk.warm(way.url(), CONNECTIONS, effort.load().multipliedBy(2), way.headers()));
        Map<String, List<Trip>> result = new LinkedHashMap<>();
        for (int round = 0; round < effort.rounds(); round++) {
            for (Way way : ways) {
                Trip trip = trip(way);
                result.computeIfAbsent(way.what(), _ -> new ArrayList<>()).add(trip);
                progress.say("%s: %.0f/s, p99 %.1f ms, %.0f us of processor per request"
                        .formatted(way.what(), trip.load().perSecond(), trip.load().p99(), trip.micros()));
            }
        }
        return result;
    }

    private Trip trip(Way way) {
        Meter meter = Meter.start(() -> Map.of("process", Proc.spent(way.process())));
        Wrk.Load load = Wrk.run(way.url(), CONNECTIONS, effort.load(), way.headers());
        Usage usage = meter.stop();
        return new Trip(load, usage.parts().getOrDefault("process", 0.0) * 1e6 / load.requests(), usage);
    }

    private static double rate(Map<String, List<Trip>> result, String what) {
        return median(result.getOrDefault(what, List.of()), trip -> trip.load().perSecond());
    }

    private static double micros(Map<String, List<Trip>> result, String what) {
        return median(result.getOrDefault(what, List.of()), Trip::micros);
    }

    private static double median(List<Trip> trips, ToDoubleFunction<Trip> number) {
        return Runs.median(trips.stream().mapToDouble(number));
    }

    private static String ratio(Map<String, List<Trip>> result, String what, String of, String goal) {
        return String.format(
                Locale.ROOT, "%s: %.0f %% of %s%s.", what, 100 * rate(result, what) / rate(result, of), of, goal);
    }

    private static Table table(Map<String, List<Trip>> result, Map<String, String> goals) {
        List<List<String>> rows = new ArrayList<>();
        result.forEach((what, trips) -> rows.add(List.of(
                what,
                goals.getOrDefault(what, ""),
                written("%.0f/s", median(trips, trip -> trip.load().perSecond())),
                written("%.1f ms", median(trips, trip -> trip.load().p50())),
                written("%.1f ms", median(trips, trip -> trip.load().p99())),
                written("%.0f us", median(trips, Trip::micros)),
                trips.stream()
                        .map(trip -> written("%.0f", trip.load().perSecond()))
                        .collect(Collectors.joining(" ")))));
        return new Table(List.of("what", "goal", "median", "p50", "p99", "processor", "single runs"), rows);
    }

    private static String written(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    static String basic(String user, String secret) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
