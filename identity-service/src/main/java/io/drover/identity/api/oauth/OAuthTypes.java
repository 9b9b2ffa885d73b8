package io.drover.identity.api.oauth;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Clients and tokens belong to people, so they are outside of environments, and nobody's token inside one reaches them. */
final class OAuthTypes {
    static final String ROTATE_SECRET = "rotatesecret";
    static final String OVERLAP = "overlapSeconds";

    static final ResourceType CLIENT = new ResourceType(
            "oauthClient",
            "oc",
            "",
            false,
            List.of(
                    Field.of("name", "string")
                            .writable()
                            .required()
                            .length(1, 255)
                            .filterable(),
                    Field.of("description", "string").writable().length(0, 1024),
                    Field.of("accountId", "reference[account]").creatable().filterable(),
                    Field.of("clientId", "string").filterable(),
                    Field.of("clientSecret", "password").shownOnce(),
                    Field.of("previousSecretUntil", "date")
                            .describedAs("how long the secret before the present one still counts; null: it does not"),
                    Field.of("confidential", "boolean")
                            .creatable()
                            .defaultsTo(false)
                            .describedAs("whether it can keep a secret, as a program on a server can"),
                    Field.of("redirectUris", "array[string]")
                            .writable()
                            .required()
                            .describedAs("addresses for answers, compared letter by letter; the port of"
                                    + " http://127.0.0.1 and http://[::1] may differ"),
                    Field.of("scopes", "array[string]")
                            .writable()
                            .describedAs("what every token of it is narrowed to: environment:<id>, role:<name>, read"),
                    Field.of("state", "enum")
                            .options("active", "inactive", "removed")
                            .filterable(),
                    Field.of("uuid", "string").filterable(),
                    Field.of("created", "date").filterable(),
                    Field.of("removed", "date").filterable(),
                    Field.of("transitioning", "enum").options("yes", "no", "error")),
            List.of(
                    ActionSpec.of("activate", "oauthClient", "inactive"),
                    ActionSpec.of("deactivate", "oauthClient", "active"),
                    ActionSpec.of("remove", "oauthClient", "active", "inactive"),
                    ActionSpec.of(ROTATE_SECRET, "oauthClient", "active", "inactive")
                            .taking(
                                    "rotateSecretInput",
                                    Field.of(OVERLAP, "int")
                                            .creatable()
                                            .range(0, Duration.ofDays(30).toSeconds())
                                            .defaultsTo(0)
                                            .describedAs(
                                                    "how long the old secret still counts; 0: it and everything the"
                                                            + " client was given end now"))
                            .showingOnce()
                            .describedAs("gives a confidential client a new secret, which is shown this once"),
                    ActionSpec.of("update", "oauthClient", "active", "inactive")),
            List.of(),
            Set.of("active", "inactive"),
            Access.none().allow("crud", Role.ADMIN, Role.USER));

    static final ResourceType TOKEN = new ResourceType(
            "oauthToken",
            "ot",
            "",
            false,
            List.of(
                    Field.of("accountId", "reference[account]").filterable(),
                    Field.of("clientId", "string").filterable(),
                    Field.of("clientName", "string"),
                    Field.of("grantType", "string").filterable(),
                    Field.of("scopes", "array[string]"),
                    Field.of("state", "enum").options("active", "removed"),
                    Field.of("uuid", "string").filterable(),
                    Field.of("created", "date").filterable(),
                    Field.of("expires", "date").filterable().describedAs("when it ends unless the client refreshes it"),
                    Field.of("lastUsed", "date").filterable().describedAs("to the minute"),
                    Field.of("transitioning", "enum").options("yes", "no", "error")),
            List.of(ActionSpec.of("remove", "oauthToken", "active")),
            List.of(),
            Set.of("active"),
            Access.none().allow("rd", Role.ADMIN, Role.USER));

    private OAuthTypes() {}
}
