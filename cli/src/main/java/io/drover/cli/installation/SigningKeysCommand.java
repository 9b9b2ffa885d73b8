package io.drover.cli.installation;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Table;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code signing-keys}: what signs the suite's tokens, and until when older ones are believed. */
public final class SigningKeysCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "retired ones too", "-a", "--all");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        List<Resource> keys = context.api().list("/signingkeys" + (parsed.flag("--all") ? "?_removed=true" : ""));
        context.printList(keys, () -> table(keys));
        return ExitCode.OK;
    }

    private static Table table(List<Resource> keys) {
        Table table = new Table("NAME", "STATE", "SIGNS FROM", "RETIRES");
        keys.forEach(key -> table.add(List.of(
                Cell.of(key.name()),
                Cell.of(key.state()),
                Cell.of(key.text("signsFrom")),
                Cell.of(key.text("retires")))));
        return table;
    }
}
