package io.drover.identity.store;

import io.drover.api.security.Grant;
import io.drover.identity.role.CustomRole;
import io.drover.identity.role.Membership;
import io.drover.model.Role;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A role somebody made.
 *
 * @param project number of its environment; 0: for every environment
 */
public record CustomRoleRow(
        long id,
        String uuid,
        long project,
        String name,
        @Nullable String description,
        Role base,
        List<Grant> grants,
        Instant created,
        @Nullable Instant removed) {

    /** What is written when one is made. */
    public record New(String uuid, long project, @Nullable String description, CustomRole role) {}

    public boolean isGlobal() {
        return project == 0;
    }

    public CustomRole role() {
        return new CustomRole(name, base, grants);
    }

    public Membership membership() {
        return new Membership(base, grants, name);
    }

    /** As they are stored: one per line. */
    static String stored(List<Grant> grants) {
        return String.join("\n", Grant.texts(grants));
    }

    static List<Grant> grants(String stored) {
        return Stream.of(stored.split("\n")).map(Grant::parse).toList();
    }
}
