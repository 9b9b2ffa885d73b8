package io.drover.identity.directory;

import com.unboundid.ldap.sdk.DN;
import io.drover.identity.directory.DirectorySettings.DisabledFlag;
import io.drover.identity.directory.DirectorySettings.Groups;
import io.drover.identity.directory.DirectorySettings.Security;
import io.drover.identity.directory.DirectorySettings.Server;
import io.drover.identity.directory.DirectorySettings.ServiceAccount;
import io.drover.identity.directory.DirectorySettings.Users;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a directory's configuration as the wire names them, with the defaults of the reference (spec: identity sheet,
 * 1.3), and what makes a configuration valid. Beside the reference's fields there are {@code startTls}, {@code certificates}
 * (PEM), {@code furtherDomains} and {@code furtherGroupSearchDomains} (more search bases) and {@code pageSize}.
 */
public final class DirectoryFields {
    public static final String PASSWORD = "serviceAccountPassword";
    public static final String ALLOWED = "allowedIdentities";

    private static final int LDAPS_PORT = 636;
    private static final String ATTRIBUTE = "[A-Za-z][A-Za-z0-9-]*";

    private DirectoryFields() {}

    /** A configuration, or the first thing that is wrong with it. */
    public sealed interface Reading {
        record Valid(DirectorySettings settings) implements Reading {}

        /** @param sentence names the field, its value, and what is accepted */
        record Invalid(String field, String sentence) implements Reading {}
    }

    /** Every field but the password and the allow-list, with its default; null: none. */
    public static Map<String, @Nullable Object> defaults(DirectoryKind kind) {
        boolean isActive = kind == DirectoryKind.ACTIVE_DIRECTORY;
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("server", null);
        fields.put("port", null);
        fields.put("tls", false);
        fields.put("startTls", false);
        fields.put("certificates", "");
        fields.put("connectionTimeout", isActive ? 5000L : 1000L);
        fields.put("pageSize", 500L);
        fields.put("serviceAccountUsername", null);
        fields.put("domain", null);
        fields.put("furtherDomains", List.of());
        fields.put("groupSearchDomain", "");
        fields.put("furtherGroupSearchDomains", List.of());
        fields.put("loginDomain", "");
        fields.put("userSearchField", isActive ? "sAMAccountName" : "uid");
        fields.put("userLoginField", isActive ? "sAMAccountName" : "uid");
        fields.put("userObjectClass", isActive ? "person" : "inetOrgPerson");
        fields.put("userNameField", isActive ? "name" : "givenName");
        fields.put("userMemberAttribute", "memberOf");
        fields.put("userEnabledAttribute", isActive ? "userAccountControl" : "");
        fields.put("userDisabledBitMask", isActive ? 2L : 0L);
        fields.put("groupSearchField", isActive ? "sAMAccountName" : "cn");
        fields.put("groupObjectClass", isActive ? "group" : "posixGroup");
        fields.put("groupNameField", isActive ? "name" : "cn");
        fields.put("groupDNField", isActive ? "distinguishedName" : "entryDN");
        fields.put("groupMemberMappingAttribute", isActive ? "member" : "memberUid");
        fields.put("groupMemberUserAttribute", isActive ? "distinguishedName" : "entryDN");
        fields.put("accessMode", AccessPolicy.Mode.UNRESTRICTED.wire());
        return fields;
    }

    /** The given fields with defaults for what is missing or null; without the password. What is no field is left out. */
    public static Map<String, @Nullable Object> complete(DirectoryKind kind, Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> fields = defaults(kind);
        fields.replaceAll((name, value) -> given.get(name) == null ? value : given.get(name));
        if (fields.get("port") == null) {
            fields.put("port", "true".equals(String.valueOf(fields.get("tls"))) ? LDAPS_PORT : 389);
        }
        Object allowed = given.get(ALLOWED);
        fields.put(ALLOWED, allowed == null ? List.of() : allowed);
        return Collections.unmodifiableMap(fields);
    }

    /**
     * @param complete as {@link #complete} made it
     * @param password of the service account, or null
     */
    public static Reading read(DirectoryKind kind, Map<String, @Nullable Object> complete, @Nullable String password) {
        try {
            return new Reading.Valid(new DirectoryFields.Reader(kind, complete).settings(password));
        } catch (Wrong wrong) {
            return new Reading.Invalid(wrong.field, wrong.sentence);
        }
    }

    /** Ends the reading of one configuration; never leaves this class. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String field;
        private final String sentence;

        Wrong(String field, String value, String wanted) {
            super(field, null, false, false);
            this.field = field;
            this.sentence = "field '" + field + "' has the value '" + value + "': " + wanted;
        }
    }

    private record Reader(DirectoryKind kind, Map<String, @Nullable Object> fields) {
        DirectorySettings settings(@Nullable String password) {
            if (password == null || password.isEmpty()) {
                throw new Wrong(PASSWORD, "", "Must define service account. Its password is needed to search");
            }
            List<String> userBases = bases("domain", "furtherDomains");
            if (userBases.isEmpty()) {
                throw new Wrong("domain", "", "it is the search base of the users, e.g. ou=people,dc=example,dc=org");
            }
            List<String> groupBases = bases("groupSearchDomain", "furtherGroupSearchDomains");
            return new DirectorySettings(
                    kind,
                    server(),
                    new ServiceAccount(filled("serviceAccountUsername", "Must define service account."), password),
                    users(userBases),
                    groups(groupBases.isEmpty() ? userBases : groupBases),
                    new AccessPolicy(mode(), allowed()));
        }

        private Server server() {
            String host = filled("server", "it is the name of the directory server, e.g. ldap.example.org");
            if (!host.matches("[A-Za-z0-9._:-]+")) {
                throw new Wrong("server", host, "it is a host name or an address, without ldap:// and without a port");
            }
            boolean tls = flag("tls");
            boolean startTls = flag("startTls");
            if (tls && startTls) {
                throw new Wrong("startTls", "true", "'tls' (LDAPS) is on as well; choose one of the two");
            }
            Security security = tls ? Security.LDAPS : startTls ? Security.START_TLS : Security.PLAIN;
            Duration timeout = Duration.ofMillis(number("connectionTimeout", 100, 30_000));
            String certificates = text("certificates");
            Certificates.problem(certificates).ifPresent(problem -> {
                throw new Wrong("certificates", "(not shown)", problem);
            });
            return new Server(host, (int) number("port", 1, 65_535), security, timeout, certificates, (int)
                    number("pageSize", 10, 5000));
        }

        private Users users(List<String> bases) {
            long mask = number("userDisabledBitMask", 0, Integer.MAX_VALUE);
            String enabled = optionalAttribute("userEnabledAttribute");
            return new Users(
                    bases,
                    text("loginDomain"),
                    attribute("userSearchField"),
                    attribute("userLoginField"),
                    attribute("userObjectClass"),
                    attribute("userNameField"),
                    optionalAttribute("userMemberAttribute"),
                    enabled.isEmpty() || mask == 0 ? null : new DisabledFlag(enabled, mask));
        }

        private Groups groups(List<String> bases) {
            return new Groups(
                    bases,
                    attribute("groupSearchField"),
                    attribute("groupObjectClass"),
                    attribute("groupNameField"),
                    attribute("groupDNField"),
                    optionalAttribute("groupMemberMappingAttribute"),
                    attribute("groupMemberUserAttribute"));
        }

        private List<String> bases(String first, String further) {
            List<String> bases = new ArrayList<>();
            if (!text(first).isEmpty()) {
                bases.add(name(first, text(first)));
            }
            if (fields.get(further) instanceof List<?> list) {
                list.forEach(item -> bases.add(name(further, String.valueOf(item))));
            }
            return bases;
        }

        private static String name(String field, String text) {
            if (text.isBlank() || !DN.isValidDN(text)) {
                throw new Wrong(field, text, "it must be a distinguished name, e.g. ou=people,dc=example,dc=org");
            }
            return text;
        }

        private AccessPolicy.Mode mode() {
            String mode = text("accessMode");
            return AccessPolicy.Mode.of(mode)
                    .orElseThrow(
                            () -> new Wrong("accessMode", mode, "accepted are unrestricted, restricted and required"));
        }

        private List<DirectoryIdentity> allowed() {
            List<DirectoryIdentity> allowed = new ArrayList<>();
            if (fields.get(ALLOWED) instanceof List<?> list) {
                list.forEach(item -> allowed.add(identity(item)));
            }
            return allowed;
        }

        private DirectoryIdentity identity(@Nullable Object item) {
            if (!(item instanceof Map<?, ?> map)) {
                throw new Wrong(ALLOWED, String.valueOf(item), "each entry has externalIdType and externalId");
            }
            String type = String.valueOf(map.get("externalIdType"));
            String name = String.valueOf(map.get("externalId"));
            if (!type.equals(kind.userType()) && !type.equals(kind.groupType())) {
                throw new Wrong(ALLOWED, type, "accepted types are " + kind.userType() + " and " + kind.groupType());
            }
            if (name.isBlank() || !DN.isValidDN(name)) {
                throw new Wrong(ALLOWED, name, "the externalId of an entry is its distinguished name");
            }
            String shown = map.get("name") == null ? name : String.valueOf(map.get("name"));
            return new DirectoryIdentity(type, name, shown, shown, type.equals(kind.userType()));
        }

        private String attribute(String field) {
            String value = filled(field, "it is the name of an attribute or object class");
            if (!value.matches(ATTRIBUTE)) {
                throw new Wrong(field, value, "names of attributes and classes have letters, digits and '-'");
            }
            return value;
        }

        private String optionalAttribute(String field) {
            return text(field).isEmpty() ? "" : attribute(field);
        }

        private String filled(String field, String wanted) {
            String value = text(field);
            if (value.isEmpty()) {
                throw new Wrong(field, "", wanted);
            }
            return value;
        }

        private String text(String field) {
            Object value = fields.get(field);
            return value == null ? "" : String.valueOf(value).strip();
        }

        private boolean flag(String field) {
            String value = text(field);
            if (!value.equals("true") && !value.equals("false")) {
                throw new Wrong(field, value, "accepted are true and false");
            }
            return value.equals("true");
        }

        private long number(String field, long least, long most) {
            String value = text(field);
            if (value.matches("[0-9]{1,10}")) {
                long number = Long.parseLong(value);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            throw new Wrong(field, value, "it is a whole number from " + least + " to " + most);
        }
    }
}
