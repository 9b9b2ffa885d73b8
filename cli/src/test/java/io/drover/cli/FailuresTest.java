package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.FakeServer.Reply;
import io.drover.cli.training.Rehearsal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FailuresTest {
    private static final String STACKS = "GET /v2-beta/projects/1a5/stacks";

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    record Case(String name, Reply reply, String sentence) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> REFUSALS = List.of(
            new Case(
                    "expired sign-in",
                    new Reply(401, Wire.error(401, "Unauthorized", "Unauthorized", "")),
                    "not logged in, or the sign-in has expired: log in with 'drover login'"),
            new Case(
                    "foreign environment",
                    new Reply(403, Wire.error(403, "Forbidden", "Forbidden", "")),
                    "not allowed: this needs another role or environment ('drover env ls' lists yours)"),
            new Case(
                    "refused value",
                    new Reply(422, Wire.error(422, "InvalidOption", "x is none of a, b", "state")),
                    "'state' was refused: x is none of a, b (InvalidOption)"),
            new Case(
                    "a proxy's page",
                    new Reply(502, "<html>Bad Gateway</html>"),
                    "the server answered 502 to GET stacks?limit=-2&removed_null=1&state_ne=inactive&state_ne=stopped"
                            + "&state_ne=removing: its log says more"),
            new Case("something else at the address", Reply.ok("{\"hello\":\"world\"}"), "is not a collection"));

    @ParameterizedTest
    @FieldSource("REFUSALS")
    void becomeOneSentence(Case given) {
        server.on(STACKS, request -> given.reply());
        var result = Drover.loggedIn(home, server).run("stacks");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("drover: ").contains(given.sentence());
        assertThat(result.err().lines()).hasSize(1);
    }

    @Test
    void nobodyAtTheAddress() {
        Drover drover = Drover.loggedIn(home, server);
        String url = server.url();
        server.close();
        assertThat(drover.run("ps").err())
                .isEqualTo("drover: cannot reach " + url + ": is the server running? start it with 'drover server' or"
                        + " 'drover up', or name another with --url\n");
    }

    @Test
    void anotherServerIsNotShownTheToken() {
        try (FakeServer other = new FakeServer()) {
            var result = Drover.loggedIn(home, server).run("ps", "--url", other.url(), "--env", "1a5");
            assertThat(result.code()).isEqualTo(1);
            assertThat(other.requests())
                    .isNotEmpty()
                    .allMatch(request -> request.header("authorization").isEmpty());
        }
    }

    @Test
    void aLinkToSomewhereElseIsNotFollowed() {
        server.on(STACKS, "{\"data\":[],\"pagination\":{\"next\":\"http://elsewhere:1/x\"}}");
        assertThat(Drover.loggedIn(home, server).run("stacks").err()).contains("nothing was sent there");
    }

    @Test
    void debugShowsRequestsButNoCredential() {
        server.on(STACKS, Wire.collection());
        var result = Drover.loggedIn(home, server).run("stacks", "--debug");
        assertThat(result.err()).contains("debug: GET " + server.url()).doesNotContain("token-1");
    }

    record Misuse(List<String> arguments, String says) {}

    static final List<Misuse> MISUSES = List.of(
            new Misuse(List.of("pss"), "there is no command 'pss', did you mean 'ps'?"),
            new Misuse(List.of("hosts", "rem"), "there is no command 'hosts rem', did you mean 'hosts rm'?"),
            new Misuse(List.of("ps", "--al"), "Possible solutions: --all"),
            new Misuse(List.of("ps", "a", "b"), "'b' is one word too many"),
            new Misuse(List.of("scale"), "missing SERVICE=N"),
            new Misuse(List.of("scale", "web"), "'web' is not SERVICE=N"),
            new Misuse(List.of("scale", "web=-1"), "'web=-1' is not SERVICE=N"),
            new Misuse(List.of("ps", "--format", "yaml"), "--format is 'table' or 'json', not 'yaml'"),
            new Misuse(List.of("wait", "x", "--timeout", "soon"), "'soon' is not an int"),
            new Misuse(List.of("wait", "x", "--timeout", "-1"), "--timeout must not be negative: -1"),
            new Misuse(List.of("logs", "1i1", "--tail", "few"), "--tail is a number of lines or 'all', not 'few'"),
            new Misuse(List.of("up"), "up needs a compose file"),
            new Misuse(List.of("ps", "--url", "ftp://x"), "'ftp://x' is not a server's address"));

    @ParameterizedTest
    @FieldSource("MISUSES")
    void wrongUseIsSaidAndAnswersTwo(Misuse given) {
        var result = Drover.loggedIn(home, server).run(given.arguments().toArray(String[]::new));
        assertThat(result.err()).contains(given.says());
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void helpVersionAndCompletionNeedNoServer() {
        Drover drover = new Drover(home);
        assertThat(drover.run("--help").out()).contains("hosts add", "DROVER_URL");
        assertThat(drover.run("help", "up").out()).contains("--rancher-file");
        assertThat(drover.run("up", "--help").out()).contains("--error-grace");
        assertThat(drover.run("version").out()).startsWith("drover ");
        assertThat(drover.run("completion").out()).contains("complete -F", "--rancher-file");
    }

    @Test
    void theRehearsalSucceeds() {
        assertThat(Rehearsal.run(DroverMain::run)).isZero();
    }
}
