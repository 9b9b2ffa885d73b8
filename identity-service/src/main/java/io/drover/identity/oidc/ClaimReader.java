package io.drover.identity.oidc;

import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.oidc.ProviderException.Problem;
import io.drover.identity.oidc.ProviderSettings.ClaimNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a person is by a provider's claims. Half of somebody's groups would be a wrong answer, so more than
 * {@value #MOST_GROUPS}, or a provider that says it left some out, end the sign-in with a reason.
 */
final class ClaimReader {
    static final int MOST_GROUPS = 2000;
    private static final int LONGEST_SHOWN = 255;

    private ClaimReader() {}

    /** Whether these claims say everything that is configured, so that nobody else need be asked. */
    static boolean isComplete(Map<String, @Nullable Object> claims, ClaimNames names) {
        return find(claims, names.userId()) != null
                && find(claims, names.login()) != null
                && find(claims, names.name()) != null
                && (names.groups().isEmpty() || find(claims, names.groups()) != null);
    }

    /** @throws ProviderException the claims do not say who it is, or name too many groups */
    static DirectoryUser read(Map<String, @Nullable Object> claims, ClaimNames names) {
        String id = text(find(claims, names.userId()));
        if (!ProviderIdentities.isId(ProviderKind.OIDC, id)) {
            throw new ProviderException(
                    Problem.PERSON,
                    "the provider says nothing in the claim '" + names.userId()
                            + "', or something that cannot be an id: set 'userIdClaim' to one it has, e.g. sub");
        }
        String login = shown(first(find(claims, names.login()), claims.get("email"), id));
        String name = shown(first(find(claims, names.name()), login));
        DirectoryIdentity user = new DirectoryIdentity(ProviderKind.OIDC.userType(), id, name, login, true);
        return new DirectoryUser(user, false, groups(claims, names.groups()));
    }

    private static List<DirectoryIdentity> groups(Map<String, @Nullable Object> claims, String claim) {
        if (claim.isEmpty()) {
            return List.of();
        }
        // OpenID Connect Core 5.6.2; Entra ID does so above 200 groups.
        if (claims.get("_claim_names") instanceof Map<?, ?> elsewhere && elsewhere.containsKey(claim)) {
            throw new ProviderException(
                    Problem.PERSON,
                    "the provider left the person's groups out of '" + claim + "' because there are too many: let it"
                            + " send only the groups assigned to this application");
        }
        Set<String> ids = new LinkedHashSet<>();
        Object value = find(claims, claim);
        List<?> given = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        if (given.size() > MOST_GROUPS) {
            throw new ProviderException(
                    Problem.PERSON,
                    "the claim '" + claim + "' has " + given.size() + " groups, more than " + MOST_GROUPS
                            + ": let the provider send only those that matter here");
        }
        given.forEach(item -> ids.add(group(claim, text(item))));
        return ids.stream()
                .map(id -> new DirectoryIdentity(
                        ProviderKind.OIDC.groupTypes().getFirst(), id, shown(id), shown(id), false))
                .toList();
    }

    private static String group(String claim, String id) {
        if (!ProviderIdentities.isId(ProviderKind.OIDC, id)) {
            throw new ProviderException(
                    Problem.PERSON,
                    "the claim '" + claim
                            + "' has something that cannot be the name of a group: it is a list of texts");
        }
        return id;
    }

    private static @Nullable Object find(Map<String, @Nullable Object> claims, String name) {
        Object direct = claims.get(name);
        if (direct != null || !name.contains(".")) {
            return direct;
        }
        Object at = claims;
        for (String step : name.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return at;
    }

    private static String first(@Nullable Object... values) {
        for (Object value : values) {
            if (!text(value).isBlank()) {
                return text(value);
            }
        }
        return "";
    }

    private static String text(@Nullable Object value) {
        return value instanceof String || value instanceof Number
                ? Objects.toString(value).strip()
                : "";
    }

    private static String shown(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) : text;
    }
}
