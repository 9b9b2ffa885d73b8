package io.drover.api.openapi;

import static io.drover.api.openapi.JsonSchemas.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths of one type with what the caller may do there. */
final class Operations {
    private static final List<String> REFUSALS = List.of("401", "403", "404", "405", "429", "503");

    private final SchemaView schema;
    private final String words;

    Operations(SchemaView schema) {
        this.schema = schema;
        this.words = schema.name();
    }

    void addTo(Map<String, @Nullable Object> paths) {
        String collection = "/" + schema.pluralName().toLowerCase(Locale.ROOT);
        put(paths, collection, collectionOperations());
        put(paths, collection + "/{id}", resourceOperations());
        if (schema.resource("GET") && !schema.includeableLinks().isEmpty()) {
            put(paths, collection + "/{id}/{link}", linkOperations());
        }
    }

    private static void put(
            Map<String, @Nullable Object> paths, String path, Map<String, @Nullable Object> operations) {
        if (!operations.isEmpty()) {
            paths.put(path, operations);
        }
    }

    private Map<String, @Nullable Object> collectionOperations() {
        Map<String, @Nullable Object> operations = new LinkedHashMap<>();
        if (schema.collection("GET")) {
            Map<String, @Nullable Object> list = operation("list", "Lists " + schema.pluralName());
            list.put("parameters", listParameters());
            list.put("responses", responses("200", "a page of the list", schema.name() + "Collection", List.of()));
            operations.put("get", list);
        }
        boolean creates = schema.collection("POST");
        if (creates || !schema.collectionActions().isEmpty()) {
            operations.put("post", creation(creates));
        }
        return operations;
    }

    private Map<String, @Nullable Object> creation(boolean creates) {
        Map<String, @Nullable Object> create = operation(
                creates ? "create" : "actOnAll", creates ? "Creates a " + words : "Runs an action of the collection");
        List<Object> bodies = new ArrayList<>();
        if (creates) {
            bodies.add(reference(schema.name() + "Create"));
        }
        addInputs(bodies, schema.collectionActions());
        if (!schema.collectionActions().isEmpty()) {
            create.put("parameters", List.of(action(schema.collectionActions(), !creates)));
        }
        create.put("requestBody", body(bodies));
        create.put(
                "responses",
                responses(
                        creates ? "201" : "200",
                        "it, in its first state",
                        schema.name(),
                        List.of("400", "409", "413", "422")));
        return create;
    }

    private Map<String, @Nullable Object> resourceOperations() {
        Map<String, @Nullable Object> operations = new LinkedHashMap<>();
        if (schema.resource("GET")) {
            Map<String, @Nullable Object> read = operation("read", "Reads one " + words);
            read.put("parameters", include());
            read.put("responses", responses("200", "it", schema.name(), List.of()));
            operations.put("get", read);
        }
        if (schema.resource("PUT")) {
            Map<String, @Nullable Object> update = operation("update", "Changes the given fields of a " + words);
            update.put("requestBody", body(List.of(reference(schema.name() + "Update"))));
            update.put("responses", responses("200", "it, changed", schema.name(), List.of("400", "409", "422")));
            operations.put("put", update);
        }
        if (schema.resource("DELETE")) {
            Map<String, @Nullable Object> remove = operation("remove", "Removes a " + words);
            remove.put(
                    "responses",
                    responses("200", "it, in its transitioning state", schema.name(), List.of("409", "422")));
            operations.put("delete", remove);
        }
        if (!schema.actions().isEmpty()) {
            operations.put("post", actions());
        }
        if (!operations.isEmpty()) {
            operations.put("parameters", List.of(Map.of("$ref", "#/components/parameters/id")));
        }
        return operations;
    }

    private Map<String, @Nullable Object> actions() {
        Map<String, @Nullable Object> act = operation("act", "Runs an action of a " + words + "\n\n" + actionList());
        act.put("parameters", List.of(action(schema.actions(), true)));
        List<Object> bodies = new ArrayList<>();
        addInputs(bodies, schema.actions());
        if (!bodies.isEmpty()) {
            act.put("requestBody", body(bodies));
        }
        Map<String, @Nullable Object> responses =
                responses("200", "what the action answers", "", List.of("400", "409", "422"));
        responses.put("202", answer("the resource in its transitioning state", schema.name()));
        act.put("responses", responses);
        return act;
    }

    private String actionList() {
        List<String> lines = new ArrayList<>();
        schema.actions().forEach((name, value) -> {
            Map<String, @Nullable Object> action = SchemaView.map(value);
            String description = SchemaView.text(action, "description");
            lines.add("* `" + name + "`" + (description.isEmpty() ? "" : ": " + description));
        });
        return String.join("\n", lines);
    }

    private Map<String, @Nullable Object> linkOperations() {
        Map<String, @Nullable Object> follow = operation("follow", "What a " + words + " is connected with");
        follow.put(
                "parameters",
                List.of(Map.of(
                        "name",
                        "link",
                        "in",
                        "path",
                        "required",
                        true,
                        "schema",
                        Map.of("type", "string", "enum", lowerCase(schema.includeableLinks())))));
        follow.put("responses", responses("200", "a resource, a whole collection or a document", "", List.of()));
        Map<String, @Nullable Object> operations = new LinkedHashMap<>();
        operations.put("parameters", List.of(Map.of("$ref", "#/components/parameters/id")));
        operations.put("get", follow);
        return operations;
    }

    private static List<String> lowerCase(List<String> links) {
        return links.stream().map(link -> link.toLowerCase(Locale.ROOT)).toList();
    }

    private List<Object> listParameters() {
        List<Object> parameters = new ArrayList<>();
        schema.filters().forEach((name, value) -> {
            for (String modifier : new SchemaView(SchemaView.map(value)).list("modifiers")) {
                boolean isPlain = modifier.equals("eq");
                parameters.add(Map.of(
                        "name",
                        isPlain ? name : name + "_" + modifier,
                        "in",
                        "query",
                        "description",
                        "only those whose " + name + " " + FilterWords.of(modifier),
                        "schema",
                        Map.of("type", "string")));
            }
        });
        List<String> sortable = List.copyOf(schema.filters().keySet());
        if (!sortable.isEmpty()) {
            parameters.add(Map.of(
                    "name",
                    "sort",
                    "in",
                    "query",
                    "description",
                    "field to sort by; id otherwise",
                    "schema",
                    Map.of("type", "string", "enum", sortable)));
        }
        for (String common : List.of("order", "limit", "marker", "removed")) {
            parameters.add(Map.of("$ref", "#/components/parameters/" + common));
        }
        parameters.addAll(include());
        return parameters;
    }

    private List<Object> include() {
        return schema.includeableLinks().isEmpty()
                ? List.of()
                : List.of(Map.of(
                        "name",
                        "include",
                        "in",
                        "query",
                        "description",
                        "link whose resources are put into the answer under its name",
                        "schema",
                        Map.of("type", "string", "enum", schema.includeableLinks())));
    }

    private static Map<String, Object> action(Map<String, @Nullable Object> actions, boolean isRequired) {
        return Map.of(
                "name",
                "action",
                "in",
                "query",
                "required",
                isRequired,
                "schema",
                Map.of("type", "string", "enum", List.copyOf(actions.keySet())));
    }

    private static void addInputs(List<Object> bodies, Map<String, @Nullable Object> actions) {
        actions.values().stream()
                .map(action -> SchemaView.text(SchemaView.map(action), "input"))
                .filter(input -> !input.isEmpty())
                .distinct()
                .forEach(input -> bodies.add(reference(input + "Create")));
    }

    private static Map<String, Object> body(List<Object> schemas) {
        Object schema = schemas.size() == 1 ? schemas.getFirst() : Map.of("anyOf", schemas);
        return Map.of("content", Map.of("application/json", Map.of("schema", schemas.isEmpty() ? Map.of() : schema)));
    }

    private Map<String, @Nullable Object> operation(String verb, String summary) {
        int paragraph = summary.indexOf("\n\n");
        Map<String, @Nullable Object> operation = new LinkedHashMap<>();
        operation.put("operationId", verb + Character.toUpperCase(words.charAt(0)) + words.substring(1));
        operation.put("tags", List.of(words));
        operation.put("summary", paragraph < 0 ? summary : summary.substring(0, paragraph));
        if (paragraph >= 0) {
            operation.put("description", summary.substring(paragraph + 2));
        }
        return operation;
    }

    private static Map<String, @Nullable Object> responses(
            String status, String description, String component, List<String> errors) {
        Map<String, @Nullable Object> responses = new LinkedHashMap<>();
        responses.put(status, answer(description, component));
        List<String> all = new ArrayList<>(errors);
        all.addAll(REFUSALS);
        all.stream().sorted().forEach(error -> responses.put(error, Map.of("$ref", "#/components/responses/" + error)));
        return responses;
    }

    private static Map<String, Object> answer(String description, String component) {
        Map<String, Object> schema = component.isEmpty() ? Map.of("type", "object") : reference(component);
        return Map.of("description", description, "content", Map.of("application/json", Map.of("schema", schema)));
    }
}
