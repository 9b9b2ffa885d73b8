package io.drover.api.render;

import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import java.util.Map;

/** What a field is, for people: its own description, or what every field of that name or type is. */
final class FieldWords {
    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("accountId", "who it belongs to: an environment or a person"),
            Map.entry("baseType", "type it is a kind of"),
            Map.entry("created", "when it was made"),
            Map.entry("description", "a note for people"),
            Map.entry("healthState", "whether what runs is well"),
            Map.entry("kind", "which of the kinds of its type it is"),
            Map.entry("labels", "names and values for people and rules"),
            Map.entry("metadata", "any names and values, for programs"),
            Map.entry("name", "its name"),
            Map.entry("removed", "when it was removed; it is then found by its id only"),
            Map.entry("state", "where it is in its life"),
            Map.entry("system", "it belongs to the system itself"),
            Map.entry("transitioning", "yes: it is on its way to another state; error: it cannot get there"),
            Map.entry("transitioningMessage", "what it is waiting for, or what went wrong, in sentences"),
            Map.entry("transitioningProgress", "how much of the way is done, in percent"),
            Map.entry("uuid", "its name for machines, the same in every copy of the database"));

    private FieldWords() {}

    /** Empty: nothing is known. */
    static String of(Field field) {
        if (!field.description().isEmpty()) {
            return field.description();
        }
        String common = COMMON.get(field.name());
        if (common != null) {
            return common;
        }
        String element = FieldType.element(field.type());
        if (FieldType.of(field.type()) == FieldType.REFERENCE) {
            return "id of the " + element;
        }
        return FieldType.of(element) == FieldType.REFERENCE ? "ids of each " + FieldType.element(element) : "";
    }
}
