package io.drover.identity.api.directory;

import io.drover.api.schema.Access;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.identity.directory.DirectoryFields;
import io.drover.identity.directory.DirectoryKind;
import io.drover.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The type {@code openldapconfig} (spec: identity sheet, 1.3); fields and defaults are those of {@link DirectoryFields}. */
public final class DirectoryTypes {
    /** {@code user:password} of the trial that switches a directory on. */
    static final String CODE = "code";

    static final String ENABLED = "enabled";

    public static final ResourceType OPENLDAP_CONFIG = new ResourceType(
            DirectoryKind.OPENLDAP.provider(),
            "",
            "",
            false,
            fields(DirectoryKind.OPENLDAP),
            List.of(),
            List.of(),
            Set.of(),
            Access.none().allow("cr", Role.ADMIN));

    private DirectoryTypes() {}

    private static List<Field> fields(DirectoryKind kind) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of("name", "string"));
        fields.add(Field.of(ENABLED, "boolean").creatable().defaultsTo(false));
        for (Map.Entry<String, @Nullable Object> entry :
                DirectoryFields.defaults(kind).entrySet()) {
            fields.add(field(entry.getKey(), entry.getValue()));
        }
        fields.add(Field.of(DirectoryFields.PASSWORD, "password")
                .creatable()
                .secret()
                .describedAs("kept if it is missing and the server is the same"));
        fields.add(Field.of(DirectoryFields.ALLOWED, "array[identity]").creatable());
        fields.add(Field.of(CODE, "password")
                .creatable()
                .secret()
                .describedAs("user:password of somebody in the directory; needed to enable it, and not stored"));
        return fields;
    }

    private static Field field(String name, @Nullable Object defaultValue) {
        if (name.equals("port")) {
            return Field.of(name, "int").creatable().describedAs("389, or 636 with 'tls'");
        }
        Field field = Field.of(name, type(defaultValue)).creatable();
        return defaultValue == null ? field : field.defaultsTo(defaultValue);
    }

    private static String type(@Nullable Object defaultValue) {
        return switch (defaultValue) {
            case Boolean _ -> "boolean";
            case Number _ -> "int";
            case List<?> _ -> "array[string]";
            case null, default -> "string";
        };
    }
}
