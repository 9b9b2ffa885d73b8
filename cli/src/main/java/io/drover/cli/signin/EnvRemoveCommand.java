package io.drover.cli.signin;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code env rm}: with everything in it, so a person at a terminal is asked to type its name. */
public final class EnvRemoveCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "do not ask", "-f", "--force");
        Options.words(spec, "NAME", "1..*", "environments, by name or id");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        ApiClient api = context.api();
        List<Resource> mine = api.list("/projects");
        List<Resource> chosen = parsed.words().stream()
                .map(name -> CommandContext.chooseEnvironment(mine, Optional.of(name)))
                .toList();
        for (Resource environment : chosen) {
            confirm(environment, parsed, context);
            api.delete("/projects/" + environment.id());
        }
        context.printEach(chosen, environment -> "environment " + environment.name() + " is being removed");
        return ExitCode.OK;
    }

    private static void confirm(Resource environment, Parsed parsed, CommandContext context) {
        if (parsed.flag("--force") || !context.terminal().attached().in()) {
            return;
        }
        if (!context.prompt().isPossible()) {
            throw CliFailure.usage(
                    "cannot ask whether to remove with the output redirected: give -f to remove unasked");
        }
        Optional<String> answer = context.prompt()
                .line("Remove environment " + environment.name()
                        + " with all its stacks, containers and hosts? Type its name: ");
        if (!answer.map(text -> text.strip().toLowerCase(Locale.ROOT))
                .orElse("")
                .equals(environment.name().toLowerCase(Locale.ROOT))) {
            throw CliFailure.of("nothing was removed");
        }
    }
}
