package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What {@code --help} of each command says. */
class HelpTest {
    @TempDir
    Path home;

    record Usage(String command, String expected) {}

    static final List<Usage> USAGES = List.of(
            new Usage("login", "[URL]"),
            new Usage("ps", "[SERVICE]"),
            new Usage("scale", "SERVICE=N..."),
            new Usage("stats", "[CONTAINER|SERVICE|HOST...]"),
            new Usage("exec", "CONTAINER|SERVICE CMD..."),
            new Usage("secrets add", "NAME [FILE]"),
            new Usage("roles create", "NAME GRANT..."),
            new Usage("env set-member", "WHO ROLE"));

    private String help(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add("--help");
        Drover.Result result = new Drover(home).run(arguments.toArray(String[]::new));
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        return result.out().replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @FieldSource("USAGES")
    void eachWordIsNamedOnce(Usage given) {
        assertThat(help(given.command())).containsPattern("URL] " + Pattern.quote(given.expected()) + " [A-Z]");
    }

    @Test
    void aPercentSignIsOne() {
        assertThat(help("audit list")).contains("api.stack.create; a % stands for anything");
    }

    /** The library says what it cannot read in its own way, past the terminal. */
    @ParameterizedTest
    @EnumSource(Verb.class)
    void theLibraryUnderstandsEveryText(Verb verb) {
        PrintStream before = System.err;
        var said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            help(verb.words());
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
