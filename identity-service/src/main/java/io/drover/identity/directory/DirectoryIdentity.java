package io.drover.identity.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Locale;

/**
 * A user or a group of a directory, or of another provider of people (spec: identity sheet, 1.7).
 *
 * @param type {@code externalIdType}, e.g. {@code openldap_user}
 * @param externalId its distinguished name, in the directory's own spelling; of other providers their id of it
 * @param name for people to read
 * @param login what a user signs in with; of a group its name
 * @param isUser a user, not a group
 */
public record DirectoryIdentity(String type, String externalId, String name, String login, boolean isUser) {

    /** Longest distinguished name that fits the database. */
    public static final int LONGEST_NAME = 512;

    /** As the wire names it: type and distinguished name. */
    public String id() {
        return type + ":" + externalId;
    }

    /** Whether both name the same entry, however a distinguished name is spelled; other ids are equal or they are not. */
    public boolean isSame(DirectoryIdentity other) {
        boolean isDirectorys = DirectoryKind.ofType(type).isPresent();
        return type.equals(other.type)
                && (isDirectorys
                        ? normal(externalId).equals(normal(other.externalId))
                        : externalId.equals(other.externalId));
    }

    /** One spelling for all spellings of a distinguished name. */
    static String normal(String name) {
        try {
            return DN.normalize(name);
        } catch (LDAPException noName) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
