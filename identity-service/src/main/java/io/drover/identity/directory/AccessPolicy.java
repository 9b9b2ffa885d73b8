package io.drover.identity.directory;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom of the directory's valid users Drover lets in (spec: identity sheet, 1.2).
 *
 * <ul>
 *   <li>{@code unrestricted}: everybody.
 *   <li>{@code restricted}: who is on the list, alone or by a group, and who is a member of an environment.
 *   <li>{@code required}: who is on the list.
 * </ul>
 */
public record AccessPolicy(Mode mode, List<DirectoryIdentity> allowed) {
    public AccessPolicy {
        allowed = List.copyOf(allowed);
    }

    /** Access mode. */
    public enum Mode {
        UNRESTRICTED,
        RESTRICTED,
        REQUIRED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Mode> of(String wire) {
            for (Mode mode : values()) {
                if (mode.wire().equals(wire)) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether the answer depends on memberships of environments. */
    public boolean asksForMemberships() {
        return mode == Mode.RESTRICTED;
    }

    /**
     * @param identities the user and all their groups
     * @param isMember one of the identities is a member of an environment; not read unless {@link #asksForMemberships}
     */
    public boolean admits(Collection<DirectoryIdentity> identities, boolean isMember) {
        return switch (mode) {
            case UNRESTRICTED -> true;
            case RESTRICTED -> isMember || isListed(identities);
            case REQUIRED -> isListed(identities);
        };
    }

    private boolean isListed(Collection<DirectoryIdentity> identities) {
        return allowed.stream().anyMatch(entry -> identities.stream().anyMatch(entry::isSame));
    }
}
