package io.drover.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.api.Resource;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Hosts by name. */
public final class HostTable {
    private HostTable() {}

    public static Table of(List<Resource> hosts) {
        Table table = new Table("ID", "HOSTNAME", "STATE", "CONTAINERS", "IP", "LABELS", "DETAIL");
        hosts.stream()
                .sorted(Comparator.comparing(HostTable::displayName).thenComparing(Resource::id))
                .forEach(host -> table.add(List.of(
                        Cell.of(host.id()),
                        new Cell(displayName(host), Colour.STRONG),
                        StateText.cell(host),
                        Cell.of(Integer.toString(host.count("instanceIds"))),
                        Cell.of(host.text("agentIpAddress")),
                        Cell.of(ownLabels(host)),
                        Cell.of(StateText.detail(host)))));
        return table;
    }

    public static String displayName(Resource host) {
        return host.name().isEmpty() ? host.text("hostname") : host.name();
    }

    /** Labels a person gave; those of the machine itself are in {@code inspect}. */
    private static String ownLabels(Resource host) {
        List<String> labels = new ArrayList<>();
        JsonNode all = host.json().path("labels");
        all.fieldNames().forEachRemaining(key -> {
            if (!key.startsWith("io.rancher.host.")) {
                labels.add(key + "=" + all.path(key).asText(""));
            }
        });
        labels.sort(Comparator.naturalOrder());
        return String.join(",", labels);
    }
}
