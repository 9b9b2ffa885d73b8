package io.drover.identity.oidc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The providers there can be, with their names on the wire (spec: identity sheet, 1.1, 1.4). */
public enum ProviderKind {
    /** Any OpenID provider; Keycloak and Entra ID are configurations of it. */
    OIDC("oidcconfig", "oidc_user", List.of("oidc_group")),
    /** OAuth2 without ID tokens: people, organisations and teams are read from its API. */
    GITHUB("githubconfig", "github_user", List.of("github_org", "github_team"));

    private final String provider;
    private final String userType;
    private final List<String> groupTypes;

    ProviderKind(String provider, String userType, List<String> groupTypes) {
        this.provider = provider;
        this.userType = userType;
        this.groupTypes = groupTypes;
    }

    /** What people call it. */
    public String title() {
        return this == GITHUB ? "GitHub" : "your organisation's account";
    }

    /** Name of the provider, and of the resource type that configures it. */
    public String provider() {
        return provider;
    }

    /** {@code externalIdType} of its users. */
    public String userType() {
        return userType;
    }

    /** {@code externalIdType}s of its groups. */
    public List<String> groupTypes() {
        return groupTypes;
    }

    /** {@code externalIdType}s of its users and groups. */
    public List<String> types() {
        List<String> types = new ArrayList<>(groupTypes);
        types.add(userType);
        return types;
    }

    /** Whether its users or groups have that {@code externalIdType}. */
    public boolean has(String externalIdType) {
        return userType.equals(externalIdType) || groupTypes.contains(externalIdType);
    }

    /** The provider whose users or groups have that {@code externalIdType}. */
    public static Optional<ProviderKind> ofType(String externalIdType) {
        return Arrays.stream(values()).filter(kind -> kind.has(externalIdType)).findFirst();
    }

    public static Optional<ProviderKind> ofProvider(String provider) {
        return Arrays.stream(values())
                .filter(kind -> kind.provider.equals(provider))
                .findFirst();
    }
}
