package io.drover.identity.api;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;

/** Project templates (spec: identity sheet, 3.5): everybody has their own, administrators make public ones. */
final class ProjectTemplateTypes {
    static final ResourceType PROJECT_TEMPLATE = new ResourceType(
            "projectTemplate",
            "pt",
            "",
            false,
            List.of(
                    Field.of("name", "string")
                            .writable()
                            .required()
                            .unique()
                            .length(1, 255)
                            .filterable(),
                    Field.of("description", "string").writable().length(0, 1024),
                    Field.of("isPublic", "boolean")
                            .writable()
                            .writtenBy(Role.ADMIN)
                            .defaultsTo(false)
                            .filterable(),
                    Field.of("externalId", "string").writable().length(0, 255).filterable(),
                    Field.of("accountId", "reference[account]").filterable(),
                    Field.of("stacks", "array[catalogTemplate]").writable(),
                    Field.of("state", "enum").options("active", "removed"),
                    Field.of("uuid", "string").filterable(),
                    Field.of("created", "date").filterable(),
                    Field.of("removed", "date").filterable(),
                    Field.of("transitioning", "enum").options("yes", "no", "error"),
                    Field.of("transitioningMessage", "string")),
            List.of(
                    ActionSpec.of("update", "projectTemplate", "active"),
                    ActionSpec.of("remove", "projectTemplate", "active")),
            List.of(),
            Set.of("active"),
            Access.none()
                    .allow("crud", Role.ADMIN, Role.USER)
                    .allow("r", Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY, Role.PROJECT));

    /** A stack of one. */
    static final ResourceType CATALOG_TEMPLATE = EmbeddedTypes.of(
            "catalogTemplate",
            List.of(
                    Field.of("name", "string")
                            .writable()
                            .required()
                            .length(1, 63)
                            .validChars("a-zA-Z0-9-"),
                    Field.of("description", "string").writable().length(0, 1024),
                    Field.of("templateId", "string").writable().describedAs("refused until there are catalogs"),
                    Field.of("templateVersionId", "string").writable().describedAs("refused until there are catalogs"),
                    Field.of("dockerCompose", "string").writable(),
                    Field.of("rancherCompose", "string").writable(),
                    Field.of("answers", "map[string]").writable(),
                    Field.of("binding", "json").writable()));

    private ProjectTemplateTypes() {}
}
