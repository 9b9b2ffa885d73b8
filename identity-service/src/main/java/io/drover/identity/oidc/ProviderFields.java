package io.drover.identity.oidc;

import io.drover.identity.directory.AccessPolicy;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.oidc.ProviderSettings.ClaimNames;
import io.drover.identity.oidc.ProviderSettings.Client;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a provider's configuration as the wire names them, the presets that fill them, and what makes a configuration
 * valid. Those of GitHub are the reference's (spec: identity sheet, 1.3): {@code scheme}, {@code hostname}, {@code clientId},
 * {@code clientSecret}.
 */
public final class ProviderFields {
    public static final String SECRET = "clientSecret";
    public static final String ALLOWED = "allowedIdentities";
    public static final String PRESET = "preset";
    /** The secret is only sent to whom it was given for: these fields say who that is. */
    public static final List<String> PLACE = List.of("issuer", "scheme", "hostname");

    private static final String GITHUB_SCOPE = "read:org";

    private ProviderFields() {}

    /** A configuration, or the first thing that is wrong with it. */
    public sealed interface Reading {
        record Valid(ProviderSettings settings) implements Reading {}

        /** @param sentence names the field, its value, and what is accepted */
        record Invalid(String field, String sentence) implements Reading {}
    }

    /** What differs between providers that all speak OpenID Connect. */
    public enum Preset {
        GENERIC("generic", List.of("openid", "profile", "email"), "sub"),
        /** Groups need a mapper with the claim {@code groups}. */
        KEYCLOAK("keycloak", List.of("openid", "profile", "email", "offline_access"), "sub"),
        /** {@code sub} differs there for each application; {@code oid} is the person. */
        ENTRA("entra", List.of("openid", "profile", "email", "offline_access"), "oid");

        private final String wire;
        private final List<String> scopes;
        private final String userId;

        Preset(String wire, List<String> scopes, String userId) {
            this.wire = wire;
            this.scopes = scopes;
            this.userId = userId;
        }

        public String wire() {
            return wire;
        }

        private static @Nullable Preset of(String wire) {
            for (Preset preset : values()) {
                if (preset.wire.equals(wire)) {
                    return preset;
                }
            }
            return null;
        }
    }

    /** Every field but the secret and the allow-list, with its default; null: none. */
    public static Map<String, @Nullable Object> defaults(ProviderKind kind) {
        return defaults(kind, Preset.GENERIC);
    }

    private static Map<String, @Nullable Object> defaults(ProviderKind kind, Preset preset) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        switch (kind) {
            case OIDC -> {
                fields.put(PRESET, preset.wire());
                fields.put("issuer", null);
                fields.put("clientId", null);
                fields.put("scopes", preset.scopes);
                fields.put("userIdClaim", preset.userId);
                fields.put("loginClaim", "preferred_username");
                fields.put("nameClaim", "name");
                fields.put("groupsClaim", "groups");
            }
            case GITHUB -> {
                fields.put("scheme", "https://");
                fields.put("hostname", "github.com");
                fields.put("clientId", null);
            }
        }
        fields.put("accessMode", AccessPolicy.Mode.UNRESTRICTED.wire());
        return fields;
    }

    /** The given fields with the preset's values for what is missing, null or empty; what is no field is left out. */
    public static Map<String, @Nullable Object> complete(ProviderKind kind, Map<String, @Nullable Object> given) {
        Preset preset = Preset.of(String.valueOf(given.get(PRESET)));
        Map<String, @Nullable Object> fields = defaults(kind, preset == null ? Preset.GENERIC : preset);
        fields.replaceAll((name, value) -> isMissing(given.get(name)) ? value : given.get(name));
        Object allowed = given.get(ALLOWED);
        fields.put(ALLOWED, allowed == null ? List.of() : allowed);
        return Collections.unmodifiableMap(fields);
    }

    private static boolean isMissing(@Nullable Object value) {
        return value == null || value.equals("") || value.equals(List.of());
    }

    /**
     * @param complete as {@link #complete} made it
     * @param secret of the client, or null
     */
    public static Reading read(ProviderKind kind, Map<String, @Nullable Object> complete, @Nullable String secret) {
        try {
            return new Reading.Valid(new ProviderFields.Reader(kind, complete).settings(secret == null ? "" : secret));
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

    private record Reader(ProviderKind kind, Map<String, @Nullable Object> fields) {
        ProviderSettings settings(String secret) {
            Client client = new Client(filled("clientId", "it is the name the provider gave to Drover"), secret);
            return switch (kind) {
                case OIDC -> new ProviderSettings(kind, issuer(), client, scopes(), claims(), access());
                case GITHUB ->
                    new ProviderSettings(
                            kind,
                            address("hostname", text("scheme") + text("hostname")),
                            client,
                            List.of(GITHUB_SCOPE),
                            new ClaimNames("id", "login", "name", ""),
                            access());
            };
        }

        private String issuer() {
            String preset = text(PRESET);
            if (Preset.of(preset) == null) {
                throw new Wrong(PRESET, preset, "accepted are generic, keycloak and entra");
            }
            return address(
                    "issuer", filled("issuer", "it is the provider's address, e.g. https://id.example.org/realms/a"));
        }

        private static String address(String field, String text) {
            Optional<String> problem = ProviderAddress.problem(text);
            if (problem.isPresent()) {
                throw new Wrong(field, text, problem.get());
            }
            return text;
        }

        private List<String> scopes() {
            List<String> scopes = new ArrayList<>();
            if (fields.get("scopes") instanceof List<?> list) {
                list.forEach(item -> scopes.add(scope(String.valueOf(item))));
            }
            if (!scopes.contains("openid")) {
                throw new Wrong(
                        "scopes", String.join(" ", scopes), "'openid' must be one of them: else there is no ID token");
            }
            return scopes;
        }

        private static String scope(String text) {
            if (!text.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,255}")) {
                throw new Wrong("scopes", text, "each entry is one scope, without blanks");
            }
            return text;
        }

        private ClaimNames claims() {
            return new ClaimNames(
                    filled("userIdClaim", "it is the claim that names a person for ever, e.g. sub"),
                    filled("loginClaim", "it is the claim with the person's short name, e.g. preferred_username"),
                    filled("nameClaim", "it is the claim with the person's name, e.g. name"),
                    text("groupsClaim"));
        }

        private AccessPolicy access() {
            String mode = text("accessMode");
            AccessPolicy.Mode read = AccessPolicy.Mode.of(mode)
                    .orElseThrow(
                            () -> new Wrong("accessMode", mode, "accepted are unrestricted, restricted and required"));
            List<DirectoryIdentity> allowed = new ArrayList<>();
            if (fields.get(ALLOWED) instanceof List<?> list) {
                list.forEach(item -> allowed.add(identity(item)));
            }
            // Without meaning, and therefore empty, when everybody is admitted.
            return new AccessPolicy(read, read == AccessPolicy.Mode.UNRESTRICTED ? List.of() : allowed);
        }

        private DirectoryIdentity identity(@Nullable Object item) {
            if (!(item instanceof Map<?, ?> map)) {
                throw new Wrong(ALLOWED, String.valueOf(item), "each entry has externalIdType and externalId");
            }
            String type = String.valueOf(map.get("externalIdType"));
            String id = String.valueOf(map.get("externalId"));
            if (!kind.has(type)) {
                throw new Wrong(
                        ALLOWED,
                        type,
                        "accepted types are " + kind.userType() + " and " + String.join(", ", kind.groupTypes()));
            }
            if (!ProviderIdentities.isId(kind, id)) {
                throw new Wrong(ALLOWED, id, ProviderIdentities.wanted(kind));
            }
            String shown = map.get("name") == null ? id : String.valueOf(map.get("name"));
            return new DirectoryIdentity(type, id, shown, shown, type.equals(kind.userType()));
        }

        private String filled(String field, String wanted) {
            String value = text(field);
            if (value.isEmpty() || value.length() > 512) {
                throw new Wrong(field, value, wanted);
            }
            return value;
        }

        private String text(String field) {
            Object value = fields.get(field);
            return value == null ? "" : String.valueOf(value).strip();
        }
    }
}
