package io.drover.identity.api.key;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;

/** The type {@code signingKey}: administrators look and rotate. Nothing of a key's private part is ever a field. */
public final class SigningKeyTypes {
    static final String ROTATE = "rotate";

    public static final ResourceType SIGNING_KEY = new ResourceType(
            "signingKey",
            "sk",
            "",
            false,
            List.of(
                    Field.of("name", "string").filterable().describedAs("the kid of its tokens"),
                    Field.of("state", "enum").options("published", "signing", "retiring", "retired"),
                    Field.of("created", "date"),
                    Field.of("signsFrom", "date").describedAs("when it signs, or began to"),
                    Field.of("retires", "date").describedAs("when the last token it signed has expired"),
                    Field.of("removed", "date").describedAs("when it was retired")),
            List.of(),
            List.of(),
            Set.of(),
            Access.none().allow("ra", Role.ADMIN),
            List.of(ActionSpec.of(ROTATE, "signingKey")));

    private SigningKeyTypes() {}
}
