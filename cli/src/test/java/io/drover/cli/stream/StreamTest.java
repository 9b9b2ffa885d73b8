package io.drover.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.cli.failure.CliFailure;
import io.drover.cli.stream.TextFrames.End;
import io.drover.cli.stream.Usage.Rate;
import io.drover.cli.stream.Usage.Traffic;
import io.drover.cli.terminal.TerminalSize;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class StreamTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    record Frame(String text, LogFrame expected) {}

    static final List<Frame> FRAMES = List.of(
            new Frame("00 a", new LogFrame(false, List.of("a"))),
            new Frame("01 a\nb\r\n", new LogFrame(false, List.of("a", "b"))),
            new Frame("02 a", new LogFrame(true, List.of("a"))),
            new Frame("01 ", new LogFrame(false, List.of(""))),
            new Frame("01 \n", new LogFrame(false, List.of(""))),
            new Frame("untagged", new LogFrame(false, List.of("untagged"))),
            new Frame("07 odd", new LogFrame(false, List.of("07 odd"))));

    @ParameterizedTest
    @FieldSource("FRAMES")
    void logFramesHaveAStreamAndLines(Frame given) {
        assertThat(LogFrame.parse(given.text())).isEqualTo(given.expected());
    }

    record Time(String text, String wire) {}

    static final List<Time> TIMES = List.of(
            new Time("90s", "999910"),
            new Time("10m", "999400"),
            new Time("1h30m", "994600"),
            new Time("1d", "913600"),
            new Time("1d2h", "906400"),
            new Time("12345", "12345"),
            new Time("1970-01-01T00:01:00Z", "60"));

    @ParameterizedTest
    @FieldSource("TIMES")
    void timesBecomeSeconds(Time given) {
        assertThat(Since.wire(given.text(), NOW)).isEqualTo(given.wire());
    }

    @Test
    void otherTimesAreRefused() {
        assertThatThrownBy(() -> Since.wire("yesterday", NOW))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("'yesterday'");
    }

    @Test
    void theCloseReasonIsTheExitCode() {
        assertThat(ShellSession.exitCode(new End(1000, "exit=0"))).isZero();
        assertThat(ShellSession.exitCode(new End(1000, "exit=137"))).isEqualTo(137);
        assertThatThrownBy(() -> ShellSession.exitCode(new End(1000, "exit=no such file")))
                .hasMessage("the command could not be run: no such file");
        assertThatThrownBy(() -> ShellSession.exitCode(new End(1000, "")))
                .hasMessage("the session ended and the server did not say how");
        assertThatThrownBy(() -> ShellSession.exitCode(new End(1006, ""))).hasMessage("the session was cut off");
    }

    @Test
    void aNewSizeIsColumnsThenRows() {
        assertThat(ShellSession.resize(new TerminalSize(80, 24))).isEqualTo(":resizeTTY:80,24");
    }

    @Test
    void ratesComeFromTwoSamples() {
        Usage first = new Usage("1i1", NOW, 1_000_000_000L, 5, 9, new Traffic(100, 200), new Traffic(0, 0));
        Usage second =
                new Usage("1i1", NOW.plusSeconds(2), 2_000_000_000L, 7, 9, new Traffic(300, 200), new Traffic(4096, 0));
        assertThat(second.since(first)).isEqualTo(new Rate(50.0, new Traffic(100, 0), new Traffic(2048, 0)));
        // The container was started again: its counters begin anew.
        assertThat(first.since(second)).isEqualTo(Rate.NONE);
    }

    @Test
    void bytesAreReadable() {
        assertThat(List.of(ByteText.of(0), ByteText.of(1023), ByteText.of(1536), ByteText.of(5L << 40)))
                .containsExactly("0 B", "1023 B", "1.5 KiB", "5.0 TiB");
    }
}
