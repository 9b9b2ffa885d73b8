package io.drover.cli.command;

import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.lookup.Kind;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code rm}. Hosts have their own word, so that no name is ever taken for one here. */
public final class RemoveCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Removal.describe(spec, "ID|NAME");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        Set<Kind> kinds = Set.of(Kind.STACK, Kind.SERVICE, Kind.CONTAINER);
        return new Removal(context, parsed, context.environmentApi(), kinds).run();
    }
}
