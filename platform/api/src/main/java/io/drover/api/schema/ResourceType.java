package io.drover.api.schema;

import io.drover.model.WireId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A resource type, whole: declaring this record is declaring the type. Schema, validation, filters, policy and documentation
 * follow from it.
 *
 * @param name singular, camel case, as on the wire: {@code registrationToken}
 * @param idPrefix letters of its public ids: {@code st} for {@code 1st5}
 * @param baseType parent type or the empty text, e.g. {@code instance} for {@code container}
 * @param scoped rows belong to an environment; a request without one is refused
 * @param links names of child collections and extra documents a resource links to, beside its references
 * @param removableStates states in which DELETE is allowed; empty: all
 */
public record ResourceType(
        String name,
        String idPrefix,
        String baseType,
        boolean scoped,
        List<Field> fields,
        List<ActionSpec> actions,
        List<String> links,
        Set<String> removableStates,
        Access access) {
    public ResourceType {
        fields = List.copyOf(fields);
        actions = List.copyOf(actions);
        links = List.copyOf(links);
        removableStates = Set.copyOf(removableStates);
    }

    /** Lower-case plural, as in URLs: {@code registrationtokens}. */
    public String plural() {
        String singular = name.toLowerCase(Locale.ROOT);
        if (singular.endsWith("y")) {
            return singular.substring(0, singular.length() - 1) + "ies";
        }
        return singular.endsWith("s") ? singular + "es" : singular + "s";
    }

    public String publicId(long number) {
        return WireId.format(idPrefix, number);
    }

    public Optional<Field> field(String fieldName) {
        return fields.stream().filter(field -> field.name().equals(fieldName)).findFirst();
    }

    public Optional<ActionSpec> action(String actionName) {
        return actions.stream()
                .filter(action -> action.name().equals(actionName))
                .findFirst();
    }
}
