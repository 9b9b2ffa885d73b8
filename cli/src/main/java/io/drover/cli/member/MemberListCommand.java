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

/** {@code env members}. */
public final class MemberListCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        // No options of its own.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        List<Resource> members = MemberList.read(context.environmentApi()).all();
        context.printList(members, () -> table(members));
        return ExitCode.OK;
    }

    private static Table table(List<Resource> members) {
        Table table = new Table("NAME", "ROLE", "KIND", "ID");
        members.forEach(member -> table.add(List.of(
                new Cell(member.name(), Colour.STRONG),
                Cell.of(member.text("role")),
                Cell.of(member.flag("user") ? "user" : "group"),
                Cell.of(MemberList.idOf(member)))));
        return table;
    }
}
