package io.drover.identity.api;

import static io.drover.identity.api.TypeParts.BUILDERS;
import static io.drover.identity.api.TypeParts.credentialActions;
import static io.drover.identity.api.TypeParts.type;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.identity.api.TypeParts.Kind;
import io.drover.model.Role;
import java.util.List;

/** How a machine becomes a host (spec: identity sheet, 3.3; hosts and network, 1). */
public final class RegistrationTypes {
    public static final ResourceType REGISTRATION_TOKEN = type(
                    new Kind("registrationToken", "c", "credential"),
                    true,
                    Access.none().allow("crud", BUILDERS),
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
                            Field.of("accountId", "reference[account]").describedAs("the environment a host joins"),
                            Field.of("token", "string").describedAs("what the host shows"),
                            Field.of("registrationUrl", "string")
                                    .describedAs(
                                            "always null: a host joins by the command, there is no script to fetch"),
                            Field.of("command", "string").describedAs("to be run on the host, as root"),
                            Field.of("image", "string").describedAs("of the agent")),
                    credentialActions("registrationToken"),
                    List.of())
            .describedAs("What a new host shows to join an environment");

    public static final ResourceType REGISTER = type(
                    new Kind("register", "go", "genericObject"),
                    true,
                    Access.none().allow("cr", Role.REGISTER).allow("rd", BUILDERS),
                    List.of(
                            Field.of("key", "string")
                                    .describedAs("chosen by the agent; it asks for its own by it")
                                    .creatable()
                                    .required()
                                    .length(16, 255)
                                    .secret(),
                            Field.of("agentId", "string").describedAs("of the agent that was made"),
                            Field.of("accessKey", "string").describedAs("the agent's key"),
                            Field.of("secretKey", "string").describedAs("and its secret")),
                    List.of(ActionSpec.of("remove", "register", "active")),
                    List.of())
            .describedAs("The joining of a host: gives its agent a key, once");

    private RegistrationTypes() {}
}
