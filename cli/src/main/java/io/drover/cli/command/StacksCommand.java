package io.drover.cli.command;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.view.ListFilter;
import io.drover.cli.view.StackTable;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code stacks}. */
public final class StacksCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "what is removed or of the system too", "-a", "--all");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        boolean all = parsed.flag("--all");
        List<Resource> stacks = ListFilter.apply(context.environmentApi().list("stacks?" + ListFilter.query(all)), all);
        context.printList(stacks, () -> StackTable.of(stacks));
        return ExitCode.OK;
    }
}
