package io.drover.gateway.audit;

import io.drover.api.schema.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The name of what a request does, {@code api.<type>.<verb>} (spec: identity sheet, 4.1). */
public final class AuditEvent {
    /** Types whose name has several words; the others are found by taking the plural's ending off. */
    private static final Map<String, String> SEVERAL_WORDS = words(List.of(
            "activeSetting",
            "apiKey",
            "auditLog",
            "deploymentUnit",
            "dnsService",
            "externalService",
            "identity",
            "loadBalancerService",
            "localAuthConfig",
            "masterKey",
            "oauthClient",
            "oauthToken",
            "projectMember",
            "projectRole",
            "projectTemplate",
            "quotaUsage",
            "registrationToken",
            "registryCredential",
            "secondFactor",
            "secretKey",
            "serviceConsumeMap",
            "serviceExposeMap",
            "serviceLog",
            "signingKey",
            "storagePool",
            "userPreference",
            "volumeTemplate"));

    private AuditEvent() {}

    /** The type's name from the word of the path; null for paths without one. */
    public static @Nullable String typeName(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.isEmpty()) {
            return null;
        }
        String known = SEVERAL_WORDS.get(lower);
        if (known != null) {
            return known;
        }
        if (lower.endsWith("ies")) {
            return lower.substring(0, lower.length() - 3) + "y";
        }
        return lower.endsWith("s") && !lower.endsWith("ss") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Environments are called so here, and stacks too when old clients call them environments. */
    public static String name(String version, @Nullable String typeName, String method, @Nullable String action) {
        String type = typeName == null ? "unknown" : typeName;
        String shown = switch (type) {
            case "project" -> "environment";
            case "environment" -> version.equals("v1") ? "stack" : type;
            default -> type;
        };
        return "api." + shown + "." + verb(method, action);
    }

    private static String verb(String method, @Nullable String action) {
        if (action != null && !action.isBlank()) {
            return action;
        }
        return switch (method) {
            case "POST" -> "create";
            case "PUT", "PATCH" -> "update";
            case "DELETE" -> "delete";
            default -> "read";
        };
    }

    private static Map<String, String> words(List<String> types) {
        Map<String, String> words = new HashMap<>();
        for (String type : types) {
            words.put(type.toLowerCase(Locale.ROOT), type);
            words.put(ResourceType.pluralOf(type).toLowerCase(Locale.ROOT), type);
        }
        return words;
    }
}
