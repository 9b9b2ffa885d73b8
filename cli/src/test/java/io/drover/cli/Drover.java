package io.drover.cli;

import io.drover.cli.invocation.Prompt;
import io.drover.cli.invocation.Surroundings;
import io.drover.cli.settings.Credential;
import io.drover.cli.settings.ServerUrl;
import io.drover.cli.settings.Settings;
import io.drover.cli.settings.SettingsFile;
import io.drover.cli.terminal.Terminal;
import io.drover.cli.terminal.Terminal.Attached;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Runs the command as a test's user would, and keeps what it said. */
final class Drover {
    static final String ENVIRONMENT = "/v2-beta/projects/1a5/";

    private final Path home;
    private final Map<String, String> variables = new HashMap<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private String input = "";
    private Attached attached = Attached.NONE;
    private UnaryOperator<String> person = _ -> "";
    private InstantSource clock = InstantSource.system();

    record Result(int code, String out, String err) {}

    Drover(Path home) {
        this.home = home;
    }

    static Drover loggedIn(Path home, FakeServer server) {
        Drover drover = new Drover(home);
        drover.file()
                .write(new Settings(ServerUrl.parse(server.url()), new Credential.Token("token-1"), "1a5", "Default"));
        return drover;
    }

    SettingsFile file() {
        return new SettingsFile(home.resolve(".drover").resolve("cli.json"));
    }

    Drover variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Drover input(String text) {
        input = text;
        return this;
    }

    /** A person is at the terminal and types these. */
    Drover answering(String... typed) {
        answers.addAll(List.of(typed));
        attached = new Attached(true, false, false);
        return this;
    }

    /** A person is at the terminal who looks at what was said so far when nothing is asked, and then types this. */
    Drover watching(UnaryOperator<String> whoLooks) {
        person = whoLooks;
        attached = new Attached(true, false, false);
        return this;
    }

    Drover at(Instant now) {
        clock = InstantSource.fixed(now);
        return this;
    }

    Drover attached(Attached to) {
        attached = to;
        return this;
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err, attached, false);
        int code = DroverMain.run(
                List.of(arguments),
                new Surroundings(
                        terminal,
                        new Typed(answers, attached.in(), () -> person.apply(err.toString(StandardCharsets.UTF_8))),
                        variables,
                        home,
                        clock));
        terminal.out().flush();
        terminal.err().flush();
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private record Typed(Queue<String> answers, boolean isPossible, Supplier<String> unasked) implements Prompt {
        @Override
        public Optional<String> line(String question) {
            return question.isEmpty()
                    ? Optional.of(unasked.get()).filter(typed -> !typed.isEmpty())
                    : Optional.ofNullable(answers.poll());
        }

        @Override
        public Optional<String> secret(String question) {
            return Optional.ofNullable(answers.poll());
        }
    }
}
