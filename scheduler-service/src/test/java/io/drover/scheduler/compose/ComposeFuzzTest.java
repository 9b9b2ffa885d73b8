package io.drover.scheduler.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.compose.ComposeOutcome.Read;
import io.drover.scheduler.compose.ComposeOutcome.Rejected;
import io.drover.scheduler.compose.finding.ComposeProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the text is, the answer is a stack or a list of mistakes that stand inside the text. */
class ComposeFuzzTest {
    private static final List<String> FILES = Stream.of(
                    "wordpress-v1/docker-compose.yml",
                    "wordpress-v1/rancher-compose.yml",
                    "voting-v2/docker-compose.yml",
                    "voting-v2/rancher-compose.yml",
                    "shop-spec/docker-compose.yml",
                    "sidekicks-v2/docker-compose.yml",
                    "not-honoured/docker-compose.yml",
                    "mistakes/docker-compose.yml")
            .map(ComposeFuzzTest::text)
            .toList();
    private static final List<String> PIECES = List.of(
            "\n",
            "\t",
            "  ",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "&a ",
            "*a",
            "<<: ",
            "!!int ",
            "$",
            "${",
            "${A:-",
            "#",
            "|\n",
            ">\n",
            "---\n",
            "\0",
            "\uD800",
            "é",
            "999999999999999999999",
            "-1",
            "null",
            "~",
            "image",
            "ports: [x]",
            "?",
            "%");

    private static String text(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/golden/compose").resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Found by {@link #anyText}: lines also end with what only other alphabets use. */
    @Example
    void aCharacterThatCannotBeAfterARareLineBreak() {
        for (String lineBreak : List.of("\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029")) {
            check(lineBreak + "\uFFFF", null);
            check("a: b" + lineBreak + "c: \uD83D\uDE00\u0000", null);
        }
    }

    /** Found by {@code bin/fuzz}: what the library does not expect at the end of the text, and in a tag. */
    @Example
    void aBareCarriageReturnAtTheEndAndATagWithAnEscape() {
        check("u\n{#-\r", null);
        check("{#-\r\r", null);
        check("!%-0 =", null);
        check("a: !%20x b", null);
    }

    @Property(tries = 300)
    void anyText(@ForAll String text) {
        check(text, null);
    }

    @Property(tries = 300)
    void anyTextBesideAGoodFile(@ForAll String text) {
        check(FILES.getFirst(), text);
    }

    /** Cuts, repeats, swaps and inserts in files that are good. */
    @Property(tries = 600)
    void mutatedFiles(@ForAll long seed) {
        var dice = new Random(seed);
        String docker = FILES.get(dice.nextInt(FILES.size()));
        String rancher = FILES.get(dice.nextInt(FILES.size()));
        for (int i = dice.nextInt(1, 6); i > 0; i--) {
            docker = mutated(docker, dice);
        }
        check(docker, dice.nextBoolean() ? mutated(rancher, dice) : null);
    }

    private static String mutated(String text, Random dice) {
        int from = dice.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + dice.nextInt(20));
        String piece = PIECES.get(dice.nextInt(PIECES.size()));
        return switch (dice.nextInt(6)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 -> text.substring(0, from) + piece + text.substring(from);
            case 2 -> text.substring(0, from) + piece + text.substring(to);
            case 3 -> text.substring(0, to) + text.substring(from);
            case 4 -> values(text, piece.strip(), dice);
            default -> lines(text, dice);
        };
    }

    /** One line's value is replaced: the shape stays, the type changes. */
    private static String values(String text, String piece, Random dice) {
        String[] lines = text.split("\n", -1);
        int line = dice.nextInt(lines.length);
        lines[line] = lines[line].replaceFirst("(: |- ).*", "$1" + java.util.regex.Matcher.quoteReplacement(piece));
        return String.join("\n", lines);
    }

    private static String lines(String text, Random dice) {
        String[] lines = text.split("\n", -1);
        int one = dice.nextInt(lines.length);
        int two = dice.nextInt(lines.length);
        String line = lines[one];
        lines[one] = lines[two];
        lines[two] = line;
        return String.join("\n", lines);
    }

    private static void check(String docker, @org.jspecify.annotations.Nullable String rancher) {
        switch (ComposeReader.read(docker, rancher, Map.of("A", "1"), "stack")) {
            case Read read ->
                assertThat(read.stack().services().size()
                                + read.stack().warnings().size())
                        .isPositive();
            case Rejected rejected -> {
                assertThat(rejected.problems()).isNotEmpty();
                rejected.problems().forEach(problem -> inside(problem, docker, rancher == null ? "" : rancher));
            }
        }
    }

    private static void inside(ComposeProblem problem, String docker, String rancher) {
        String text = problem.file().equals(ComposeReader.DOCKER_FILE) ? docker : rancher;
        String[] lines = text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1);
        assertThat(problem.line()).isBetween(1, lines.length);
        assertThat(problem.column()).isBetween(1, lines[problem.line() - 1].length() + 1);
        assertThat(problem.message()).isNotBlank();
    }
}
