package io.drover.agent.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.link.StatsSample;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProcFilesTest {
    @Test
    void readsTicksAsNanoseconds() {
        String stat = """
                cpu  10 2 5 100 3 1 1 0 0 0
                cpu0 6 1 3 50 1 1 0 0 0 0
                cpu1 4 1 2 50 2 0 1 0 0 0
                intr 12345
                """;
        assertThat(ProcFiles.cpu(stat))
                .isEqualTo(new StatsSample.Usage(
                        190_000_000L, List.of(110_000_000L, 80_000_000L), 120_000_000L, 70_000_000L));
    }

    @Test
    void readsMemoryInBytes() {
        String meminfo = "MemTotal:       2048 kB\nMemFree:         100 kB\nMemAvailable:   1024 kB\n";
        assertThat(ProcFiles.memory(meminfo, "MemTotal")).isEqualTo(2L << 20);
        assertThat(ProcFiles.memory(meminfo, "Nothing")).isZero();
    }

    @Test
    void namesTheBusiestInterfaceAndListsAllButTheLoopback() {
        String dev = """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo: 999999 1 0 0 0 0 0 0 999999 1 0 0 0 0 0 0
                  eth0: 100 2 3 4 0 0 0 0 500 6 7 8 0 0 0 0
                docker0: 50 1 0 0 0 0 0 0 60 1 0 0 0 0 0 0
                """;
        StatsSample.Network network = Objects.requireNonNull(ProcFiles.network(dev));
        assertThat(network.name()).isEqualTo("eth0");
        assertThat(List.of(network.rxBytes(), network.rxDropped(), network.txBytes(), network.txDropped()))
                .containsExactly(100L, 4L, 500L, 8L);
        assertThat(network.interfaces()).extracting("name").containsExactly("eth0", "docker0");
    }

    @Test
    void countsDisksInBytes() {
        String diskstats = """
                 254 0 vda 100 0 8 0 50 0 16 0 0 0 0
                   7 0 loop0 5 0 5 0 5 0 5 0 0 0 0
                 254 16 vdb 0 0 0 0 0 0 0 0 0 0 0
                """;
        assertThat(ProcFiles.disks(diskstats).ioServiceBytes())
                .containsExactly(new StatsSample.Device(254, 0, new StatsSample.Stats(4096, 8192, 0, 12288, 12288)));
    }
}
