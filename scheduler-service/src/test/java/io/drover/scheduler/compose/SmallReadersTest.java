package io.drover.scheduler.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.compose.finding.Paths;
import io.drover.scheduler.compose.text.Interpolator;
import io.drover.scheduler.compose.text.Interpolator.Result;
import io.drover.scheduler.compose.text.Quantities;
import io.drover.scheduler.compose.text.ShellWords;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Variables, amounts and commands, one row per rule. */
class SmallReadersTest {
    private static final Map<String, String> VARIABLES = Map.of("A", "1", "EMPTY", "", "B_2", "two");

    record Text(String source, String result, Set<String> unset) {
        Text(String source, String result) {
            this(source, result, Set.of());
        }
    }

    static final List<Text> TEXTS = List.of(
            new Text("plain", "plain"),
            new Text("$A", "1"),
            new Text("$A$A", "11"),
            new Text("${A}x", "1x"),
            new Text("$B_2-$A", "two-1"),
            new Text("$$A", "$A"),
            new Text("$$$A", "$1"),
            new Text("$${A}", "${A}"),
            new Text("$NO", "", Set.of("NO")),
            new Text("${NO}!", "!", Set.of("NO")),
            new Text("$EMPTY", ""),
            new Text("${NO:-d}", "d"),
            new Text("${NO-d}", "d"),
            new Text("${EMPTY:-d}", "d"),
            new Text("${EMPTY-d}", ""),
            new Text("${A:-d}", "1"),
            new Text("${NO:-}", ""),
            new Text("${NO:-a:b-c?d+e}", "a:b-c?d+e"),
            new Text("${A:?needed}", "1"),
            new Text("${EMPTY?needed}", ""),
            new Text("${A:+x}", "x"),
            new Text("${EMPTY:+x}", ""),
            new Text("${EMPTY+x}", "x"),
            new Text("${NO+x}", ""),
            new Text("${NO:-${A}}", "1"),
            new Text("${NO:-${NO2:-${B_2}}}", "two"),
            new Text("${NO:-$NO2}", "", Set.of("NO2")),
            new Text("${A:-$NO}", "1"),
            new Text("${A:-${NO:?needed}}", "1"),
            new Text("${NO:-$$}", "$"),
            new Text("a}b", "a}b"));

    @ParameterizedTest
    @FieldSource("TEXTS")
    void variablesAreReplaced(Text row) {
        assertThat(Interpolator.interpolate(row.source(), VARIABLES))
                .isEqualTo(new Result.Text(row.result(), row.unset()));
    }

    record Wrong(String source, String says) {}

    static final List<Wrong> WRONG = List.of(
            new Wrong("$", "at the end"),
            new Wrong("a $ b", "'$ ' is not a variable"),
            new Wrong("$(date)", "'$(' is not a variable"),
            new Wrong("$1", "'$1' is not a variable"),
            new Wrong("${", "not followed by a variable's name"),
            new Wrong("${}", "not followed by a variable's name"),
            new Wrong("${A", "'${A' is followed by neither"),
            new Wrong("${A:", "'${A' is followed by neither"),
            new Wrong("${A:}", "'${A' is followed by neither"),
            new Wrong("${A!x}", "'${A' is followed by neither"),
            new Wrong("${NO:-x", "not closed"),
            new Wrong("${NO:?set it}", "variable 'NO' is required: set it"),
            new Wrong("${EMPTY:?}", "variable 'EMPTY' is required"),
            new Wrong("${NO?no}", "variable 'NO' is required: no"),
            new Wrong("${NO:-${NO2:?deep}}", "variable 'NO2' is required: deep"),
            new Wrong("${N:-".repeat(30) + "}".repeat(30), "more than 20 deep"));

    @ParameterizedTest
    @FieldSource("WRONG")
    void whatIsNoVariableIsExplained(Wrong row) {
        assertThat(Interpolator.interpolate(row.source(), VARIABLES))
                .isInstanceOfSatisfying(
                        Result.Invalid.class,
                        invalid -> assertThat(invalid.message()).contains(row.says()));
    }

    record Amount(String text, @Nullable Long value) {}

    static final List<Amount> SIZES = List.of(
            new Amount("1", 1L),
            new Amount("512b", 512L),
            new Amount("64k", 65_536L),
            new Amount("64KB", 65_536L),
            new Amount("512m", 536_870_912L),
            new Amount("512 MiB", 536_870_912L),
            new Amount("1.5gb", 1_610_612_736L),
            new Amount("2G", 2_147_483_648L),
            new Amount("-1", -1L),
            new Amount("0", 0L),
            new Amount("", null),
            new Amount("m", null),
            new Amount("1x", null),
            new Amount("1.m", null),
            new Amount("1e3", null),
            new Amount("999999999999999p", null),
            new Amount("1 2m", null));

    @ParameterizedTest
    @FieldSource("SIZES")
    void sizes(Amount row) {
        assertThat(Quantities.bytes(row.text())).isEqualTo(row.value());
    }

    static final List<Amount> DURATIONS = List.of(
            new Amount("1m30s", 90_000L),
            new Amount("90s", 90_000L),
            new Amount("500ms", 500L),
            new Amount("1h2m3s4ms", 3_723_004L),
            new Amount("1.5s", 1_500L),
            new Amount("100us", 0L),
            new Amount("2d", 172_800_000L),
            new Amount("10", 10_000L),
            new Amount("0", 0L),
            new Amount("0s", 0L),
            new Amount("", null),
            new Amount("s", null),
            new Amount("1m 30s", null),
            new Amount("1m30", null),
            new Amount("-5s", null),
            new Amount("5 apples", null));

    @ParameterizedTest
    @FieldSource("DURATIONS")
    void durations(Amount row) {
        assertThat(Quantities.millis(row.text())).isEqualTo(row.value());
    }

    record Command(String text, @Nullable List<String> words) {}

    static final List<Command> COMMANDS = List.of(
            new Command("", List.of()),
            new Command("   ", List.of()),
            new Command("a b  c", List.of("a", "b", "c")),
            new Command("a\nb\tc", List.of("a", "b", "c")),
            new Command("sh -c 'echo \"$HOME\" x'", List.of("sh", "-c", "echo \"$HOME\" x")),
            new Command("\"a b\"'c d'e", List.of("a bc de")),
            new Command("''", List.of("")),
            new Command("a '' b", List.of("a", "", "b")),
            new Command("a\\ b", List.of("a b")),
            new Command("\"a\\\"b\\n\"", List.of("a\"b\\n")),
            new Command("'a\\b'", List.of("a\\b")),
            new Command("a \\\n b", List.of("a", "b")),
            new Command("'a", null),
            new Command("\"a", null),
            new Command("a\\", null));

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void commandsAreSplitAsAShellDoes(Command row) {
        assertThat(ShellWords.split(row.text())).isEqualTo(row.words());
    }

    record Typo(String written, @Nullable String meant) {}

    static final List<Typo> TYPOS = List.of(
            new Typo("imagee", "image"),
            new Typo("volume", "volumes"),
            new Typo("enviroment", "environment"),
            new Typo("dependsOn", "depends_on"),
            new Typo("health-check", "health_check"),
            new Typo("healthchek", "healthcheck"),
            new Typo("prots", "ports"),
            new Typo("colour", null),
            new Typo("x", null));

    @ParameterizedTest
    @FieldSource("TYPOS")
    void aTypoFindsWhatWasMeant(Typo row) {
        assertThat(Paths.closest(row.written(), ServiceKeys.BY_NAME.keySet())).isEqualTo(row.meant());
    }
}
