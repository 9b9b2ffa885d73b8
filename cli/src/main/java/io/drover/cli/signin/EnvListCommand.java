package io.drover.cli.signin;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.settings.Settings;
import io.drover.cli.view.EnvironmentTable;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code env ls}. */
public final class EnvListCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "everybody's, for administrators", "-a", "--all");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        Settings settings = context.settings();
        String path = parsed.flag("--all") ? "/projects?all=true" : "/projects";
        List<Resource> environments = context.client(settings).list(path);
        String used = settings.environment() == null ? "" : settings.environment();
        context.printList(environments, () -> EnvironmentTable.of(environments, used));
        return ExitCode.OK;
    }
}
