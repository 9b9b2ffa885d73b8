package io.drover.agent.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.reconcile.Action;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "8, 8", "64, 16"})
    void startsAsManyAtOnceAsTheMachineGainsFrom(int cores, int atOnce) {
        assertThat(taken(new Steps(cores), StepsTest::start)).isEqualTo(atOnce);
    }

    @Test
    void stopsAndStartsDoNotWaitForEachOther() {
        var steps = new Steps(1);
        assertThat(taken(steps, StepsTest::start)).isEqualTo(2);
        assertThat(taken(steps, n -> new Action.Stop("stop" + n, "c" + n, 10, "surplus")))
                .isEqualTo(32);
    }

    @Test
    void oneStepPerInstanceAndItsPlaceIsFreeAfterwards() {
        var steps = new Steps(1);
        assertThat(steps.begin(start(1))).isTrue();
        assertThat(steps.begin(start(1))).isFalse();
        assertThat(steps.begin(start(2))).isTrue();
        assertThat(steps.begin(start(3))).isFalse();
        steps.end("u1");
        assertThat(steps.begin(start(3))).isTrue();
    }

    private static long taken(Steps steps, IntFunction<Action> action) {
        return IntStream.range(0, 100).mapToObj(action).filter(steps::begin).count();
    }

    private static Action start(int number) {
        return new Action.Start("u" + number, "c" + number, 1, "it was created");
    }
}
