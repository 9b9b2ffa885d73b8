package io.drover.identity.api.oidc;

import io.drover.api.schema.Access;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.identity.oidc.ProviderFields;
import io.drover.identity.oidc.ProviderKind;
import io.drover.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types {@code oidcconfig} and {@code githubconfig} (spec: identity sheet, 1.2, 1.3); fields and defaults are those of
 * {@link ProviderFields}.
 */
public final class ProviderTypes {
    static final String ENABLED = "enabled";
    static final String TRIAL = "trial";
    /** What the trial sign-in gave. */
    static final String CODE = "code";

    static final String REDIRECT_URI = "redirectUri";
    static final String TEST_URL = "testUrl";

    public static final ResourceType OIDC_CONFIG = type(ProviderKind.OIDC);
    public static final ResourceType GITHUB_CONFIG = type(ProviderKind.GITHUB);

    private ProviderTypes() {}

    static ResourceType of(ProviderKind kind) {
        return switch (kind) {
            case OIDC -> OIDC_CONFIG;
            case GITHUB -> GITHUB_CONFIG;
        };
    }

    private static ResourceType type(ProviderKind kind) {
        return new ResourceType(
                kind.provider(),
                "",
                "",
                false,
                fields(kind),
                List.of(),
                List.of(),
                Set.of(),
                Access.none().allow("cr", Role.ADMIN));
    }

    private static List<Field> fields(ProviderKind kind) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of("name", "string"));
        fields.add(Field.of(ENABLED, "boolean").creatable().defaultsTo(false));
        for (Map.Entry<String, @Nullable Object> entry :
                ProviderFields.defaults(kind).entrySet()) {
            String type = entry.getValue() instanceof List<?> ? "array[string]" : "string";
            fields.add(Field.of(entry.getKey(), type).creatable());
        }
        fields.add(Field.of(ProviderFields.SECRET, "password")
                .creatable()
                .secret()
                .describedAs("kept if it is missing and the provider is the same"));
        fields.add(Field.of(ProviderFields.ALLOWED, "array[identity]").creatable());
        fields.add(Field.of(TRIAL, "boolean")
                .creatable()
                .secret()
                .describedAs("keep these settings aside for a trial sign-in at 'testUrl'; nothing else changes"));
        fields.add(Field.of(CODE, "password")
                .creatable()
                .secret()
                .describedAs("what the trial sign-in gave; needed to enable the settings it was made with"));
        fields.add(Field.of(REDIRECT_URI, "string").describedAs("register this at the provider"));
        fields.add(Field.of(TEST_URL, "string").describedAs("open this in a browser that is signed in here"));
        return fields;
    }
}
