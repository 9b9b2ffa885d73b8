package io.drover.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A resource as the server wrote it, with the fields every one has (spec: api contract, 4). */
public record Resource(ObjectNode json) {
    public String id() {
        return text("id");
    }

    public String type() {
        return text("type");
    }

    public String name() {
        return text("name");
    }

    public String state() {
        return text("state");
    }

    public String healthState() {
        return text("healthState");
    }

    public Transitioning transitioning() {
        return switch (text("transitioning")) {
            case "yes" -> Transitioning.YES;
            case "error" -> Transitioning.ERROR;
            default -> Transitioning.NO;
        };
    }

    /** Empty when the server has nothing to say beyond the state. */
    public String transitioningMessage() {
        String message = text("transitioningMessage");
        return message.equals("In Progress") ? "" : message;
    }

    /** A service of any kind: the type's name ends so, the base type is {@code service}. */
    public boolean isService() {
        return type().equals("service") || text("baseType").equals("service");
    }

    public boolean isRemoved() {
        return state().equals("removed") || state().equals("purging") || state().equals("purged");
    }

    /** Empty when absent, null or not text. */
    public String text(String field) {
        return textOf(json.get(field));
    }

    public OptionalInt number(String field) {
        JsonNode value = json.get(field);
        return value != null && value.isNumber() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    public boolean flag(String field) {
        JsonNode value = json.get(field);
        return value != null && value.asBoolean(false);
    }

    /** The texts of an array; of a text, its lines; otherwise none. */
    public List<String> texts(String field) {
        JsonNode value = json.get(field);
        List<String> texts = new ArrayList<>();
        if (value != null && value.isArray()) {
            value.forEach(element -> texts.add(element.isTextual() ? element.textValue() : element.toString()));
        } else if (value != null && value.isTextual()) {
            value.textValue().lines().filter(line -> !line.isBlank()).forEach(texts::add);
        }
        return texts;
    }

    public int count(String field) {
        JsonNode value = json.get(field);
        return value != null && value.isContainerNode() ? value.size() : 0;
    }

    public Optional<String> link(String name) {
        return entry("links", name);
    }

    /** Present only when the action is allowed in the resource's present state. */
    public Optional<String> action(String name) {
        return entry("actions", name);
    }

    private Optional<String> entry(String map, String name) {
        JsonNode entries = json.get(map);
        String address = entries == null ? "" : textOf(entries.get(name));
        return address.isEmpty() ? Optional.empty() : Optional.of(address);
    }

    private static String textOf(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isContainerNode() ? "" : value.asText();
    }
}
