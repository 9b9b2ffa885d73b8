package io.drover.identity.directory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Users and groups for tests. */
final class Entries {
    private Entries() {}

    static DirectoryIdentity user(String login) {
        return new DirectoryIdentity("openldap_user", "uid=" + login + ",ou=people,dc=x", login, login, true);
    }

    static DirectoryIdentity group(String name) {
        return new DirectoryIdentity("openldap_group", "cn=" + name + ",ou=groups,dc=x", name, name, false);
    }

    static DirectoryUser person(String login, String... groups) {
        return new DirectoryUser(
                user(login), false, Arrays.stream(groups).map(Entries::group).toList());
    }

    static DirectoryUser disabled(String login) {
        return new DirectoryUser(user(login), true, List.of());
    }

    static List<DirectoryIdentity> all(DirectoryIdentity... some) {
        return new ArrayList<>(List.of(some));
    }
}
