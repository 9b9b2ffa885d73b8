package io.drover.cli.view;

import io.drover.cli.api.Resource;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import java.util.Comparator;
import java.util.List;

/** Environments by name; a star marks the one in use. */
public final class EnvironmentTable {
    private EnvironmentTable() {}

    /** @param used id or name of the environment in use, or empty */
    public static Table of(List<Resource> environments, String used) {
        Table table = new Table("ID", "NAME", "STATE", "IN USE", "CREATED");
        environments.stream()
                .sorted(Comparator.comparing(Resource::name).thenComparing(Resource::id))
                .forEach(environment -> table.add(List.of(
                        Cell.of(environment.id()),
                        new Cell(environment.name(), Colour.STRONG),
                        StateText.cell(environment),
                        Cell.of(isUsed(environment, used) ? "*" : ""),
                        Cell.of(environment.text("created")))));
        return table;
    }

    private static boolean isUsed(Resource environment, String used) {
        return environment.id().equals(used) || environment.name().equals(used);
    }
}
