package io.drover.cli.signin;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.settings.Settings;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code env use}: remembers id and name, so that later commands ask for neither. */
public final class EnvUseCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.words(spec, "NAME", "1", "environment, by name or id");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        Optional<String> name = parsed.atMost(1).firstWord();
        Settings remembered = context.remembered();
        if (remembered.credential() == null) {
            throw CliFailure.of("there is nothing to remember it with: log in first with 'drover login URL',"
                    + " or give DROVER_ENVIRONMENT beside DROVER_ACCESS_KEY");
        }
        Resource chosen =
                CommandContext.chooseEnvironment(context.client(remembered).list("/projects"), name);
        context.settingsFile().write(remembered.inEnvironment(chosen.id(), chosen.name()));
        context.printOne(chosen, "working in environment " + chosen.name() + " (" + chosen.id() + ")");
        return ExitCode.OK;
    }
}
