package io.drover.identity.directory;

import java.util.Arrays;
import java.util.Optional;

/** The directories there can be, with their names on the wire (spec: identity sheet, 1.1, 1.4). */
public enum DirectoryKind {
    OPENLDAP("openldapconfig", "openldap_user", "openldap_group"),
    ACTIVE_DIRECTORY("ldapconfig", "ldap_user", "ldap_group");

    private final String provider;
    private final String userType;
    private final String groupType;

    DirectoryKind(String provider, String userType, String groupType) {
        this.provider = provider;
        this.userType = userType;
        this.groupType = groupType;
    }

    /** Name of the provider, and of the resource type that configures it. */
    public String provider() {
        return provider;
    }

    /** {@code externalIdType} of its users. */
    public String userType() {
        return userType;
    }

    /** {@code externalIdType} of its groups. */
    public String groupType() {
        return groupType;
    }

    public static Optional<DirectoryKind> ofProvider(String provider) {
        return Arrays.stream(values())
                .filter(kind -> kind.provider.equals(provider))
                .findFirst();
    }

    /** The directory whose users or groups have that {@code externalIdType}. */
    public static Optional<DirectoryKind> ofType(String externalIdType) {
        return Arrays.stream(values())
                .filter(kind -> kind.userType.equals(externalIdType) || kind.groupType.equals(externalIdType))
                .findFirst();
    }
}
