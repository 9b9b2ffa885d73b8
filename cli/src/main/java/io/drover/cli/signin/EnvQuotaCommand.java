package io.drover.cli.signin;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.view.QuotaTable;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code env quota}: of the environment in use. */
public final class EnvQuotaCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        // Only the global options.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        List<Resource> usages = context.environmentApi().list("quotausages");
        context.printList(usages, () -> QuotaTable.of(usages));
        return ExitCode.OK;
    }
}
