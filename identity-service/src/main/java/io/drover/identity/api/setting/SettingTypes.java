package io.drover.identity.api.setting;

import io.drover.api.schema.Access;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;

/**
 * The two types settings have (spec: identity sheet, 3.3, 4.4): {@code setting} is what clients create, {@code activeSetting}
 * what they are shown. Only administrators outside an environment change them (CVE-2017-7297).
 */
public final class SettingTypes {
    private static final Role[] READERS = {
        Role.USER, Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY, Role.PROJECT, Role.SERVICE
    };

    public static final ResourceType SETTING = type("setting", "", "crud");

    public static final ResourceType ACTIVE_SETTING = type("activeSetting", "setting", "rud");

    private SettingTypes() {}

    private static ResourceType type(String name, String baseType, String rights) {
        return new ResourceType(
                name,
                "as",
                baseType,
                false,
                List.of(
                        Field.of("name", "string")
                                .creatable()
                                .required()
                                .length(1, 255)
                                .filterable(),
                        Field.of("value", "string")
                                .writable()
                                .describedAs("the value in the database, or the one that holds if there is none"),
                        Field.of("activeValue", "string").describedAs("the value that holds"),
                        Field.of("inDb", "boolean").describedAs("the database has a value, which DELETE takes away"),
                        Field.of("source", "string").describedAs("where the value that holds comes from"),
                        Field.of("description", "string"),
                        Field.of("accepted", "string").describedAs("what can be written"),
                        Field.of("needsRestart", "boolean").describedAs("a change holds from the next start")),
                List.of(),
                List.of(),
                Set.of(),
                Access.none().allow(rights, Role.ADMIN).allow("r", READERS));
    }
}
