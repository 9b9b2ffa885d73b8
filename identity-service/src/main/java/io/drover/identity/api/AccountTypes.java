package io.drover.identity.api;

import static io.drover.identity.api.TypeParts.LIVING;
import static io.drover.identity.api.TypeParts.MEMBERS;
import static io.drover.identity.api.TypeParts.type;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.identity.api.TypeParts.Kind;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;

/** People and who they are (spec: identity sheet, 1.5, 1.7, 2.1). */
public final class AccountTypes {
    public static final ResourceType ACCOUNT = type(
                    new Kind("account", "a", ""),
                    false,
                    Access.none()
                            .allow("crud", Role.ADMIN)
                            .allow("r", Role.USER)
                            .allow("r", MEMBERS),
                    List.of(
                            Field.of("name", "string")
                                    .describedAs("what the person is called; nobody signs in with it")
                                    .writable()
                                    .required()
                                    .length(1, 255)
                                    .filterable(),
                            Field.of("description", "string")
                                    .describedAs("for people")
                                    .writable()
                                    .length(0, 1024),
                            Field.of("kind", "enum")
                                    .describedAs("what somebody may do outside environments")
                                    .writable()
                                    .options("user", "admin")
                                    .defaultsTo("user")
                                    .filterable(),
                            Field.of("externalId", "string")
                                    .describedAs(
                                            "who the person is in the directory or at the provider; null: a local account")
                                    .filterable(),
                            Field.of("externalIdType", "string")
                                    .describedAs("of what kind the external id is, e.g. openldap_user")
                                    .filterable()),
                    List.of(
                            ActionSpec.of("activate", "account", "inactive"),
                            ActionSpec.of("deactivate", "account", "active"),
                            ActionSpec.of("remove", "account", "active", "inactive"),
                            ActionSpec.of("update", "account", "active", "inactive"),
                            ActionSpec.of("purge", "account", "removed")),
                    List.of("credentials"))
            .describedAs("Somebody who signs in");

    public static final ResourceType IDENTITY = new ResourceType(
                    "identity",
                    "",
                    "",
                    false,
                    List.of(
                            Field.of("externalId", "string")
                                    .describedAs("a local account's id, or the name in the directory")
                                    .creatable(),
                            Field.of("externalIdType", "string")
                                    .describedAs("rancher_id for local accounts, else the directory's or provider's")
                                    .creatable(),
                            Field.of("name", "string").describedAs("what the person or group is called"),
                            Field.of("login", "string").describedAs("the name to sign in with; a group's is its name"),
                            Field.of("profilePicture", "string").describedAs("always null: clients expect the field"),
                            Field.of("profileUrl", "string").describedAs("always null: clients expect the field"),
                            Field.of("user", "boolean").describedAs("a person and no group"),
                            Field.of("role", "string").describedAs("as a member of an environment"),
                            Field.of("projectId", "reference[project]")
                                    .describedAs("the environment they are a member of"),
                            Field.of("all", "string").describedAs("in a list: find what has this text in its name")),
                    List.of(),
                    List.of(),
                    Set.of(),
                    Access.none().allow("r", Role.ADMIN, Role.USER).allow("r", MEMBERS))
            .describedAs("A person or a group, here or in the directory");

    /** Switched on and never off: ADR 18. */
    static final ResourceType LOCAL_AUTH_CONFIG = new ResourceType(
                    "localAuthConfig",
                    "",
                    "",
                    false,
                    List.of(
                            Field.of("enabled", "boolean")
                                    .creatable()
                                    .describedAs("must be true: access control cannot be switched off"),
                            Field.of("accessMode", "enum")
                                    .creatable()
                                    .options("unrestricted")
                                    .defaultsTo("unrestricted")
                                    .describedAs("every local account may sign in"),
                            Field.of("name", "string")
                                    .creatable()
                                    .length(1, 255)
                                    .describedAs("what the administrator's account is called"),
                            Field.of("username", "password")
                                    .creatable()
                                    .length(0, 255)
                                    .secret()
                                    .describedAs("the administrator's name to sign in with"),
                            Field.of("password", "password")
                                    .creatable()
                                    .secret()
                                    .describedAs("and the password")),
                    List.of(),
                    List.of(),
                    Set.of(),
                    Access.none().allow("cr", Role.ADMIN))
            .describedAs("Sign-in with local accounts: older set-up scripts name the administrator here");

    /** Its number is its account's. Outside environments: it belongs to a person. */
    public static final ResourceType SECOND_FACTOR = new ResourceType(
                    "secondFactor",
                    "sf",
                    "",
                    false,
                    List.of(
                            Field.of("accountId", "reference[account]").describedAs("whose it is"),
                            Field.of("secret", "password")
                                    .describedAs("what the authenticator is given, if it cannot read the address")
                                    .shownOnce(),
                            Field.of("uri", "password")
                                    .describedAs("the same as an address, for a QR code")
                                    .shownOnce(),
                            Field.of("recoveryCodes", "array[string]")
                                    .describedAs("each lets in once without the authenticator; shown once"),
                            Field.of("state", "enum").options("inactive", "active"),
                            Field.of("created", "date").describedAs("when it was begun")),
                    List.of(
                            ActionSpec.of("confirm", "secondFactor", "inactive")
                                    .taking("secondFactorCodeInput", code()),
                            ActionSpec.of("disable", "secondFactor", "active").taking("secondFactorCodeInput", code()),
                            ActionSpec.of("remove", "secondFactor", "inactive", "active")),
                    List.of(),
                    LIVING,
                    Access.none().allow("crda", Role.ADMIN, Role.USER))
            .describedAs("An authenticator that is asked for after the password");

    /** Served by {@link TokenController}, which callers reach before they have signed in. */
    public static final ResourceType TOKEN = new ResourceType(
                    "token",
                    "",
                    "",
                    false,
                    List.of(
                            Field.of("code", "password")
                                    .describedAs("user:password, or what a provider's page brought back")
                                    .creatable()
                                    .required()
                                    .secret(),
                            Field.of("secondFactor", "password")
                                    .describedAs("six digits of the authenticator, or a recovery code")
                                    .creatable()
                                    .secret(),
                            Field.of("authProvider", "string")
                                    .describedAs("with whom people sign in")
                                    .creatable(),
                            Field.of("jwt", "string")
                                    .describedAs("what is shown from now on; opaque, and in this answer only"),
                            Field.of("accountId", "reference[account]").describedAs("who has signed in"),
                            Field.of("user", "string").describedAs("the name they sign in with"),
                            Field.of("authenticatedAsAccountId", "reference[account]")
                                    .describedAs("the same, by the name older clients know"),
                            Field.of("userType", "string").describedAs("kind of the account"),
                            Field.of("userIdentity", "identity").describedAs("who they are"),
                            Field.of("identities", "array[identity]").describedAs("who they are, groups included"),
                            Field.of("enabled", "boolean")
                                    .describedAs("always true: access control cannot be switched off"),
                            Field.of("security", "boolean")
                                    .describedAs("always true: access control cannot be switched off"),
                            Field.of("defaultProject", "string").describedAs("an environment to begin with"),
                            Field.of("secondFactorWanted", "boolean")
                                    .describedAs(
                                            "a second factor must be set up; the session can do nothing else before"),
                            Field.of("redirectUrl", "string")
                                    .describedAs("where a browser begins, if the provider wants one")),
                    List.of(),
                    List.of(),
                    Set.of(),
                    Access.none().allow("crd", Role.ADMIN, Role.USER).allow("crd", MEMBERS))
            .describedAs("A session: made by signing in, ended by signing out");

    private AccountTypes() {}

    private static Field code() {
        return Field.of("code", "password").creatable().required().length(6, 64);
    }
}
