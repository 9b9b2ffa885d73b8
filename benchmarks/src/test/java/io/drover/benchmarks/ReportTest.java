package io.drover.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void replacesWhatIsBetweenTheMarksAndNothingElse() {
        String page = "# Page\n" + Report.BEGIN + "\nold\n" + Report.END + "\nanalysis\n";
        assertThat(Report.placed(page, "new"))
                .isEqualTo("# Page\n" + Report.BEGIN + "\nnew\n" + Report.END + "\nanalysis\n");
    }

    @Test
    void isTheWholeFileWithoutMarks() {
        assertThat(Report.placed("", "new")).isEqualTo("new\n");
    }

    @Test
    void writesAlignedTables() {
        var section = new Section(
                "ps",
                "How.",
                List.of(new Table(List.of("what", "s"), List.of(List.of("a", "12.5")))),
                List.of("Well."));
        assertThat(section.markdown()).isEqualTo("""
                ### ps

                How.

                | what | s    |
                |------|------|
                | a    | 12.5 |

                * Well.""");
    }

    @Test
    void readsAnAnswerOfAnEngine() {
        assertThat(EngineHttp.Answer.of("HTTP/1.0 404 Not Found\r\nA: b\r\n\r\n{\"message\":\"no\"}"))
                .isEqualTo(new EngineHttp.Answer(404, "{\"message\":\"no\"}"));
    }
}
