package io.drover.identity.api;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.identity.secret.PasswordHash;
import io.drover.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Every type of this service with its policy row, one below the other (spec: identity sheet, 2, 3.3, 4.1). Roles without a
 * letter have no access. {@code ADMIN} and {@code USER} are callers outside an environment, all others stand inside one.
 *
 * <p>Narrower than the reference on purpose: {@code restricted} members cannot make environment keys, because such a key has
 * the rights of a full member.
 */
public final class IdentityTypes {
    private static final Role[] MEMBERS = {Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY, Role.PROJECT};
    private static final Role[] BUILDERS = {Role.OWNER, Role.MEMBER, Role.PROJECT};
    private static final String[] ROLES = {"owner", "member", "restricted", "readonly"};
    private static final Set<String> LIVING = Set.of("active", "inactive");

    public static final ResourceType ACCOUNT = type(
            "account",
            "a",
            false,
            Access.none().allow("crud", Role.ADMIN).allow("r", Role.USER).allow("r", MEMBERS),
            List.of(
                    Field.of("name", "string")
                            .writable()
                            .required()
                            .length(1, 255)
                            .filterable(),
                    Field.of("description", "string").writable().length(0, 1024),
                    Field.of("kind", "enum")
                            .writable()
                            .options("user", "admin")
                            .defaultsTo("user")
                            .filterable(),
                    Field.of("externalId", "string").filterable(),
                    Field.of("externalIdType", "string").filterable()),
            List.of(
                    ActionSpec.of("activate", "account", "inactive"),
                    ActionSpec.of("deactivate", "account", "active"),
                    ActionSpec.of("remove", "account", "active", "inactive"),
                    ActionSpec.of("update", "account", "active", "inactive")),
            List.of("credentials"));

    public static final ResourceType API_KEY = type(
            "apiKey",
            "c",
            false,
            Access.none()
                    .allow("crud", Role.ADMIN, Role.USER)
                    .allow("crud", BUILDERS)
                    .allow("r", Role.RESTRICTED, Role.READONLY),
            List.of(
                    Field.of("name", "string").writable().length(0, 255).filterable(),
                    Field.of("description", "string").writable().length(0, 1024),
                    Field.of("accountId", "reference[account]").creatable().filterable(),
                    Field.of("publicValue", "string")
                            .creatable()
                            .length(8, 64)
                            .validChars("a-zA-Z0-9._-")
                            .filterable(),
                    Field.of("secretValue", "password").shownOnce()),
            credentialActions("apiKey"),
            List.of());

    public static final ResourceType PASSWORD = type(
            "password",
            "c",
            false,
            Access.none().allow("crud", Role.ADMIN).allow("cru", Role.USER),
            List.of(
                    Field.of("name", "string").writable().length(0, 255).filterable(),
                    Field.of("description", "string").writable().length(0, 1024),
                    Field.of("accountId", "reference[account]").creatable().filterable(),
                    // Passwords are split from the name at the first colon of a sign-in's code.
                    Field.of("publicValue", "string")
                            .creatable()
                            .required()
                            .unique()
                            .length(1, 255)
                            .filterable(),
                    Field.of("secretValue", "password")
                            .creatable()
                            .required()
                            .length(PasswordHash.MIN_LENGTH, 255)
                            .secret()),
            passwordActions(),
            List.of());

    /** All kinds of credentials, read only, as older clients ask for them. */
    public static final ResourceType CREDENTIAL = type(
            "credential",
            "c",
            false,
            Access.none().allow("r", Role.ADMIN, Role.USER).allow("r", BUILDERS),
            List.of(
                    Field.of("name", "string").filterable(),
                    Field.of("description", "string"),
                    Field.of("kind", "string").filterable(),
                    Field.of("accountId", "reference[account]").filterable(),
                    Field.of("publicValue", "string").filterable()),
            List.of(),
            List.of());

    public static final ResourceType PROJECT = type(
            "project",
            "a",
            false,
            Access.none()
                    .allow("crud", Role.ADMIN, Role.USER)
                    .allow("crud", Role.OWNER)
                    .allow("r", Role.MEMBER, Role.RESTRICTED, Role.READONLY, Role.PROJECT),
            List.of(
                    Field.of("name", "string")
                            .writable()
                            .required()
                            .length(1, 255)
                            .filterable(),
                    Field.of("description", "string").writable().length(0, 1024),
                    Field.of("kind", "string"),
                    Field.of("members", "array[projectMember]").creatable(),
                    Field.of("orchestration", "string").filterable(),
                    Field.of("allowSystemRole", "boolean").updatable().writtenBy(Role.ADMIN),
                    Field.of("virtualMachine", "boolean"),
                    Field.of("servicesPortRange", "servicesPortRange").writable(),
                    Field.of("hostRemoveDelaySeconds", "int").updatable().range(0, 31_536_000),
                    Field.of("projectTemplateId", "string"),
                    Field.of("quota", "quota").writable().writtenBy(Role.ADMIN),
                    Field.of("privileges", "privilegePolicy").writable().writtenBy(Role.ADMIN),
                    Field.of("version", "string")),
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
                    "containers",
                    "hosts",
                    "registrationTokens",
                    "services",
                    "stacks"));

    public static final ResourceType PROJECT_MEMBER = type(
            "projectMember",
            "pm",
            false,
            Access.none().allow("r", Role.ADMIN, Role.USER).allow("r", MEMBERS),
            List.of(
                    Field.of("externalId", "string").creatable().required().filterable(),
                    Field.of("externalIdType", "string").creatable().required().filterable(),
                    Field.of("role", "enum")
                            .creatable()
                            .options(ROLES)
                            .defaultsTo("member")
                            .filterable(),
                    Field.of("name", "string").creatable(),
                    Field.of("login", "string").creatable(),
                    Field.of("user", "boolean"),
                    Field.of("profilePicture", "string").creatable(),
                    Field.of("profileUrl", "string").creatable(),
                    Field.of("projectId", "reference[project]").filterable()),
            List.of(),
            List.of());

    public static final ResourceType REGISTRATION_TOKEN = type(
            "registrationToken",
            "c",
            true,
            Access.none().allow("crud", BUILDERS),
            List.of(
                    Field.of("name", "string").writable().length(0, 255).filterable(),
                    Field.of("description", "string").writable().length(0, 1024),
                    Field.of("accountId", "reference[account]"),
                    Field.of("token", "string"),
                    Field.of("registrationUrl", "string"),
                    Field.of("command", "string"),
                    Field.of("image", "string")),
            credentialActions("registrationToken"),
            List.of());

    public static final ResourceType REGISTER = type(
            "register",
            "go",
            true,
            Access.none().allow("cr", Role.REGISTER).allow("rd", BUILDERS),
            List.of(
                    Field.of("key", "string")
                            .creatable()
                            .required()
                            .length(16, 255)
                            .secret(),
                    Field.of("agentId", "string"),
                    Field.of("accessKey", "string"),
                    Field.of("secretKey", "string")),
            List.of(ActionSpec.of("remove", "register", "active")),
            List.of());

    public static final ResourceType AUDIT_LOG = new ResourceType(
            "auditLog",
            "al",
            "",
            false,
            List.of(
                    Field.of("created", "date").filterable(),
                    Field.of("eventType", "string").filterable(),
                    Field.of("resourceType", "string").filterable(),
                    Field.of("resourceId", "string").filterable(),
                    Field.of("authType", "string").filterable(),
                    Field.of("authenticatedAsAccountId", "reference[account]").filterable(),
                    Field.of("authenticatedAsIdentityId", "string").filterable(),
                    Field.of("accountId", "reference[account]").filterable(),
                    Field.of("requestObject", "string"),
                    Field.of("responseObject", "string"),
                    Field.of("responseCode", "int").filterable(),
                    Field.of("clientIp", "string").filterable(),
                    Field.of("description", "string"),
                    Field.of("runtime", "int"),
                    Field.of("sequence", "int").filterable().describedAs("place in the hash chain, from 1"),
                    Field.of("previousHash", "string").describedAs("hash of the row before"),
                    Field.of("hash", "string").describedAs("SHA-256 of this row and the hash before it")),
            List.of(),
            List.of(),
            Set.of(),
            Access.none().allow("r", Role.ADMIN, Role.USER).allow("r", MEMBERS));

    public static final ResourceType IDENTITY = new ResourceType(
            "identity",
            "",
            "",
            false,
            List.of(
                    Field.of("externalId", "string").creatable(),
                    Field.of("externalIdType", "string").creatable(),
                    Field.of("name", "string"),
                    Field.of("login", "string"),
                    Field.of("profilePicture", "string"),
                    Field.of("profileUrl", "string"),
                    Field.of("user", "boolean"),
                    Field.of("role", "string"),
                    Field.of("projectId", "reference[project]"),
                    Field.of("all", "string")),
            List.of(),
            List.of(),
            Set.of(),
            Access.none().allow("r", Role.ADMIN, Role.USER).allow("r", MEMBERS));

    /** Its number is its account's. Outside environments: it belongs to a person. */
    public static final ResourceType SECOND_FACTOR = new ResourceType(
            "secondFactor",
            "sf",
            "",
            false,
            List.of(
                    Field.of("accountId", "reference[account]"),
                    Field.of("secret", "password").shownOnce(),
                    Field.of("uri", "password").shownOnce(),
                    Field.of("recoveryCodes", "array[string]"),
                    Field.of("state", "enum").options("inactive", "active"),
                    Field.of("created", "date")),
            List.of(
                    ActionSpec.of("confirm", "secondFactor", "inactive").taking("secondFactorCodeInput", code()),
                    ActionSpec.of("disable", "secondFactor", "active").taking("secondFactorCodeInput", code()),
                    ActionSpec.of("remove", "secondFactor", "inactive", "active")),
            List.of(),
            LIVING,
            Access.none().allow("crda", Role.ADMIN, Role.USER));

    /** Served by {@link TokenController}, which callers reach before they have signed in. */
    public static final ResourceType TOKEN = new ResourceType(
            "token",
            "",
            "",
            false,
            List.of(
                    Field.of("code", "password").creatable().required().secret(),
                    Field.of("secondFactor", "password").creatable().secret(),
                    Field.of("authProvider", "string").creatable(),
                    Field.of("jwt", "string"),
                    Field.of("accountId", "reference[account]"),
                    Field.of("user", "string"),
                    Field.of("userType", "string"),
                    Field.of("userIdentity", "identity"),
                    Field.of("identities", "array[identity]"),
                    Field.of("enabled", "boolean"),
                    Field.of("security", "boolean"),
                    Field.of("defaultProject", "string"),
                    Field.of("redirectUrl", "string")),
            List.of(),
            List.of(),
            Set.of(),
            Access.none().allow("crd", Role.ADMIN, Role.USER).allow("crd", MEMBERS));

    public static final ResourceType SERVICES_PORT_RANGE = new ResourceType(
            "servicesPortRange",
            "",
            "",
            false,
            List.of(
                    Field.of("startPort", "int").writable().required().range(1, 65_535),
                    Field.of("endPort", "int").writable().required().range(1, 65_535)),
            List.of(),
            List.of(),
            Set.of(),
            Access.none().allow("cru", Role.ADMIN, Role.USER).allow("cru", BUILDERS));

    /** Types that only appear inside others or have a controller of their own. */
    public static final EmbeddedTypes EMBEDDED = EmbeddedTypes.checked(
            List.of(TOKEN, SERVICES_PORT_RANGE, ProjectLimits.QUOTA, ProjectLimits.PRIVILEGE_POLICY));

    private IdentityTypes() {}

    private static ResourceType type(
            String name,
            String idPrefix,
            boolean scoped,
            Access access,
            List<Field> fields,
            List<ActionSpec> actions,
            List<String> links) {
        var all = new ArrayList<>(fields);
        all.add(Field.of("state", "enum")
                .options("active", "inactive", "removed", "purged")
                .filterable());
        all.add(Field.of("uuid", "string").filterable());
        all.add(Field.of("created", "date").filterable());
        all.add(Field.of("removed", "date").filterable());
        all.add(Field.of("transitioning", "enum").options("yes", "no", "error"));
        all.add(Field.of("transitioningMessage", "string"));
        return new ResourceType(name, idPrefix, "", scoped, all, actions, links, LIVING, access);
    }

    private static List<ActionSpec> credentialActions(String output) {
        return List.of(
                ActionSpec.of("activate", output, "inactive"),
                ActionSpec.of("deactivate", output, "active"),
                ActionSpec.of("remove", output, "active", "inactive"),
                ActionSpec.of("update", output, "active", "inactive"));
    }

    private static Field code() {
        return Field.of("code", "password").creatable().required().length(6, 64);
    }

    private static List<ActionSpec> passwordActions() {
        var actions = new ArrayList<>(credentialActions("password"));
        actions.add(ActionSpec.of("changesecret", "changeSecretInput", "active")
                .taking(
                        "changeSecretInput",
                        Field.of("oldSecret", "password").creatable(),
                        Field.of("newSecret", "password").creatable().required().length(PasswordHash.MIN_LENGTH, 255)));
        return actions;
    }
}
