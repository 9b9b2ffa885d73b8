package io.drover.cli.view;

import io.drover.cli.api.Resource;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import java.util.List;
import java.util.Map;

/** Containers by name, with the host they run on and the engine's id. */
public final class ContainerTable {
    /** As long as {@code docker ps} shows it. */
    private static final int ENGINE_ID_LENGTH = 12;

    private ContainerTable() {}

    public static Table of(List<Resource> containers, Map<String, String> hostNames) {
        Table table = new Table("ID", "NAME", "IMAGE", "STATE", "HOST", "IP", "DOCKER", "DETAIL");
        List<Resource> sorted =
                containers.stream().sorted(ContainerOrder.BY_NAME).toList();
        for (Resource container : sorted) {
            String engineId = container.text("externalId");
            String host = container.text("hostId");
            table.add(List.of(
                    Cell.of(container.id()),
                    new Cell(container.name(), Colour.STRONG),
                    Cell.of(image(container)),
                    StateText.cell(container),
                    Cell.of(hostNames.getOrDefault(host, host)),
                    Cell.of(container.text("primaryIpAddress")),
                    Cell.of(engineId.substring(0, Math.min(ENGINE_ID_LENGTH, engineId.length()))),
                    Cell.of(StateText.detail(container))));
        }
        return table;
    }

    private static String image(Resource container) {
        String image = container.text("imageUuid");
        return image.startsWith("docker:") ? image.substring("docker:".length()) : image;
    }
}
