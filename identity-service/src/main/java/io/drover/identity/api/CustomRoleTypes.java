package io.drover.identity.api;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.identity.role.CustomRole;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;

/** The type of custom roles: owners make those of their environment, administrators outside one those for all. */
final class CustomRoleTypes {
    static final ResourceType PROJECT_ROLE = new ResourceType(
            "projectRole",
            "pr",
            "",
            false,
            List.of(
                    Field.of("name", "string")
                            .writable()
                            .required()
                            .unique()
                            .length(1, 64)
                            .validChars("a-zA-Z0-9 ._-")
                            .filterable(),
                    Field.of("description", "string").writable().length(0, 1024),
                    Field.of("baseRole", "enum")
                            .creatable()
                            .options(CustomRole.BASES.stream().map(Role::wire).toArray(String[]::new))
                            .defaultsTo(Role.MEMBER.wire())
                            .filterable()
                            .describedAs("the role it is a part of; its grants never go beyond that"),
                    Field.of("grants", "array[string]")
                            .writable()
                            .required()
                            .describedAs("types:rights[@stacks], e.g. service,container:ra@1st5; rights are c create,"
                                    + " r read, u update and act, d remove, a act; * is every type"),
                    Field.of("projectId", "reference[project]")
                            .filterable()
                            .describedAs("its environment; null: every environment"),
                    Field.of("state", "enum").options("active", "removed"),
                    Field.of("uuid", "string").filterable(),
                    Field.of("created", "date").filterable(),
                    Field.of("removed", "date").filterable(),
                    Field.of("transitioning", "enum").options("yes", "no", "error"),
                    Field.of("transitioningMessage", "string")),
            List.of(ActionSpec.of("update", "projectRole", "active"), ActionSpec.of("remove", "projectRole", "active")),
            List.of(),
            Set.of("active"),
            Access.none()
                    .allow("crud", Role.ADMIN, Role.OWNER)
                    .allow("r", Role.USER, Role.MEMBER, Role.RESTRICTED, Role.READONLY, Role.PROJECT));

    private CustomRoleTypes() {}
}
