package io.drover.identity.api.directory;

import io.drover.api.ApiException;
import io.drover.identity.directory.DirectoryFields;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.store.DirectoryRow;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code /v1-auth/config}: the same configuration in the form of the reference's outside providers, of which Active Directory
 * is one (spec: identity sheet, 1.2, 1.3). For administrators only, by the route's policy.
 */
@RestController
public final class AuthConfigController {
    private static final String PROVIDER = "provider";
    private static final String[] COMMON = {DirectoryTypes.ENABLED, "accessMode", DirectoryFields.ALLOWED};

    private final DirectoryConfigWriteHandler writes;

    public AuthConfigController(DirectoryConfigWriteHandler writes) {
        this.writes = writes;
    }

    @GetMapping({"/v1-auth/config", "/v1-auth/configs"})
    Mono<Map<String, @Nullable Object>> config() {
        return writes.current(DirectoryKind.ACTIVE_DIRECTORY).map(AuthConfigController::shown);
    }

    @PostMapping({"/v1-auth/config", "/v1-auth/configs"})
    Mono<Map<String, @Nullable Object>> save(@RequestBody Map<String, @Nullable Object> body) {
        return Mono.fromSupplier(() -> kind(body))
                .flatMap(kind -> writes.save(kind, flat(kind, body)))
                .map(AuthConfigController::shown);
    }

    /** 200 without a body if the configuration works with {@code code}; nothing is saved. */
    @PostMapping("/v1-auth/testlogin")
    Mono<Void> test(@RequestBody Map<String, @Nullable Object> body) {
        return Mono.fromSupplier(() -> tree(body.get("authConfig"), "authConfig"))
                .flatMap(config -> {
                    DirectoryKind kind = kind(config);
                    Map<String, @Nullable Object> fields = flat(kind, config);
                    fields.put(DirectoryTypes.CODE, body.get(DirectoryTypes.CODE));
                    return writes.test(kind, fields);
                });
    }

    private static DirectoryKind kind(Map<String, @Nullable Object> body) {
        String provider = String.valueOf(body.get(PROVIDER));
        return DirectoryKind.ofProvider(provider)
                .orElseThrow(() -> new ApiException.BadRequest(
                        "InvalidFormat",
                        "field 'provider' has the value '" + provider + "': accepted are "
                                + Arrays.stream(DirectoryKind.values())
                                        .map(DirectoryKind::provider)
                                        .collect(Collectors.joining(", "))));
    }

    /** {@code ldapConfig} or {@code openldapConfig} and what all providers have in common, side by side. */
    private static Map<String, @Nullable Object> flat(DirectoryKind kind, Map<String, @Nullable Object> body) {
        String inner = inner(kind);
        Map<String, @Nullable Object> fields =
                body.get(inner) == null ? new LinkedHashMap<>() : tree(body.get(inner), inner);
        for (String name : COMMON) {
            fields.put(name, body.get(name));
        }
        fields.put(DirectoryTypes.CODE, body.get(DirectoryTypes.CODE));
        return fields;
    }

    private static String inner(DirectoryKind kind) {
        return switch (kind) {
            case ACTIVE_DIRECTORY -> "ldapConfig";
            case OPENLDAP -> "openldapConfig";
        };
    }

    private static Map<String, @Nullable Object> tree(@Nullable Object value, String field) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new ApiException.BadRequest("InvalidFormat", "field '" + field + "' must be an object with fields");
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(String.valueOf(key), item));
        return copy;
    }

    private static Map<String, @Nullable Object> shown(DirectoryRow row) {
        DirectoryKind kind = DirectoryKind.ofProvider(row.provider()).orElseThrow();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(row.fields());
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("type", "config");
        config.put(PROVIDER, row.provider());
        config.put(DirectoryTypes.ENABLED, row.isEnabled());
        config.put("accessMode", fields.remove("accessMode"));
        config.put(DirectoryFields.ALLOWED, fields.remove(DirectoryFields.ALLOWED));
        config.put(inner(kind), fields);
        return config;
    }
}
