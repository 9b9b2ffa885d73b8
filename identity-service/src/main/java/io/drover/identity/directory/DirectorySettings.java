package io.drover.identity.directory;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration of a directory, checked; {@link DirectoryFields} reads it. */
public record DirectorySettings(
        DirectoryKind kind, Server server, ServiceAccount account, Users users, Groups groups, AccessPolicy access) {

    /** How the connection is protected. Certificates are checked against the server's name in both cases. */
    public enum Security {
        PLAIN,
        LDAPS,
        START_TLS
    }

    /**
     * @param timeout for connecting
     * @param certificates PEM text of certificates to trust beside those of the Java runtime, or the empty text
     * @param pageSize entries per page of a search
     */
    public record Server(
            String host, int port, Security security, Duration timeout, String certificates, int pageSize) {}

    /** Whom Drover searches as. */
    public record ServiceAccount(String name, String password) {
        @Override
        public String toString() {
            return "ServiceAccount[" + name + "]";
        }
    }

    /**
     * @param bases where users are searched, at least one
     * @param loginDomain short name of the domain in {@code DOMAIN\login}, or the empty text
     * @param memberOf attribute that lists a user's groups, or the empty text
     * @param disabled how a disabled user is recognised; null: not at all
     */
    public record Users(
            List<String> bases,
            String loginDomain,
            String searchField,
            String loginField,
            String objectClass,
            String nameField,
            String memberOf,
            @Nullable DisabledFlag disabled) {
        public Users {
            bases = List.copyOf(bases);
        }
    }

    /** A user is disabled when all bits of the mask are set in the attribute's number. */
    public record DisabledFlag(String attribute, long mask) {}

    /**
     * @param bases where groups are searched, at least one
     * @param dnField attribute that holds a group's own distinguished name
     * @param memberField attribute that lists a group's members, or the empty text
     * @param userField attribute of the user whose value stands in {@code memberField}
     */
    public record Groups(
            List<String> bases,
            String searchField,
            String objectClass,
            String nameField,
            String dnField,
            String memberField,
            String userField) {
        public Groups {
            bases = List.copyOf(bases);
        }

        /** Whether members are listed by their distinguished names; only then can groups be members of groups. */
        boolean listsNames() {
            return userField.equalsIgnoreCase("entryDN")
                    || userField.equalsIgnoreCase("distinguishedName")
                    || userField.equalsIgnoreCase("dn");
        }
    }
}
