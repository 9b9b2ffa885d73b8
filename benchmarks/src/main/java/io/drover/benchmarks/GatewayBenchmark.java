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

    /** One way to the same answer. */
    record Way(String what, String url, List<String> headers) {}

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
                the gateway; all in one process.""".formatted(
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
                        new Way("the service itself", url + PATH, List.of()),
                        new Way("bare Spring Cloud Gateway", bare.url() + PATH, List.of()),
                        new Way("Drover's gateway", gateway.url() + PATH, List.of(key))));
                remarks.add(ratio(result, "Drover's gateway", "bare Spring Cloud Gateway", ""));
                return table(result, Map.of("Drover's gateway", "8000/s, p99 < 25 ms"));
            }
        }
    }

    private Table costOfAList(List<String> remarks) {
        progress.say("Starting a server with 20 stacks ...");
        try (ListBed bed = ListBed.start()) {
            var result = byTurns(List.of(
                    new Way("scheduler-service itself", bed.directUrl(), bed.directHeaders()),
                    new Way(
                            "through the gateway",
                            bed.url(),
                            List.of(basic(ServerProcess.KEY, ServerProcess.SECRET)))));
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

    private Map<String, List<Wrk.Load>> byTurns(List<Way> ways) {
        ways.forEach(way -> Wrk.warm(way.url(), CONNECTIONS, effort.load().multipliedBy(2), way.headers()));
        Map<String, List<Wrk.Load>> result = new LinkedHashMap<>();
        for (int round = 0; round < effort.rounds(); round++) {
            for (Way way : ways) {
                Wrk.Load load = Wrk.run(way.url(), CONNECTIONS, effort.load(), way.headers());
                result.computeIfAbsent(way.what(), _ -> new ArrayList<>()).add(load);
                progress.say("%s: %.0f/s, p99 %.1f ms".formatted(way.what(), load.perSecond(), load.p99()));
            }
        }
        return result;
    }

    private static double rate(Map<String, List<Wrk.Load>> result, String what) {
        return Runs.median(result.getOrDefault(what, List.of()).stream().mapToDouble(Wrk.Load::perSecond));
    }

    private static String ratio(Map<String, List<Wrk.Load>> result, String what, String of, String goal) {
        return String.format(
                Locale.ROOT, "%s: %.0f %% of %s%s.", what, 100 * rate(result, what) / rate(result, of), of, goal);
    }

    private static Table table(Map<String, List<Wrk.Load>> result, Map<String, String> goals) {
        List<List<String>> rows = new ArrayList<>();
        result.forEach((what, loads) -> rows.add(List.of(
                what,
                goals.getOrDefault(what, ""),
                String.format(Locale.ROOT, "%.0f/s", rate(result, what)),
                millis(loads.stream().mapToDouble(Wrk.Load::p50).toArray()),
                millis(loads.stream().mapToDouble(Wrk.Load::p99).toArray()),
                String.join(
                        " ",
                        loads.stream()
                                .map(load -> String.format(Locale.ROOT, "%.0f", load.perSecond()))
                                .toList()))));
        return new Table(List.of("what", "goal", "median", "p50", "p99", "single runs"), rows);
    }

    private static String millis(double[] values) {
        return String.format(Locale.ROOT, "%.1f ms", Runs.median(Arrays.stream(values)));
    }

    static String basic(String user, String secret) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
