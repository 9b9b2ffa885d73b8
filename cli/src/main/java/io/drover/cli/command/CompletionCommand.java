package io.drover.cli.command;

import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code completion}: a script for the shell; zsh reads it in its bash way. */
public final class CompletionCommand implements Command {
    private final Supplier<CommandSpec> everything;

    /** @param everything all commands with their options, made only when asked for */
    public CompletionCommand(Supplier<CommandSpec> everything) {
        this.everything = everything;
    }

    @Override
    public void describe(CommandSpec spec) {
        Options.words(spec, "SHELL", "0..1", "bash (also read by zsh after 'autoload bashcompinit; bashcompinit')");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        String shell = parsed.atMost(1).firstWord().orElse("bash");
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw CliFailure.usage("completion is for bash and zsh, not '" + shell + "'");
        }
        context.terminal().out().print(AutoComplete.bash("drover", new CommandLine(everything.get())));
        context.terminal().out().flush();
        return ExitCode.OK;
    }
}
