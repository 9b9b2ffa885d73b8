package io.drover.cli.installation;

import io.drover.cli.api.Resource;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Table;
import java.util.List;

/** Settings in columns. */
final class SettingTables {
    private SettingTables() {}

    static Table all(List<Resource> settings) {
        Table table = new Table("NAME", "VALUE", "SOURCE", "DESCRIPTION");
        settings.forEach(setting -> table.add(List.of(
                Cell.of(setting.name()),
                Cell.of(setting.text("activeValue")),
                Cell.of(setting.text("source")),
                Cell.of(setting.text("description")))));
        return table;
    }

    /** A line for each thing; the stored value only where another one holds. */
    static Table one(Resource setting) {
        Table table = new Table("NAME", setting.name());
        row(table, "value", setting.text("activeValue"));
        row(table, "source", setting.text("source"));
        if (setting.flag("inDb") && !setting.text("value").equals(setting.text("activeValue"))) {
            row(table, "in the database", setting.text("value"));
        }
        row(table, "accepted", setting.text("accepted"));
        row(table, "what it is", setting.text("description"));
        return table;
    }

    private static void row(Table table, String what, String value) {
        table.add(List.of(Cell.of(what), Cell.of(value)));
    }
}
