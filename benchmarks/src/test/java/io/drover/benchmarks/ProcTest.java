package io.drover.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcTest {
    @Test
    void countsAProcessAndItsEndedChildrenWhateverItsName() {
        String stat = "4711 (my (odd) name) S 1 4711 4711 0 -1 4194560 100 200 0 0 250 150 75 25 20 0 1 0 12345";
        assertThat(Proc.spentOf(stat)).isEqualTo(5.0);
    }

    @Test
    void countsTheMachineWithoutIdleTimeAndWithoutGuestsTwice() {
        String stat = "cpu  1000 10 200 99999 5000 30 40 20 700 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n";
        assertThat(Proc.busyOf(stat)).isEqualTo(13.0);
    }

    @Test
    void readsOneFieldOfAStatus() {
        assertThat(Proc.kibibytes("Name:\tjava\nVmRSS:\t  4096 kB\nRssAnon:\t 1 kB\n", "VmRSS:"))
                .isEqualTo(4096);
    }

    @Test
    void knowsThisProcess() {
        long self = ProcessHandle.current().pid();
        assertThat(Proc.resident(self)).isGreaterThan(1);
        assertThat(Proc.spent(self)).isPositive();
        assertThat(Proc.spent(0)).isZero();
    }
}
