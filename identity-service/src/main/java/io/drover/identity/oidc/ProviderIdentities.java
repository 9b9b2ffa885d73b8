package io.drover.identity.oidc;

import io.drover.identity.directory.DirectoryIdentity;

/** What can be the id of a provider's user or group. */
public final class ProviderIdentities {
    private ProviderIdentities() {}

    /** GitHub's are numbers, so that who takes over a name takes over nothing else. */
    public static boolean isId(ProviderKind kind, String id) {
        return switch (kind) {
            case OIDC ->
                !id.isBlank()
                        && id.length() <= DirectoryIdentity.LONGEST_NAME
                        && id.chars().noneMatch(Character::isISOControl);
            case GITHUB -> id.matches("[0-9]{1,19}");
        };
    }

    static String wanted(ProviderKind kind) {
        return switch (kind) {
            case OIDC ->
                "an externalId is the value of the claim, " + DirectoryIdentity.LONGEST_NAME + " characters at most";
            case GITHUB -> "an externalId is GitHub's number of the user, organisation or team";
        };
    }
}
