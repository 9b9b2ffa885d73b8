package io.drover.cli.member;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code roles rm}: the server refuses while somebody has the role. */
public final class RoleRemoveCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        RoleFinder.describe(spec);
        Options.words(spec, "NAME", "1..*", "roles, by name or id");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        RoleFinder roles = RoleFinder.of(parsed, context);
        List<Resource> chosen = parsed.words().stream().map(roles::find).toList();
        chosen.forEach(role -> roles.api().delete(roles.pathOf(role)));
        context.printEach(chosen, role -> "role " + role.name() + " removed");
        return ExitCode.OK;
    }
}
