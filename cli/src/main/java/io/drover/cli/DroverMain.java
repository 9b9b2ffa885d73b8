package io.drover.cli;

import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.GlobalFlags;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.invocation.Prompt;
import io.drover.cli.invocation.Surroundings;
import io.drover.cli.terminal.Terminal;
import io.drover.cli.training.Rehearsal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code drover} command: finds the word, reads its options, runs it, and turns failures into sentences. */
public final class DroverMain {
    private DroverMain() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--train")) {
            System.exit(Rehearsal.run(DroverMain::run));
        }
        Map<String, String> variables = System.getenv();
        Surroundings surroundings = new Surroundings(
                Terminal.ofProcess(variables),
                new Prompt.OfConsole(),
                variables,
                Path.of(System.getProperty("user.home")),
                InstantSource.system());
        System.exit(run(List.of(arguments), surroundings));
    }

    /** @return the exit code */
    public static int run(List<String> arguments, Surroundings surroundings) {
        Terminal terminal = surroundings.terminal();
        return switch (CommandWords.of(arguments)) {
            case CommandWords.Overview() -> {
                terminal.out().print(Overview.text());
                terminal.out().flush();
                yield ExitCode.OK;
            }
            case CommandWords.Unknown(String word) -> {
                terminal.say("drover: there is no command '" + word + "'" + Overview.didYouMean(word)
                        + ": 'drover --help' lists them");
                yield ExitCode.USAGE;
            }
            case CommandWords.Selected(Verb verb, List<String> rest) -> run(verb, rest, surroundings);
        };
    }

    private static int run(Verb verb, List<String> arguments, Surroundings surroundings) {
        Terminal terminal = surroundings.terminal();
        Command command = verb.create();
        // A word that starts with @ is a word, not a file of arguments: 'exec web curl -d @body'.
        CommandLine line = new CommandLine(spec(verb, command)).setExpandAtFiles(false);
        boolean debug = arguments.contains("--debug");
        try {
            Parsed parsed = new Parsed(line.parseArgs(arguments.toArray(String[]::new)));
            if (parsed.flag("--help")) {
                line.usage(terminal.out(), terminal.coloursOnOut() ? Ansi.ON : Ansi.OFF);
                terminal.out().flush();
                return ExitCode.OK;
            }
            try (CommandContext context = CommandContext.of(surroundings, parsed)) {
                return command.run(parsed, context);
            }
        } catch (ParameterException e) {
            terminal.say("drover " + verb.words() + ": " + sentence(e));
            UnmatchedArgumentException.printSuggestions(e, terminal.err());
            terminal.say("  'drover " + verb.words() + " --help' shows what it takes");
            return ExitCode.USAGE;
        } catch (CliFailure failure) {
            terminal.out().flush();
            terminal.say("drover: " + failure.sentence());
            if (debug) {
                failure.printStackTrace(terminal.err());
            }
            return failure.exitCode();
        }
    }

    private static String sentence(ParameterException e) {
        boolean wordMissing = e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()
                && missing.getMissing().getFirst().isPositional();
        return wordMissing
                ? "missing "
                        + ((MissingParameterException) e)
                                .getMissing()
                                .getFirst()
                                .paramLabel()
                                .replace(Options.MORE, "")
                : String.valueOf(e.getMessage());
    }

    static CommandSpec spec(Verb verb, Command command) {
        CommandSpec spec = CommandSpec.create().name("drover " + verb.words());
        spec.usageMessage().description(verb.summary() + ".").sortOptions(false).width(100);
        command.describe(spec);
        GlobalFlags.describe(spec);
        return spec;
    }
}
