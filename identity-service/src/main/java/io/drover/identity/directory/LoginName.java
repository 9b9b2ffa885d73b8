package io.drover.identity.directory;

import java.util.Optional;

/**
 * A name as people type it, and where to look for it (spec: identity sheet, 1.4). Active Directory knows three forms: the
 * login alone, {@code DOMAIN\login}, and the principal name {@code login@domain}; OpenLDAP takes every text as a login.
 */
public sealed interface LoginName {
    /** To be compared with the login field. */
    record Login(String text) implements LoginName {}

    /** To be compared with {@code userPrincipalName}. */
    record Principal(String text) implements LoginName {}

    /**
     * @param domain short name of the configured domain, or the empty text: then any domain is taken off
     * @return empty: the name is of another domain, so nobody here has it
     */
    static Optional<LoginName> parse(DirectoryKind kind, String domain, String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (kind) {
            case OPENLDAP -> Optional.of(new Login(text));
            case ACTIVE_DIRECTORY -> ofActiveDirectory(domain, text);
        };
    }

    private static Optional<LoginName> ofActiveDirectory(String domain, String text) {
        int backslash = text.indexOf('\\');
        if (backslash >= 0) {
            String given = text.substring(0, backslash);
            String login = text.substring(backslash + 1);
            boolean isOurs = domain.isEmpty() || domain.equalsIgnoreCase(given);
            return isOurs && !login.isEmpty() ? Optional.of(new Login(login)) : Optional.empty();
        }
        return Optional.of(text.indexOf('@') > 0 ? new Principal(text) : new Login(text));
    }
}
