package io.drover.api.request;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.schema.Field;
import io.drover.api.schema.TypeRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a body into a checked {@link Input} (spec: api contract, section 7). One per type or action, made once.
 *
 * <ol>
 *   <li>What the schema does not know is refused with {@code UnknownField}, because a misspelt field that is silently dropped
 *       is the user's lost evening. Not refused, but dropped: null values; what every resource carries and clients send back
 *       ({@code id}, {@code links}, {@code createdTS}, ...); values that say nothing ({@code false}, 0, empty), which typed
 *       clients send for every field they know of, unless the name looks misspelt; and what could not be written under any
 *       name: {@code cN}, as the Go client sends back a certificate's {@code CN}, and a field whose name is empty.
 *   <li>What the schema knows but the caller may not write now is dropped.
 *   <li>When creating, defaults fill what is missing; then required fields must be there.
 *   <li>Each value is converted to its type and held against the field's limits.
 * </ol>
 */
public final class InputReader {
    private static final int SHOWN_CHARACTERS = 80;
    private static final Set<String> EVERYWHERE = Set.of(
            "id",
            "type",
            "CSRF",
            "baseType",
            "links",
            "actions",
            "actionLinks",
            "resourceLinks",
            "accountId",
            "created",
            "data",
            "description",
            "kind",
            "name",
            "removed",
            "removeTime",
            "state",
            "uuid",
            "transitioning",
            "transitioningMessage",
            "transitioningProgress");

    private final String what;
    private final Map<String, FieldReader> fields;

    /** @param what the type's or the action's name, for error messages */
    public InputReader(String what, List<Field> fields, TypeRegistry types) {
        this.what = what;
        this.fields = new LinkedHashMap<>();
        fields.forEach(field -> this.fields.put(field.name(), new FieldReader(field, types)));
    }

    /**
     * @param parameters of the query string; only those that are fields count, and the body wins over them
     * @throws ApiException.InvalidField the first thing that is wrong
     */
    public Input read(Reading reading, Map<String, @Nullable Object> body, Map<String, String> parameters) {
        body.forEach(this::refuseUnknown);
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (fields.containsKey(name)) {
                given.put(name, value);
            }
        });
        given.putAll(body);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (FieldReader reader : fields.values()) {
            readField(reading, reader, given, values);
        }
        return new Input(values);
    }

    private static void readField(
            Reading reading,
            FieldReader reader,
            Map<String, @Nullable Object> given,
            Map<String, @Nullable Object> values) {
        Field field = reader.field();
        boolean isWritable = field.isWrittenBy(reading.role())
                && switch (reading.mode()) {
                    case CREATE -> field.create();
                    case UPDATE -> field.update();
                    case ACTION -> true;
                };
        boolean isGiven = isWritable && given.containsKey(field.name());
        Object value = isGiven ? given.get(field.name()) : null;
        if (reading.mode() != Reading.Mode.UPDATE && value == null) {
            value = field.defaultValue();
        }
        if (isGiven || value != null || (isWritable && reading.mode() != Reading.Mode.UPDATE && field.isRequired())) {
            values.put(field.name(), reader.read(field.name(), value, reading));
        }
    }

    private void refuseUnknown(String name, @Nullable Object value) {
        if (value == null || fields.containsKey(name) || EVERYWHERE.contains(name) || name.endsWith("TS")) {
            return;
        }
        if (name.isEmpty() || isReadOnlyInAnotherCase(name)) {
            return;
        }
        Optional<String> meant = DidYouMean.of(name, fields.keySet());
        if (meant.isEmpty() && saysNothing(value)) {
            return;
        }
        String shown = name.length() <= SHOWN_CHARACTERS ? name : name.substring(0, SHOWN_CHARACTERS) + "...";
        throw new ApiException.InvalidField(
                "UnknownField",
                shown,
                "'" + what + "' has no field '" + shown + "'"
                        + meant.map(candidate -> ": did you mean '" + candidate + "'?")
                                .orElse("; its schema lists the fields it has"));
    }

    private boolean isReadOnlyInAnotherCase(String name) {
        return fields.values().stream()
                .map(FieldReader::field)
                .anyMatch(field ->
                        !field.create() && !field.update() && field.name().equalsIgnoreCase(name));
    }

    /** What a typed client sends for a field that was never set. */
    private static boolean saysNothing(Object value) {
        return switch (value) {
            case Boolean flag -> !flag;
            case Number number -> number.doubleValue() == 0;
            case CharSequence text -> text.isEmpty();
            case Collection<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }
}
