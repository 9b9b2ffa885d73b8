package io.drover.identity.api;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;

/** What clients remember for a person (spec: identity sheet, 3.3, 3.6): outside environments only. */
final class UserPreferenceTypes {
    /** Characters; a client's whole state in one value would make every list of them slow. */
    static final int LONGEST_VALUE = 64 * 1024;

    static final ResourceType USER_PREFERENCE = new ResourceType(
                    "userPreference",
                    "up",
                    "",
                    false,
                    List.of(
                            Field.of("name", "string")
                                    .describedAs("what the client calls it; each once for an account")
                                    .writable()
                                    .required()
                                    .unique()
                                    .length(1, 255)
                                    .filterable(),
                            Field.of("value", "string")
                                    .describedAs("the client's own, usually JSON; kept letter by letter")
                                    .writable()
                                    .required()
                                    .length(0, LONGEST_VALUE),
                            Field.of("all", "string")
                                    .describedAs("always null: everybody sees their own only, administrators too"),
                            Field.of("accountId", "reference[account]").describedAs("whose it is"),
                            Field.of("state", "enum")
                                    .options("active", "removed")
                                    .filterable(),
                            Field.of("uuid", "string").filterable(),
                            Field.of("created", "date").filterable(),
                            Field.of("removed", "date"),
                            Field.of("transitioning", "enum").options("yes", "no", "error"),
                            Field.of("transitioningMessage", "string")
                                    .describedAs("always null: clients expect the field"),
                            Field.of("transitioningProgress", "int")
                                    .describedAs("always null: clients expect the field")),
                    List.of(
                            ActionSpec.of("update", "userPreference", "active"),
                            ActionSpec.of("remove", "userPreference", "active")),
                    List.of(),
                    Set.of("active"),
                    Access.none().allow("crud", Role.ADMIN, Role.USER))
            .describedAs("Something a client remembers for the person who uses it, e.g. the theme of its pages");

    private UserPreferenceTypes() {}
}
