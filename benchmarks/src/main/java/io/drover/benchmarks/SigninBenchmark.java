package io.drover.benchmarks;

import io.drover.e2e.Api;
import io.drover.e2e.ServerProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Many people sign in at the same moment, while somebody who is signed in reads lists. */
final class SigninBenchmark {
    private static final double P50 = 0.5;
    private static final double P99 = 0.99;

    private final Effort effort;
    private final Progress progress;

    SigninBenchmark(Effort effort, Progress progress) {
        this.effort = effort;
        this.progress = progress;
    }

    Section run() {
        progress.say("Starting a server, and making %d people ...".formatted(effort.people()));
        try (ListBed bed = ListBed.start()) {
            List<Storm.Person> apart =
                    people(bed.root(), "apart", person -> "10.1.%d.%d".formatted(person / 250, person % 250));
            List<Storm.Person> together = people(bed.root(), "together", _ -> "10.2.0.1");
            List<Lists> lists = new ArrayList<>();
            List<Storm> storms = new ArrayList<>();
            Readers warm = Readers.start(bed.url(), key());
            Pause.of(effort.load());
            warm.stop();
            Readers alone = Readers.start(bed.url(), key());
            Pause.of(effort.load());
            lists.add(new Lists("nobody signs in", alone.stop()));
            for (var crowd : List.of(
                    Map.entry("each from an address of their own", apart),
                    Map.entry("all from one address", together))) {
                Readers readers = Readers.start(bed.url(), key());
                storms.add(Storm.of(crowd.getKey(), bed.server(), crowd.getValue()));
                lists.add(new Lists(crowd.getKey(), readers.stop()));
            }
            return section(lists, storms);
        }
    }

    private record Lists(String what, double[] millis) {}

    private interface Place {
        String of(int person);
    }

    private List<Storm.Person> people(Api root, String kind, Place place) {
        return IntStream.range(0, effort.people())
                .mapToObj(number -> {
                    String name = kind + number;
                    String password = "a password of " + name;
                    String account = root.post("/accounts", Map.of("name", name))
                            .expect(201)
                            .path("id")
                            .asText();
                    root.post("/passwords", Map.of("accountId", account, "publicValue", name, "secretValue", password))
                            .expect(201);
                    return new Storm.Person(name, password, place.of(number));
                })
                .toList();
    }

    private static String key() {
        return GatewayBenchmark.basic(ServerProcess.KEY, ServerProcess.SECRET).replace("Authorization: ", "");
    }

    private Section section(List<Lists> lists, List<Storm> storms) {
        return new Section(
                "signin: a storm of sign-ins",
                """
                `drover server` with 20 stacks; %d clients that are signed in read the list of stacks, wait %d ms, and read it \
                again. Then %d people who have never signed in before do so at the same moment, with name and password; who is \
                answered 429 or 503 tries again after the time in `Retry-After`, until all are signed in.""".formatted(Readers.CLIENTS, Readers.REST.toMillis(), effort.people()),
                List.of(
                        new Table(
                                List.of("lists while people sign in", "goal", "p50", "p99", "lists read"),
                                lists.stream().map(SigninBenchmark::row).toList()),
                        new Table(
                                List.of(
                                        "sign-ins",
                                        "at once",
                                        "first answer 429",
                                        "first answer 503",
                                        "median",
                                        "last"),
                                storms.stream().map(SigninBenchmark::row).toList())),
                List.of());
    }

    private static List<String> row(Lists lists) {
        return List.of(
                lists.what(),
                "p99 < 100 ms",
                written("%.1f ms", at(lists.millis(), P50)),
                written("%.1f ms", at(lists.millis(), P99)),
                Integer.toString(lists.millis().length));
    }

    private static List<String> row(Storm storm) {
        return List.of(
                storm.what(),
                Integer.toString(storm.seconds().length),
                Integer.toString(storm.tooMany()),
                Integer.toString(storm.unavailable()),
                written("%.2f s", at(storm.seconds(), P50)),
                written("%.2f s", at(storm.seconds(), 1)));
    }

    /** The value that this share of all is not above. */
    static double at(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    private static String written(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
