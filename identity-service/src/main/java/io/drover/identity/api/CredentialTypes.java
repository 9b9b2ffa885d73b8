package io.drover.identity.api;

import static io.drover.identity.api.TypeParts.BUILDERS;
import static io.drover.identity.api.TypeParts.credentialActions;
import static io.drover.identity.api.TypeParts.type;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.identity.api.TypeParts.Kind;
import io.drover.identity.secret.PasswordHash;
import io.drover.model.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * What programs and people show (spec: identity sheet, 2.2, 2.3).
 *
 * <p>Narrower than the reference on purpose: {@code restricted} members cannot make environment keys, because such a key has
 * the rights of a full member.
 */
public final class CredentialTypes {
    public static final ResourceType API_KEY = type(
                    new Kind("apiKey", "c", "credential"),
                    false,
                    Access.none()
                            .allow("crud", Role.ADMIN, Role.USER)
                            .allow("crud", BUILDERS)
                            .allow("r", Role.RESTRICTED, Role.READONLY),
                    List.of(
                            Field.of("name", "string")
                                    .describedAs("for people")
                                    .writable()
                                    .length(0, 255)
                                    .filterable(),
                            Field.of("description", "string")
                                    .describedAs("for people")
                                    .writable()
                                    .length(0, 1024),
                            Field.of("accountId", "reference[account]")
                                    .describedAs("the person or the environment it acts as")
                                    .creatable()
                                    .filterable(),
                            Field.of("publicValue", "string")
                                    .describedAs("the user of HTTP Basic; made if it is not given")
                                    .creatable()
                                    .length(8, 64)
                                    .validChars("a-zA-Z0-9._-")
                                    .filterable(),
                            Field.of("secretValue", "password")
                                    .describedAs("the password of HTTP Basic")
                                    .shownOnce()),
                    credentialActions("apiKey"),
                    List.of())
            .describedAs("A name and a secret for programs, of a person or of an environment");

    public static final ResourceType PASSWORD = type(
                    new Kind("password", "c", "credential"),
                    false,
                    Access.none().allow("crud", Role.ADMIN).allow("ru", Role.USER),
                    List.of(
                            Field.of("name", "string")
                                    .describedAs("for people")
                                    .writable()
                                    .length(0, 255)
                                    .filterable(),
                            Field.of("description", "string")
                                    .describedAs("for people")
                                    .writable()
                                    .length(0, 1024),
                            Field.of("accountId", "reference[account]")
                                    .describedAs("the person who signs in with it")
                                    .creatable()
                                    .filterable(),
                            // Passwords are split from the name at the first colon of a sign-in's code.
                            Field.of("publicValue", "string")
                                    .describedAs("the name to sign in with")
                                    .creatable()
                                    .required()
                                    .unique()
                                    .length(1, 255)
                                    .filterable(),
                            Field.of("secretValue", "password")
                                    .describedAs("the password")
                                    .creatable()
                                    .required()
                                    .length(PasswordHash.MIN_LENGTH, 255)
                                    .secret()),
                    passwordActions(),
                    List.of())
            .describedAs("The name and the password somebody signs in with");

    /** All kinds of credentials, read only, as older clients ask for them. */
    public static final ResourceType CREDENTIAL = type(
                    new Kind("credential", "c", ""),
                    false,
                    Access.none().allow("r", Role.ADMIN, Role.USER).allow("r", BUILDERS),
                    List.of(
                            Field.of("name", "string").describedAs("for people").filterable(),
                            Field.of("description", "string").describedAs("for people"),
                            Field.of("kind", "string")
                                    .describedAs("what it is good for")
                                    .filterable(),
                            Field.of("accountId", "reference[account]")
                                    .describedAs("whom it belongs to")
                                    .filterable(),
                            Field.of("publicValue", "string")
                                    .describedAs("the part of it that is no secret")
                                    .filterable()),
                    List.of(),
                    List.of())
            .describedAs("API keys, passwords and registration tokens, without their secrets");

    private CredentialTypes() {}

    private static List<ActionSpec> passwordActions() {
        var actions = new ArrayList<>(credentialActions("password"));
        actions.add(ActionSpec.of("changesecret", "changeSecretInput", "active")
                .taking(
                        "changeSecretInput",
                        Field.of("oldSecret", "password")
                                .creatable()
                                .describedAs("the present password; administrators need not know it"),
                        Field.of("newSecret", "password").creatable().required().length(PasswordHash.MIN_LENGTH, 255)));
        return actions;
    }
}
