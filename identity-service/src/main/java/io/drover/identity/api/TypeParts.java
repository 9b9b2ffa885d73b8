package io.drover.identity.api;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What this service's types have in common. Each type stands with its policy row in the class of its feature (spec: identity
 * sheet, 2, 3.3, 4.1). Roles without a letter have no access. {@code ADMIN} and {@code USER} are callers outside an environment,
 * all others stand inside one.
 */
final class TypeParts {
    static final Role[] MEMBERS = {Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY, Role.PROJECT};
    static final Role[] BUILDERS = {Role.OWNER, Role.MEMBER, Role.PROJECT};
    static final Set<String> LIVING = Set.of("active", "inactive");

    private TypeParts() {}

    /**
     * A type that is stored, with the fields all of them have.
     *
     * @param baseType the older type that it is a kind of; empty: none
     */
    static ResourceType type(
            Kind kind,
            boolean scoped,
            Access access,
            List<Field> fields,
            List<ActionSpec> actions,
            List<String> links) {
        var all = new ArrayList<>(fields);
        all.add(Field.of("state", "enum")
                .options("active", "inactive", "removed", "purged")
                .filterable());
        all.add(Field.of("uuid", "string").filterable().describedAs("its name for ever, in every installation"));
        all.add(Field.of("created", "date").filterable());
        all.add(Field.of("removed", "date").filterable());
        all.add(Field.of("transitioning", "enum").options("yes", "no", "error"));
        all.add(Field.of("transitioningMessage", "string").describedAs("what is going on, or what went wrong"));
        all.add(Field.of("transitioningProgress", "int").describedAs("always null: clients expect the field"));
        return new ResourceType(
                kind.name(), kind.idPrefix(), kind.baseType(), scoped, all, actions, links, LIVING, access);
    }

    /**
     * What a type is called.
     *
     * @param baseType the older type it is a kind of; the empty text: none
     */
    record Kind(String name, String idPrefix, String baseType) {}

    /** What can be done with a credential. */
    static List<ActionSpec> credentialActions(String output) {
        return List.of(
                ActionSpec.of("activate", output, "inactive"),
                ActionSpec.of("deactivate", output, "active"),
                ActionSpec.of("remove", output, "active", "inactive"),
                ActionSpec.of("update", output, "active", "inactive"));
    }
}
