package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.cli.compose.AnswersFile;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.settings.ServerUrl;
import io.drover.cli.stream.LogFrame;
import io.drover.cli.stream.Since;
import io.drover.cli.terminal.PlainText;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What people type and what servers print: it is understood or refused with a sentence. */
class InputFuzzTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Property(tries = 1000)
    void addressesOfServers(@ForAll("near") String text) {
        try {
            assertThat(ServerUrl.parse(text).base()).matches("https?://.+");
        } catch (CliFailure refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 1000)
    void pointsInTime(@ForAll("near") String text) {
        try {
            assertThat(Since.wire(text, NOW)).matches("-?[0-9]+");
        } catch (CliFailure refused) {
            assertThat(refused.getMessage()).contains("--since");
        }
    }

    @Property(tries = 500)
    void filesOfAnswers(@ForAll("near") String text) {
        try {
            AnswersFile.parse("answers", text);
            AnswersFile.parse("answers.yml", text);
        } catch (CliFailure refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Test
    void aTagThatCannotBeReadIsRefusedWithASentence() {
        assertThatThrownBy(() -> AnswersFile.parse("answers.yml", "a: !%-0 ="))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("answers.yml: a tag ('!...') that cannot be read");
    }

    @Property(tries = 1000)
    void linesOfLogsAndNames(@ForAll String text) {
        assertThat(LogFrame.parse(text).lines()).isNotEmpty();
        assertThat(PlainText.oneLine(text)).doesNotContain("\n", "\r", "\u001b");
    }

    @Test
    void anAddressWithoutASchemeIsRefusedAlsoWithOneInItsPath() {
        assertThatThrownBy(() -> ServerUrl.parse("/a://b")).isInstanceOf(CliFailure.class);
    }

    @Test
    void aSinceOfAMegabyteIsRefused() {
        assertThatThrownBy(() -> Since.wire("1s".repeat(500_000), NOW)).isInstanceOf(CliFailure.class);
    }

    @Provide
    Arbitrary<String> near() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        " ",
                        "10m",
                        "2h30m",
                        "1d",
                        "1d1",
                        "0",
                        "-1",
                        "99999999999999999999d",
                        "2026-01-31T12:00:00Z",
                        "http://h",
                        "h:8080",
                        "http://[::1]:80/v1/projects/1a5",
                        "://",
                        "/a://b",
                        "http://u:p@h",
                        "a: b",
                        "a: [",
                        "a: *x",
                        "\u0000",
                        "\ud800",
                        "\u0661"),
                Arbitraries.strings().ascii().ofMaxLength(20),
                Arbitraries.strings().ofMaxLength(20));
    }
}
