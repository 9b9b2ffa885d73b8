package io.drover.cli.command;

import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.lookup.Kind;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hosts rm}. */
public final class HostsRemoveCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Removal.describe(spec, "HOST");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        return new Removal(context, parsed, context.environmentApi(), Set.of(Kind.HOST)).run();
    }
}
