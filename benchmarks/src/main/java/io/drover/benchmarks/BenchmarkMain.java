package io.drover.benchmarks;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code bin/benchmark}: measures, prints tables, and writes them to a file if asked to. */
public final class BenchmarkMain {
    private static final int WRONG_USE = 2;
    private static final Set<String> WITHOUT_HOSTS = Set.of("start", "gateway", "signin");

    private final Options options;
    private final Progress progress = new Progress(System.err);

    private BenchmarkMain(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) {
        try {
            new BenchmarkMain(Options.of(List.of(arguments))).run();
        } catch (IllegalArgumentException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(WRONG_USE);
        }
    }

    private void run() {
        List<Section> sections = new ArrayList<>();
        if (options.names().contains("start")) {
            add(sections, new StartBenchmark(options.effort(), progress).run());
        }
        if (options.names().contains("gateway")) {
            add(sections, new GatewayBenchmark(options.effort(), progress).run());
        }
        if (options.names().contains("signin")) {
            add(sections, new SigninBenchmark(options.effort(), progress).run());
        }
        List<String> onHosts = options.names().stream()
                .filter(name -> !WITHOUT_HOSTS.contains(name))
                .toList();
        if (!onHosts.isEmpty()) {
            progress.say("Starting a server and " + Bed.HOSTS + " hosts ...");
            try (Bed bed = Bed.fresh()) {
                onHosts.forEach(name -> add(sections, measure(name, bed)));
            }
        }
    }

    private Section measure(String name, Bed bed) {
        Effort effort = options.effort();
        return switch (name) {
            case "memory" -> new MemoryBenchmark(bed, effort, progress).run();
            case "deploy50" -> new DeployBenchmark(bed, effort, progress).run();
            case "restart" -> new RestartBenchmark(bed, effort, progress).run();
            case "ps" -> new PsBenchmark(bed, effort, progress).run();
            default -> throw new IllegalArgumentException("no benchmark '" + name + "'");
        };
    }

    /** The report grows with every section: if the run is ended, what there is is not lost. */
    private void add(List<Section> sections, Section section) {
        sections.add(section);
        String results = Report.markdown(sections, Clock.systemUTC().instant());
        options.report().ifPresent(file -> Report.write(file, results));
        System.out.println("\n" + section.markdown() + "\n");
    }
}
