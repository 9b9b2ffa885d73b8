package io.drover.cli.kept;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code keys}: which encryption keys stored values depend on, and how far replacing one has come. Administrators. */
public final class KeysCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        // Nothing to choose.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        ApiClient api = context.api();
        List<Resource> keys = Stream.of("/masterkeys", "/secretkeys")
                .flatMap(path -> api.list(path).stream())
                .toList();
        context.printList(keys, () -> {
            Table table = new Table("USED FOR", "BACKEND", "KEY", "VALUES", "");
            keys.forEach(key -> table.add(List.of(
                    Cell.of(key.type().equals("masterKey") ? "accounts" : "secrets"),
                    Cell.of(key.text("backend")),
                    new Cell(key.text("generation"), Colour.STRONG),
                    Cell.of(key.text("values")),
                    key.flag("current") ? new Cell("seals", Colour.GOOD) : Cell.of("being replaced"))));
            return table;
        });
        return ExitCode.OK;
    }
}
