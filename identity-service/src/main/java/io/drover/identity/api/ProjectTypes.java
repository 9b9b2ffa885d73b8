package io.drover.identity.api;

import static io.drover.identity.api.TypeParts.MEMBERS;
import static io.drover.identity.api.TypeParts.type;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.identity.api.TypeParts.Kind;
import io.drover.model.Role;
import java.util.List;

/** Environments, which the wire calls projects, and their members (spec: identity sheet, 3.1, 3.2). */
public final class ProjectTypes {
    private static final String[] HEALTH = {"healthy", "unhealthy", "initializing", "degraded", "started-once"};
    private static final String[] ROLES = {"owner", "member", "restricted", "readonly"};

    static final ResourceType SERVICES_PORT_RANGE = EmbeddedTypes.of(
                    "servicesPortRange",
                    List.of(
                            Field.of("startPort", "int")
                                    .writable()
                                    .required()
                                    .range(1, 65_535)
                                    .describedAs("first port"),
                            Field.of("endPort", "int")
                                    .writable()
                                    .required()
                                    .range(1, 65_535)
                                    .describedAs("last port")))
            .describedAs("Ports on the hosts that services may be given");

    public static final ResourceType PROJECT = type(
                    new Kind("project", "a", "account"),
                    false,
                    Access.none()
                            .allow("crud", Role.ADMIN, Role.USER)
                            .allow("crud", Role.OWNER)
                            // Acting is naming members, for the roles a setting names: ProjectHandler.allows.
                            .allow("ra", Role.MEMBER, Role.RESTRICTED, Role.READONLY)
                            .allow("r", Role.PROJECT),
                    List.of(
                            Field.of("name", "string")
                                    .describedAs("what people call it; several may have the same")
                                    .writable()
                                    .required()
                                    .length(1, 255)
                                    .filterable(),
                            Field.of("description", "string")
                                    .describedAs("for people")
                                    .writable()
                                    .length(0, 1024),
                            Field.of("kind", "string").describedAs("always project"),
                            Field.of("members", "array[projectMember]")
                                    .describedAs(
                                            "who belongs to it from the beginning; nobody: whoever makes it owns it")
                                    .creatable(),
                            Field.of("orchestration", "string")
                                    .describedAs("always cattle")
                                    .filterable(),
                            Field.of("allowSystemRole", "boolean")
                                    .describedAs("kept for clients")
                                    .writable()
                                    .writtenBy(Role.ADMIN),
                            Field.of("virtualMachine", "boolean").describedAs("always false"),
                            Field.of("servicesPortRange", "servicesPortRange")
                                    .describedAs("ports that services are given when they name none")
                                    .writable(),
                            Field.of("hostRemoveDelaySeconds", "int")
                                    .describedAs("seconds after which a host that stays away is removed; -1: never;"
                                            + " null: as the setting host.remove.delay.seconds says")
                                    .updatable()
                                    .range(-1, 31_536_000),
                            Field.of("projectTemplateId", "reference[projectTemplate]")
                                    .describedAs("whose stacks it begins with")
                                    .creatable(),
                            Field.of("quota", "quota")
                                    .describedAs("how much it may have")
                                    .writable()
                                    .writtenBy(Role.ADMIN),
                            Field.of("privileges", "privilegePolicy")
                                    .describedAs("what services may ask of its hosts")
                                    .writable()
                                    .writtenBy(Role.ADMIN),
                            Field.of("healthState", "enum")
                                    .options(HEALTH)
                                    .describedAs("how its stacks are; null: nobody can say at the moment"),
                            Field.of(ProjectLinksHandler.FIELD, "array[reference[project]]")
                                    .describedAs("environments it belongs together with; for its owners to see, and"
                                            + " without any effect")
                                    .writable()
                                    .writtenBy(Role.ADMIN)
                                    .hiddenFrom(Role.MEMBER, Role.RESTRICTED, Role.READONLY, Role.PROJECT),
                            Field.of("version", "string").describedAs("always 2")),
                    List.of(
                            ActionSpec.of("activate", "project", "inactive"),
                            ActionSpec.of("deactivate", "project", "active"),
                            ActionSpec.of("remove", "project", "active", "inactive"),
                            ActionSpec.of("delete", "project", "active", "inactive"),
                            ActionSpec.of("purge", "project", "removed"),
                            ActionSpec.of("update", "project", "active", "inactive"),
                            ActionSpec.of("setmembers", "setProjectMembersInput", "active", "inactive")
                                    .taking(
                                            "setProjectMembersInput",
                                            Field.of("members", "array[projectMember]")
                                                    .creatable()
                                                    .required())),
                    // All but the members are the environment's own API, one step below the project's address.
                    List.of(
                            "projectMembers",
                            "apiKeys",
                            "auditLogs",
                            "certificates",
                            "containers",
                            "credentials",
                            "hosts",
                            "machines",
                            "projectRoles",
                            "projectTemplates",
                            "quotaUsages",
                            "registers",
                            "registrationTokens",
                            "registries",
                            "registryCredentials",
                            "secrets",
                            "serviceLogs",
                            "services",
                            "stacks",
                            "volumes"))
            .describedAs("An environment: what is in it is seen and used by its members only");

    public static final ResourceType PROJECT_MEMBER = type(
                    new Kind("projectMember", "pm", ""),
                    false,
                    Access.none().allow("r", Role.ADMIN, Role.USER).allow("r", MEMBERS),
                    List.of(
                            Field.of("externalId", "string")
                                    .describedAs("a local account's id, or the name in the directory")
                                    .creatable()
                                    .required()
                                    .filterable(),
                            Field.of("externalIdType", "string")
                                    .describedAs("rancher_id for local accounts, else the directory's or provider's")
                                    .creatable()
                                    .required()
                                    .filterable(),
                            Field.of("role", "enum")
                                    .creatable()
                                    .options(ROLES)
                                    .orOther()
                                    .defaultsTo("member")
                                    .filterable()
                                    .describedAs("one of the four, or a projectRole by name or id"),
                            Field.of("projectRoleId", "reference[projectRole]")
                                    .describedAs("the role, if it is none of the four"),
                            Field.of("name", "string")
                                    .describedAs("what the person or group is called")
                                    .creatable(),
                            Field.of("login", "string")
                                    .describedAs("the name to sign in with; a group's is its name")
                                    .creatable(),
                            Field.of("user", "boolean").describedAs("a person and no group"),
                            Field.of("profilePicture", "string")
                                    .describedAs("always null: clients expect the field")
                                    .creatable(),
                            Field.of("profileUrl", "string")
                                    .describedAs("always null: clients expect the field")
                                    .creatable(),
                            Field.of("projectId", "reference[project]")
                                    .describedAs("the environment")
                                    .filterable()),
                    List.of(),
                    List.of())
            .describedAs("Somebody, or a group, that is a member of an environment, with a role");

    private ProjectTypes() {}
}
