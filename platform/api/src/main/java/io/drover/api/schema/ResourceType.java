package io.drover.api.schema;

import io.drover.model.WireId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
 * @param collectionActions actions of the collection, which need no resource
 * @param stackField the field that names the stack a resource is in, {@code id} if it is the stack itself; null: it is in
 *     none. A role for some stacks sees and does what is in them only
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
        Access access,
        List<ActionSpec> collectionActions,
        @Nullable String stackField) {
    /** The stack itself is named by its id. */
    private static final String ID = "id";

    public ResourceType {
        collectionActions = List.copyOf(collectionActions);
        fields = List.copyOf(fields);
        actions = List.copyOf(actions);
        links = List.copyOf(links);
        removableStates = Set.copyOf(removableStates);
        if (stackField != null && !stackField.equals(ID) && fields.stream().noneMatch(isStackFilter(stackField))) {
            throw new IllegalArgumentException("the field '" + stackField + "' of '" + name
                    + "' names its stack, so it must be a reference that lists can be filtered by");
        }
    }

    private static Predicate<Field> isStackFilter(String stackField) {
        return field -> field.name().equals(stackField)
                && field.isFilterable()
                && FieldType.of(field.type()) == FieldType.REFERENCE;
    }

    /** A type without actions of the collection. */
    public ResourceType(
            String name,
            String idPrefix,
            String baseType,
            boolean scoped,
            List<Field> fields,
            List<ActionSpec> actions,
            List<String> links,
            Set<String> removableStates,
            Access access) {
        this(name, idPrefix, baseType, scoped, fields, actions, links, removableStates, access, List.of());
    }

    /** A type whose resources are in no stack. */
    public ResourceType(
            String name,
            String idPrefix,
            String baseType,
            boolean scoped,
            List<Field> fields,
            List<ActionSpec> actions,
            List<String> links,
            Set<String> removableStates,
            Access access,
            List<ActionSpec> collectionActions) {
        this(
                name,
                idPrefix,
                baseType,
                scoped,
                fields,
                actions,
                links,
                removableStates,
                access,
                collectionActions,
                null);
    }

    /** The same type, whose resources are in the stack that the field names; {@code id}: they are stacks. */
    public ResourceType inStack(String field) {
        return new ResourceType(
                name,
                idPrefix,
                baseType,
                scoped,
                fields,
                actions,
                links,
                removableStates,
                access,
                collectionActions,
                field);
    }

    /** Whether its resources are stacks. */
    public boolean isStack() {
        return ID.equals(stackField);
    }

    /** Lower-case plural, as in URLs: {@code registrationtokens}. */
    public String plural() {
        return pluralName().toLowerCase(Locale.ROOT);
    }

    /** The plural in camel case, as in links and schemas: {@code registrationTokens}. */
    public String pluralName() {
        return pluralOf(name);
    }

    /** The plural in camel case of any type's name. */
    public static String pluralOf(String name) {
        if (name.endsWith("y") && !endsWithVowelAndY(name)) {
            return name.substring(0, name.length() - 1) + "ies";
        }
        return name.endsWith("s") || name.endsWith("x") || name.endsWith("ch") ? name + "es" : name + "s";
    }

    private static boolean endsWithVowelAndY(String name) {
        return name.length() > 1 && "aeiou".indexOf(name.charAt(name.length() - 2)) >= 0;
    }

    public Optional<ActionSpec> collectionAction(String actionName) {
        return collectionActions.stream()
                .filter(action -> action.name().equals(actionName))
                .findFirst();
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
