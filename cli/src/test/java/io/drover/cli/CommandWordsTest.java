package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.CommandWords.Overview;
import io.drover.cli.CommandWords.Selected;
import io.drover.cli.CommandWords.Unknown;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CommandWordsTest {
    record Case(String line, CommandWords expected) {}

    static final List<Case> CASES = List.of(
            new Case("", new Overview()),
            new Case("--help", new Overview()),
            new Case("help", new Overview()),
            new Case("--version", new Selected(Verb.VERSION, List.of())),
            new Case("ps -a web", new Selected(Verb.PS, List.of("-a", "web"))),
            new Case("--env ps ps", new Selected(Verb.PS, List.of("--env", "ps"))),
            new Case("--env=x ps", new Selected(Verb.PS, List.of("--env=x"))),
            new Case("-q --url u hosts rm h1", new Selected(Verb.HOSTS_RM, List.of("-q", "--url", "u", "h1"))),
            new Case("hosts", new Selected(Verb.HOSTS_LS, List.of())),
            new Case("hosts -a", new Selected(Verb.HOSTS_LS, List.of("-a"))),
            new Case("hosts --format json ls", new Selected(Verb.HOSTS_LS, List.of("--format", "json"))),
            new Case("hosts h1", new Unknown("hosts h1")),
            new Case("settings", new Selected(Verb.SETTINGS_LIST, List.of())),
            new Case("settings api.host", new Selected(Verb.SETTINGS_LIST, List.of("api.host"))),
            new Case("-q settings set a=b", new Selected(Verb.SETTINGS_SET, List.of("-q", "a=b"))),
            new Case("settings reset a", new Selected(Verb.SETTINGS_RESET, List.of("a"))),
            new Case("signing-keys rotate", new Selected(Verb.SIGNING_KEYS_ROTATE, List.of())),
            new Case("signing-keys x", new Unknown("signing-keys x")),
            new Case("env use Default", new Selected(Verb.ENV_USE, List.of("Default"))),
            new Case("exec web env use", new Selected(Verb.EXEC, List.of("web", "env", "use"))),
            new Case("help env use", new Selected(Verb.ENV_USE, List.of("--help"))),
            new Case("frobnicate", new Unknown("frobnicate")));

    @ParameterizedTest
    @FieldSource("CASES")
    void findsTheCommandAndLeavesTheRest(Case given) {
        List<String> arguments =
                given.line().isEmpty() ? List.of() : List.of(given.line().split(" "));
        assertThat(CommandWords.of(arguments)).isEqualTo(given.expected());
    }
}
