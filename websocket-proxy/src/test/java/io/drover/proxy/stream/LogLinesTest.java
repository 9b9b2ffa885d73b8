package io.drover.proxy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.link.LogChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    @Test
    void tagsLinesByStreamAndKeepsThemApart() {
        LogLines lines = new LogLines();
        assertThat(lines.accept(chunk(1, "one\ntwo"))).containsExactly("01 one");
        assertThat(lines.accept(chunk(2, "bad\n"))).containsExactly("02 bad");
        assertThat(lines.accept(chunk(1, "!\n\n"))).containsExactly("01 two!", "01 ");
        assertThat(lines.accept(chunk(0, "tty\r\n> "))).containsExactly("00 tty");
        assertThat(lines.rest()).containsExactly("00 > ");
        assertThat(lines.rest()).isEmpty();
    }

    @Test
    void cutsALineWithoutEnd() {
        LogLines lines = new LogLines();
        List<String> cut = lines.accept(chunk(1, "x".repeat(LogLines.LONGEST + 5)));
        assertThat(cut).hasSize(1);
        assertThat(lines.rest()).containsExactly("01 xxxxx");
    }

    @Property
    void howTheEngineCutsItsOutputDoesNotMatter(
            @ForAll List<String> texts, @ForAll @IntRange(min = 1, max = 7) int size) {
        List<String> clean = texts.stream()
                .map(text -> text.codePoints()
                        .filter(point -> point != '\n'
                                && point != '\r'
                                && Character.isDefined(point)
                                && (point < 0xD800 || point > 0xDFFF))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .toList();
        byte[] all = String.join("", clean.stream().map(text -> text + "\n").toList())
                .getBytes(StandardCharsets.UTF_8);
        LogLines lines = new LogLines();
        List<String> seen = new ArrayList<>();
        for (int from = 0; from < all.length; from += size) {
            seen.addAll(lines.accept(
                    new LogChunk(1, Arrays.copyOfRange(all, from, Math.min(all.length, from + size)))));
        }
        assertThat(seen).isEqualTo(clean.stream().map(text -> "01 " + text).toList());
    }

    private static LogChunk chunk(int stream, String text) {
        return new LogChunk(stream, text.getBytes(StandardCharsets.UTF_8));
    }
}
