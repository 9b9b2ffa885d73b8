package io.drover.cli.member;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code roles ls}. */
public final class RoleListCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        RoleFinder.describe(spec);
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        List<Resource> roles = RoleFinder.of(parsed, context).all();
        context.printList(roles, () -> table(roles));
        return ExitCode.OK;
    }

    private static Table table(List<Resource> roles) {
        Table table = new Table("ID", "NAME", "BASE", "GRANTS", "WHERE", "DESCRIPTION");
        roles.forEach(role -> table.add(List.of(
                Cell.of(role.id()),
                new Cell(role.name(), Colour.STRONG),
                Cell.of(role.text("baseRole")),
                Cell.of(String.join(" ", role.texts("grants"))),
                Cell.of(role.text("projectId").isEmpty() ? "everywhere" : "here"),
                Cell.of(role.text("description")))));
        return table;
    }
}
