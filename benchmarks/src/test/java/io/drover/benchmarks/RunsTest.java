package io.drover.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RunsTest {
    record Case(String name, List<Double> values, double median) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("one", List.of(3.0), 3.0),
            new Case("the middle one, whatever the order", List.of(9.0, 1.0, 2.0), 2.0),
            new Case("between the two in the middle", List.of(4.0, 1.0, 2.0, 9.0), 3.0),
            new Case("one that is far off does not matter", List.of(1.0, 1.1, 1.2, 1.3, 100.0), 1.2),
            new Case("none", List.of(), Double.NaN));

    @ParameterizedTest
    @FieldSource("CASES")
    void median(Case it) {
        assertThat(Runs.median(it.values().stream().flatMapToDouble(DoubleStream::of)))
                .isEqualTo(Double.valueOf(it.median()));
    }

    @Test
    void theTableShowsMedianRunsLoadAndForeignCores() {
        var runs = new Runs("ps", "< 0.4 s", Unit.SECONDS);
        runs.add(0.31, new Usage(1.0, 2.0, 3.0, Map.of("server", 1.0)));
        runs.add(0.52, new Usage(2.5, 2.0, 4.0, Map.of("server", 3.0)));
        runs.add(0.33, new Usage(1.2, 2.0, 1.0, Map.of("server", 1.0)));
        assertThat(Runs.table(List.of(runs)).rows())
                .containsExactly(List.of("ps", "< 0.4 s", "0.33 s", "0.31 0.52 0.33", "1.0 to 2.5", "0.0 to 1.0"));
        assertThat(runs.spent("server")).isEqualTo(1.0);
        assertThat(runs.spent("agents")).isZero();
    }
}
