package io.drover.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** One thing that was measured several times, in the order of the runs. */
final class Runs {
    private final String what;
    private final String goal;
    private final Unit unit;
    private final List<Double> values = new ArrayList<>();
    private final List<Usage> usages = new ArrayList<>();

    /** @param goal what it is to be, in words; empty for what others are compared with */
    Runs(String what, String goal, Unit unit) {
        this.what = what;
        this.goal = goal;
        this.unit = unit;
    }

    void add(double value, Usage usage) {
        values.add(value);
        usages.add(usage);
    }

    double median() {
        return median(values.stream().mapToDouble(Double::doubleValue));
    }

    /** Median over the runs of what was spent by a part; 0 when it took no part. */
    double spent(String part) {
        return median(usages.stream().mapToDouble(usage -> usage.parts().getOrDefault(part, 0.0)));
    }

    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    String what() {
        return what;
    }

    /** What, goal, median, single runs, load, foreign share: see {@link #table}. */
    private List<String> row() {
        return List.of(
                what,
                goal,
                unit.with(median()),
                values.stream().map(unit::bare).collect(Collectors.joining(" ")),
                range(Usage::load),
                range(usage -> usage.wall() <= 0 ? 0 : usage.foreign() / usage.wall()));
    }

    private String range(ToDoubleFunction<Usage> number) {
        var statistics = usages.stream().mapToDouble(number).summaryStatistics();
        return String.format(Locale.ROOT, "%.1f to %.1f", statistics.getMin(), statistics.getMax());
    }

    /** Load is the machine's load average when a run starts, foreign the cores that went to other programs during it. */
    static Table table(List<Runs> rows) {
        return new Table(
                List.of("what", "goal", "median", "single runs", "load", "foreign"),
                rows.stream().map(Runs::row).toList());
    }
}
