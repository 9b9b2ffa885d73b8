package io.drover.identity.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All groups above some groups, level by level, for directories that do not answer that in one question.
 *
 * <p>Each group is asked about once, so groups that contain each other end the walk and do not loop it. It gives up beyond
 * {@value #MAX_GROUPS} groups or {@value #MAX_DEPTH} levels: a part of somebody's groups would be a wrong answer, and a sign-in
 * must not search without end.
 */
final class GroupWalk {
    static final int MAX_GROUPS = 2000;
    static final int MAX_DEPTH = 32;

    private GroupWalk() {}

    /** The groups that have one of the given groups as a member. */
    @FunctionalInterface
    interface Parents {
        List<DirectoryIdentity> of(List<DirectoryIdentity> groups);
    }

    /** In the order of finding; the direct ones first. */
    static List<DirectoryIdentity> from(List<DirectoryIdentity> direct, Parents parents) {
        Map<String, DirectoryIdentity> found = new LinkedHashMap<>();
        List<DirectoryIdentity> level = unseen(direct, found);
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > MAX_DEPTH) {
                throw tooMuch("groups are nested deeper than " + MAX_DEPTH + " levels");
            }
            level = unseen(parents.of(level), found);
        }
        return List.copyOf(found.values());
    }

    private static List<DirectoryIdentity> unseen(
            List<DirectoryIdentity> groups, Map<String, DirectoryIdentity> found) {
        List<DirectoryIdentity> added = new ArrayList<>();
        for (DirectoryIdentity group : groups) {
            if (found.putIfAbsent(DirectoryIdentity.normal(group.externalId()), group) == null) {
                added.add(group);
            }
        }
        if (found.size() > MAX_GROUPS) {
            throw tooMuch("a user is in more than " + MAX_GROUPS + " groups");
        }
        return added;
    }

    private static DirectoryException tooMuch(String what) {
        return new DirectoryException(
                DirectoryException.Problem.TOO_MUCH,
                what + ": narrow the field 'groupSearchDomain' to the groups that matter here",
                null);
    }
}
