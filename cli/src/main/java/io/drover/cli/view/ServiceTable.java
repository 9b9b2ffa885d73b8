package io.drover.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.api.Resource;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code drover ps}: services by stack and name. */
public final class ServiceTable {
    private static final int ENDPOINTS_SHOWN = 3;

    private ServiceTable() {}

    public static Table of(List<Resource> services, Map<String, String> stackNames) {
        Table table = new Table("ID", "NAME", "IMAGE", "STATE", "SCALE", "ENDPOINTS", "DETAIL");
        List<Row> rows = new ArrayList<>();
        for (Resource service : services) {
            rows.add(new Row(qualifiedName(service, stackNames), service));
        }
        rows.sort(Row::compareTo);
        for (Row row : rows) {
            Resource service = row.service;
            table.add(List.of(
                    Cell.of(service.id()),
                    new Cell(row.name, Colour.STRONG),
                    Cell.of(image(service)),
                    StateText.cell(service),
                    Cell.of(scale(service)),
                    Cell.of(endpoints(service)),
                    Cell.of(StateText.detail(service))));
        }
        return table;
    }

    private record Row(String name, Resource service) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : service.id().compareTo(other.service.id());
        }
    }

    public static String qualifiedName(Resource service, Map<String, String> stackNames) {
        String stack = stackNames.get(service.text("stackId"));
        return stack == null ? service.name() : stack + "/" + service.name();
    }

    static String image(Resource service) {
        String image = service.json().path("launchConfig").path("imageUuid").asText("");
        return image.startsWith("docker:") ? image.substring("docker:".length()) : image;
    }

    /** {@code 3/4}: there are 3 of the 4 that should be; {@code global 3}: one on each host. */
    public static String scale(Resource service) {
        JsonNode labels = service.json().path("launchConfig").path("labels");
        String current = number(service, "currentScale");
        if (labels.path("io.rancher.scheduler.global").asText("").equals("true")) {
            return current.isEmpty() ? "global" : "global " + current;
        }
        String asked = number(service, "scale");
        return current.isEmpty() || asked.isEmpty() ? asked : current + "/" + asked;
    }

    private static String number(Resource service, String field) {
        return service.number(field).isPresent()
                ? Integer.toString(service.number(field).getAsInt())
                : "";
    }

    public static String endpoints(Resource service) {
        List<String> endpoints = new ArrayList<>();
        for (JsonNode endpoint : service.json().path("publicEndpoints")) {
            endpoints.add(endpoint.path("ipAddress").asText("") + ":"
                    + endpoint.path("port").asText(""));
        }
        int more = endpoints.size() - ENDPOINTS_SHOWN;
        return more <= 0
                ? String.join(", ", endpoints)
                : String.join(", ", endpoints.subList(0, ENDPOINTS_SHOWN)) + " +" + more;
    }
}
