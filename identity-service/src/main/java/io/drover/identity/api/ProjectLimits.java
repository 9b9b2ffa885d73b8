package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.environment.Privilege;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An environment's quota and privileges on the wire. Each is replaced as a whole; null takes it back to the default. Pure. */
final class ProjectLimits {
    static final ResourceType QUOTA = EmbeddedTypes.of(
            "quota",
            Arrays.stream(Quota.Item.values())
                    .map(item -> Field.of(item.wire(), "int")
                            .writable()
                            .range(0, Long.MAX_VALUE)
                            .describedAs("0: not limited"))
                    .toList());

    static final ResourceType PRIVILEGE_POLICY = EmbeddedTypes.of(
            "privilegePolicy",
            List.of(
                    Field.of("unrestricted", "boolean").writable().describedAs("everything is allowed"),
                    Field.of("allowed", "array[enum]")
                            .writable()
                            .options(Arrays.stream(Privilege.values())
                                    .map(Privilege::wire)
                                    .toArray(String[]::new)),
                    texts("capabilities", "what cap_add may name beyond the engine's own set; ALL: everything"),
                    texts("hostPaths", "folders of the hosts that may be mounted, with what is below them"),
                    texts("devices", "devices of the hosts that may be handed in"),
                    texts("sysctls", "names, or beginnings that end with a dot"),
                    texts("volumeDrivers", "besides local"),
                    texts("logDrivers", "besides json-file, local and none")));

    private static final String FIELD = "privileges";
    private static final int MOST = 100;

    private ProjectLimits() {}

    private static Field texts(String name, String description) {
        return Field.of(name, "array[string]").writable().describedAs(description);
    }

    static boolean areIn(Input input) {
        return input.has("quota") || input.has(FIELD);
    }

    static Quota quota(Input input, Quota before) {
        if (!input.has("quota")) {
            return before;
        }
        Map<String, Object> given = input.map("quota");
        Map<Quota.Item, Long> limits = new EnumMap<>(Quota.Item.class);
        for (Quota.Item item : Quota.Item.values()) {
            if (given.get(item.wire()) instanceof Number number) {
                limits.put(item, number.longValue());
            }
        }
        return Quota.of(limits);
    }

    static Map<String, Object> wire(Quota quota) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "quota");
        for (Quota.Item item : Quota.Item.values()) {
            fields.put(item.wire(), quota.limit(item).orElse(0));
        }
        return fields;
    }

    static PrivilegePolicy privileges(Input input, PrivilegePolicy before) {
        if (!input.has(FIELD)) {
            return before;
        }
        Map<String, Object> given = input.map(FIELD);
        return new PrivilegePolicy(
                Boolean.TRUE.equals(given.get("unrestricted")),
                allowed(words(given, "allowed", "[a-zA-Z]+", "a privilege, e.g. hostNetwork")),
                words(given, "capabilities", "[A-Z_]+", "a Linux capability without CAP_, e.g. NET_ADMIN"),
                paths(given, "hostPaths"),
                paths(given, "devices"),
                words(given, "sysctls", "[a-z0-9_./-]+", "a sysctl's name, e.g. net.core.somaxconn, or net.core."),
                words(given, "volumeDrivers", "[a-zA-Z0-9][a-zA-Z0-9_./:-]*", "a driver's name"),
                words(given, "logDrivers", "[a-zA-Z0-9][a-zA-Z0-9_./:-]*", "a driver's name"));
    }

    private static Set<Privilege> allowed(List<String> words) {
        Set<Privilege> allowed = new LinkedHashSet<>();
        for (String word : words) {
            allowed.add(Privilege.of(word).orElseThrow(() -> refused("allowed", "'" + word + "'", "one of " + all())));
        }
        return allowed;
    }

    private static String all() {
        return Stream.of(Privilege.values()).map(Privilege::wire).collect(Collectors.joining(", "));
    }

    private static List<String> paths(Map<String, Object> given, String field) {
        List<String> paths = words(given, field, "/.*", "an absolute path");
        for (String path : paths) {
            boolean plain =
                    Stream.of(path.split("/", -1)).skip(1).noneMatch(part -> part.equals("..") || part.equals("."));
            if (!plain || path.contains("//")) {
                throw refused(field, "'" + path + "'", "an absolute path without '.', '..' and doubled slashes");
            }
        }
        return paths.stream()
                .map(path -> path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                .toList();
    }

    private static List<String> words(Map<String, Object> given, String field, String pattern, String accepted) {
        Function<Object, String> text = field.equals("capabilities") ? item -> bare(item.toString()) : Object::toString;
        List<String> words = given.get(field) instanceof List<?> list
                ? list.stream().map(text).distinct().toList()
                : List.of();
        if (words.size() > MOST) {
            throw refused(field, words.size() + " entries", "up to " + MOST);
        }
        for (String word : words) {
            if (word.length() > 255 || !word.matches(pattern)) {
                throw refused(field, "'" + word + "'", accepted);
            }
        }
        return words;
    }

    private static String bare(String capability) {
        String upper = capability.toUpperCase(Locale.ROOT);
        return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
    }

    private static ApiException refused(String field, String value, String accepted) {
        return new ApiException.InvalidField(
                "InvalidOption",
                FIELD + "." + field,
                "field '%s.%s' has the value %s: accepted is %s".formatted(FIELD, field, value, accepted));
    }

    static Map<String, Object> wire(PrivilegePolicy policy) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "privilegePolicy");
        fields.put("unrestricted", policy.unrestricted());
        fields.put(
                "allowed",
                policy.allowed().stream().map(Privilege::wire).sorted().toList());
        fields.put("capabilities", policy.capabilities());
        fields.put("hostPaths", policy.hostPaths());
        fields.put("devices", policy.devices());
        fields.put("sysctls", policy.sysctls());
        fields.put("volumeDrivers", policy.volumeDrivers());
        fields.put("logDrivers", policy.logDrivers());
        return fields;
    }
}
