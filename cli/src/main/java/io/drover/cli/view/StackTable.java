package io.drover.cli.view;

import io.drover.cli.api.Resource;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import java.util.Comparator;
import java.util.List;

/** Stacks by name. */
public final class StackTable {
    private StackTable() {}

    public static Table of(List<Resource> stacks) {
        Table table = new Table("ID", "NAME", "STATE", "SERVICES", "DETAIL");
        stacks.stream()
                .sorted(Comparator.comparing(Resource::name).thenComparing(Resource::id))
                .forEach(stack -> table.add(List.of(
                        Cell.of(stack.id()),
                        new Cell(stack.name(), Colour.STRONG),
                        StateText.cell(stack),
                        Cell.of(Integer.toString(stack.count("serviceIds"))),
                        Cell.of(detail(stack)))));
        return table;
    }

    private static String detail(Resource stack) {
        String detail = StateText.detail(stack);
        int warnings = stack.texts("warnings").size();
        if (!detail.isEmpty() || warnings == 0) {
            return detail;
        }
        return warnings + (warnings == 1 ? " warning" : " warnings") + ": drover inspect " + stack.name();
    }
}
