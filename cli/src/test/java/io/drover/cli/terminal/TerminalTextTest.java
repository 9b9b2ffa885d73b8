package io.drover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.terminal.Terminal.Attached;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void columnsAreAlignedAndRowsNotPaddedAtTheEnd() {
        Table table = new Table("ID", "NAME", "DETAIL");
        table.add(List.of(Cell.of("1s1"), Cell.of("hello/wéb"), Cell.of("")));
        table.add(List.of(Cell.of("1s10"), Cell.of("db"), Cell.of("no such\nimage\033[31m!")));
        assertThat(table.render(false)).isEqualTo("""
                ID     NAME        DETAIL
                1s1    hello/wéb
                1s10   db          no such image [31m!
                """);
    }

    @Test
    void coloursDoNotCountAsWidth() {
        Table table = new Table("STATE", "NAME");
        table.add(List.of(new Cell("ok", Colour.GOOD), Cell.of("web")));
        assertThat(table.render(true)).isEqualTo("STATE   NAME\n\033[32mok\033[0m      web\n");
    }

    @Property
    void aCellNeverBreaksTheLine(@ForAll String text) {
        assertThat(Cell.of(text).text().chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void progressElsewhereIsALinePerChange() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Progress progress = new Progress(terminal(err, Attached.NONE));
        progress.show(List.of(new ProgressLine("web", "pulling", Colour.BUSY, "nginx", "10 %")));
        progress.show(List.of(new ProgressLine("web", "pulling", Colour.BUSY, "nginx", "20 %")));
        progress.show(List.of(new ProgressLine("web", "healthy", Colour.GOOD, "", "")));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("web: pulling, nginx\nweb: healthy\n");
    }

    @Test
    void progressOnATerminalGoesBackOverItsLines() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Progress progress = new Progress(terminal(err, new Attached(false, false, true)));
        progress.show(List.of(
                new ProgressLine("web", "pulling", Colour.BUSY, "nginx", "10 %"),
                new ProgressLine("database", "ok", Colour.GOOD, "", "")));
        progress.show(List.of(new ProgressLine("web", "ok", Colour.GOOD, "", "")));
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("\033[?7l\r\033[Kweb       pulling  nginx 10 %\n\r\033[Kdatabase  ok       \n\033[J\033[?7h"
                        + "\033[?7l\033[2A\r\033[Kweb  ok  \n\033[J\033[?7h");
    }

    private static Terminal terminal(ByteArrayOutputStream err, Attached attached) {
        return new Terminal(InputStream.nullInputStream(), new ByteArrayOutputStream(), err, attached, false);
    }

    @Test
    void sizeIsRowsThenColumns() {
        assertThat(TerminalSize.parse("24 80\n")).isEqualTo(Optional.of(new TerminalSize(80, 24)));
        assertThat(TerminalSize.parse("0 0\n")).isEmpty();
        assertThat(TerminalSize.parse("")).isEmpty();
    }
}
