package io.drover.api.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of what is recorded (spec: identity sheet, 4.1), at every depth, and says {@code ***} where one was:
 *
 * <ol>
 *   <li>fields that the type declares as secret, and those that hold one by their name: {@code password}, {@code secretValue},
 *       {@code token} ..., and every name that ends so;
 *   <li>every name that ends in {@code Config}: launch configurations carry environment variables, drivers' carry keys of
 *       clouds under names of their own;
 *   <li>compose texts and answers, for the same reason; of {@code environment} the names stay;
 *   <li>{@code value} of secrets, and of settings whose name speaks of a secret;
 *   <li>the registration command, which holds its token.
 * </ol>
 *
 * Links and actions are left out; they say nothing about what was done.
 */
public final class AuditMask {
    public static final String MASK = "***";

    private static final Set<String> SECRET_NAMES = Set.of(
            "code",
            "credential",
            "jwt",
            "key",
            "newsecret",
            "oldsecret",
            "passphrase",
            "privatekey",
            "recoverycodes",
            "secretkey",
            "secretvalue",
            "value_base64");
    private static final List<String> SECRET_ENDINGS = List.of("password", "secret", "token", "config", "configs");
    private static final Set<String> COMPOSE = Set.of("dockercompose", "ranchercompose", "templates", "files");
    private static final Set<String> NAMES_STAY = Set.of("environment", "answers");
    private static final Set<String> LEFT_OUT = Set.of("links", "actions", "actionlinks");

    /** What a read can show that only its owner should know. Tickets of streams are none: they end after a minute. */
    private static final Set<String> SHOWN_SECRETS =
            Set.of("secretvalue", "secretkey", "password", "token", "jwt", "privatekey");

    private static final Set<String> TICKETS = Set.of("hostaccess", "statsaccess");
    private static final int DEEPEST = 12;

    private AuditMask() {}

    /**
     * @param type name of the resource's type, or the empty text
     * @param id of the resource, or null
     * @param declared further fields that the type declares as secret, by name
     */
    public static Map<String, @Nullable Object> masked(
            String type, @Nullable String id, Set<String> declared, Map<String, ? extends @Nullable Object> object) {
        Set<String> lower =
                declared.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return map(new Kind(type.toLowerCase(Locale.ROOT), id, lower), object, 0);
    }

    private record Kind(String type, @Nullable String id, Set<String> declared) {}

    private static Map<String, @Nullable Object> map(Kind kind, Map<?, ? extends @Nullable Object> object, int depth) {
        Map<String, @Nullable Object> safe = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            String lower = name.toLowerCase(Locale.ROOT);
            if (!LEFT_OUT.contains(lower)) {
                safe.put(name, field(kind, lower, value, depth));
            }
        });
        return safe;
    }

    private static @Nullable Object field(Kind kind, String name, @Nullable Object value, int depth) {
        if (value == null || value.equals("")) {
            return value;
        }
        if (isSecret(kind, name)) {
            return MASK;
        }
        if (NAMES_STAY.contains(name) && value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> names = new LinkedHashMap<>();
            map.keySet().forEach(key -> names.put(String.valueOf(key), MASK));
            return names;
        }
        return NAMES_STAY.contains(name) && value instanceof List<?> ? MASK : inside(kind, value, depth);
    }

    private static @Nullable Object inside(Kind kind, @Nullable Object value, int depth) {
        return switch (value) {
            case Map<?, ?> _ when depth >= DEEPEST -> MASK;
            case List<?> _ when depth >= DEEPEST -> MASK;
            case Map<?, ?> map -> map(kind, map, depth + 1);
            case List<?> list -> {
                List<@Nullable Object> safe = new ArrayList<>();
                for (Object element : list) {
                    safe.add(inside(kind, element, depth + 1));
                }
                yield safe;
            }
            case null, default -> value;
        };
    }

    private static boolean isSecret(Kind kind, String name) {
        if (SECRET_NAMES.contains(name)
                || COMPOSE.contains(name)
                || kind.declared().contains(name)) {
            return true;
        }
        if (SECRET_ENDINGS.stream().anyMatch(name::endsWith)) {
            return true;
        }
        return switch (kind.type()) {
            case "secret" -> name.equals("value");
            case "setting" -> name.endsWith("value") && kind.id() != null && speaksOfASecret(kind.id());
            case "registrationtoken", "register" ->
                name.equals("command") || name.equals("windowscommand") || name.equals("registrationurl");
            default -> false;
        };
    }

    private static boolean speaksOfASecret(String settingName) {
        String lower = settingName.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("secret")
                || lower.contains("token")
                || lower.contains("key");
    }

    /** Whether an answer to a read, one resource or a page of them, shows a secret in the clear. */
    public static boolean showsSecret(Map<String, ? extends @Nullable Object> answer) {
        if (answer.get("data") instanceof List<?> data) {
            return data.stream().anyMatch(one -> one instanceof Map<?, ?> map && showsOne(map));
        }
        return showsOne(answer);
    }

    private static boolean showsOne(Map<?, ? extends @Nullable Object> resource) {
        String type = String.valueOf(resource.get("type")).toLowerCase(Locale.ROOT);
        return !TICKETS.contains(type)
                && resource.entrySet().stream()
                        .anyMatch(entry -> entry.getValue() instanceof String text
                                && !text.isEmpty()
                                && SHOWN_SECRETS.contains(
                                        String.valueOf(entry.getKey()).toLowerCase(Locale.ROOT)));
    }
}
