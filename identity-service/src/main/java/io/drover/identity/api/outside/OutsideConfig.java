package io.drover.identity.api.outside;

import io.drover.api.ApiException;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.store.DirectoryRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reference's resource {@code config} (spec: identity sheet, 1.3) and our configurations: what all providers have in common
 * stands at its top, the rest in a map named after the provider. Pure.
 */
final class OutsideConfig {
    static final String ENABLED = "enabled";
    static final String CODE = "code";

    private static final String PROVIDER = "provider";
    private static final String ACCESS_MODE = "accessMode";
    private static final String ALLOWED = "allowedIdentities";
    private static final List<String> COMMON = List.of(ENABLED, ACCESS_MODE, ALLOWED, "trial", CODE);

    private OutsideConfig() {}

    /** Whose configuration it is. */
    sealed interface Kind {
        record Directory(DirectoryKind kind) implements Kind {}

        record Github() implements Kind {}
    }

    /** @throws ApiException.BadRequest the body names no provider that there is */
    static Kind kind(Map<String, @Nullable Object> body) {
        String name = String.valueOf(body.get(PROVIDER));
        if (name.equals(ProviderKind.GITHUB.provider())) {
            return new Kind.Github();
        }
        Optional<Kind> directory = DirectoryKind.ofProvider(name).map(Kind.Directory::new);
        return directory.orElseThrow(() -> new ApiException.BadRequest(
                "InvalidFormat",
                "field 'provider' has the value '" + name + "': accepted are " + String.join(", ", accepted())));
    }

    private static List<String> accepted() {
        List<String> names = new ArrayList<>(Arrays.stream(DirectoryKind.values())
                .map(DirectoryKind::provider)
                .toList());
        names.add(ProviderKind.GITHUB.provider());
        return names;
    }

    /** The provider's own fields and the common ones, side by side. */
    static Map<String, @Nullable Object> flat(Kind kind, Map<String, @Nullable Object> body) {
        String inner = inner(provider(kind));
        Map<String, @Nullable Object> fields =
                body.get(inner) == null ? new LinkedHashMap<>() : tree(body.get(inner), inner);
        COMMON.forEach(name -> fields.put(name, body.get(name)));
        return fields;
    }

    /**
     * What the request leaves out, or leaves empty, of whom the provider admits stays as it is: the default admits everybody, and
     * at GitHub that is the world.
     */
    static Map<String, @Nullable Object> keepingAccess(Map<String, @Nullable Object> given, DirectoryRow present) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(given);
        for (String name : List.of(ACCESS_MODE, ALLOWED)) {
            Object value = given.get(name);
            if (value == null || value.equals("")) {
                fields.put(name, present.fields().get(name));
            }
        }
        return fields;
    }

    /** @throws ApiException.BadRequest it is no object */
    static Map<String, @Nullable Object> tree(@Nullable Object value, String field) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new ApiException.BadRequest("InvalidFormat", "field '" + field + "' must be an object with fields");
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(String.valueOf(key), item));
        return copy;
    }

    /**
     * The resource; secrets are in no row's fields.
     *
     * @param row whose common fields it has
     * @param others whose own fields are shown besides
     */
    static Map<String, @Nullable Object> shown(DirectoryRow row, DirectoryRow... others) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("type", "config");
        config.put(PROVIDER, row.provider());
        config.put(ENABLED, row.isEnabled());
        config.put(ACCESS_MODE, row.fields().get(ACCESS_MODE));
        config.put(ALLOWED, row.fields().get(ALLOWED));
        config.put(inner(row.provider()), own(row));
        for (DirectoryRow other : others) {
            config.put(inner(other.provider()), own(other));
        }
        return config;
    }

    private static Map<String, @Nullable Object> own(DirectoryRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(row.fields());
        fields.remove(ACCESS_MODE);
        fields.remove(ALLOWED);
        return fields;
    }

    private static String provider(Kind kind) {
        return switch (kind) {
            case Kind.Directory(DirectoryKind directory) -> directory.provider();
            case Kind.Github() -> ProviderKind.GITHUB.provider();
        };
    }

    /** {@code ldapConfig} for {@code ldapconfig}. */
    private static String inner(String provider) {
        return provider.substring(0, provider.length() - "config".length()) + "Config";
    }
}
