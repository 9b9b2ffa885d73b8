package io.drover.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.api.Resource;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import java.util.List;

/** What an environment uses of what it may have, a row for each thing that is counted. */
public final class QuotaTable {
    private QuotaTable() {}

    public static Table of(List<Resource> usages) {
        Table table = new Table("WHAT", "USED", "QUOTA");
        for (Resource usage : usages) {
            JsonNode used = usage.json().path("used");
            JsonNode quota = usage.json().path("quota");
            used.fieldNames().forEachRemaining(what -> {
                if (used.path(what).isNumber()) {
                    long limit = quota.path(what).asLong();
                    boolean full = limit > 0 && used.path(what).asLong() >= limit;
                    String amount = used.path(what).asText();
                    table.add(List.of(
                            Cell.of(what),
                            full ? new Cell(amount, Colour.STRONG) : Cell.of(amount),
                            Cell.of(limit == 0 ? "-" : Long.toString(limit))));
                }
            });
        }
        return table;
    }
}
