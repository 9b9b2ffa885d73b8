package io.drover.identity.setting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the directory under the names of the reference's settings (spec: identity sheet, 1.1-1.3), for clients
 * that look there. It is read only here.
 */
public final class DirectoryValues {
    private static final String OPENLDAP = "api.auth.ldap.openldap.";
    private static final String ACTIVE_DIRECTORY = "api.auth.ldap.";
    private static final String PASSWORD = "service.account.password";

    /** Field of a configuration to the last words of its setting. */
    private static final Map<String, String> FIELDS = fields();

    private DirectoryValues() {}

    /**
     * A directory's configuration.
     *
     * @param provider {@code openldapconfig} or {@code ldapconfig}
     * @param isEnabled people sign in with it
     * @param fields as the wire of its configuration names them
     */
    public record Configured(String provider, boolean isEnabled, Map<String, @Nullable Object> fields) {
        boolean isOpenLdap() {
            return provider.equals("openldapconfig");
        }
    }

    /** Of all settings this class knows a value for. */
    static List<String> names() {
        List<String> names = new ArrayList<>(of(List.of(), "").keySet());
        FIELDS.values().forEach(words -> {
            names.add(OPENLDAP + words);
            names.add(ACTIVE_DIRECTORY + words);
        });
        return names;
    }

    /** Of settings whose value nobody sees. */
    static List<String> secretNames() {
        return List.of(OPENLDAP + PASSWORD, ACTIVE_DIRECTORY + PASSWORD);
    }

    /** @param provider name of the one people sign in with */
    public static Map<String, String> of(List<Configured> configured, String provider) {
        Map<String, String> values = new LinkedHashMap<>();
        Configured active =
                configured.stream().filter(Configured::isEnabled).findFirst().orElse(null);
        boolean isExternal = active != null && !active.isOpenLdap();
        values.put("api.auth.provider.configured", provider);
        values.put("api.auth.provider.name.configured", provider);
        values.put("api.auth.external.provider.configured", Boolean.toString(isExternal));
        values.put("api.auth.external.provider.no.identity.lookup", "false");
        values.put("api.auth.external.provider.identity.separator", "#");
        values.put("api.auth.user.type", active == null ? "" : active.isOpenLdap() ? "openldap_user" : "ldap_user");
        values.put(
                "api.auth.access.mode",
                active == null ? "" : text(active.fields().get("accessMode")));
        values.put("api.auth.allowed.identities", active == null ? "" : identities(active));
        values.put("api.auth.local.access.mode", "unrestricted");
        for (Configured one : configured) {
            String prefix = one.isOpenLdap() ? OPENLDAP : ACTIVE_DIRECTORY;
            FIELDS.forEach((field, words) -> values.put(
                    prefix + words,
                    field.equals("allowedIdentities")
                            ? identities(one)
                            : text(one.fields().get(field))));
        }
        return values;
    }

    private static String identities(Configured one) {
        return one.fields().get("allowedIdentities") instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(Map.class::cast)
                        .map(entry -> entry.get("externalIdType") + ":" + entry.get("externalId"))
                        .collect(Collectors.joining("#"))
                : "";
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("accessMode", "access.mode");
        fields.put("allowedIdentities", "allowed.identities");
        fields.put("server", "server");
        fields.put("port", "port");
        fields.put("tls", "tls");
        fields.put("connectionTimeout", "connection.timeout");
        fields.put("serviceAccountUsername", "service.account.user");
        fields.put("domain", "domain");
        fields.put("groupSearchDomain", "group.search.domain");
        fields.put("loginDomain", "login.domain");
        fields.put("userSearchField", "user.search.field");
        fields.put("userLoginField", "user.login.field");
        fields.put("userObjectClass", "user.object.class");
        fields.put("userNameField", "user.name.field");
        fields.put("userMemberAttribute", "user.member.attribute");
        fields.put("userEnabledAttribute", "user.enabled.attribute");
        fields.put("userDisabledBitMask", "user.enabled.mask.bit");
        fields.put("groupSearchField", "group.search.field");
        fields.put("groupObjectClass", "group.object.class");
        fields.put("groupNameField", "group.name.field");
        fields.put("groupDNField", "group.dn.field");
        fields.put("groupMemberMappingAttribute", "group.member.mapping.attribute");
        fields.put("groupMemberUserAttribute", "group.member.user.attribute");
        return fields;
    }
}
