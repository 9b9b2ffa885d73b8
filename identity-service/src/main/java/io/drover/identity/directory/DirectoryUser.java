package io.drover.identity.directory;

import java.util.ArrayList;
import java.util.List;

/**
 * What a directory says about a user now.
 *
 * @param isDisabled switched off in the directory
 * @param groups direct and nested ones
 */
public record DirectoryUser(DirectoryIdentity user, boolean isDisabled, List<DirectoryIdentity> groups) {
    public DirectoryUser {
        groups = List.copyOf(groups);
    }

    /** The user first, then the groups. */
    public List<DirectoryIdentity> identities() {
        List<DirectoryIdentity> all = new ArrayList<>();
        all.add(user);
        all.addAll(groups);
        return all;
    }
}
