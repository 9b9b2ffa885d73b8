package io.drover.runtime.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the {@code change_log}: something about a resource changed; readers look up what. Fields as in
 * {@link NewChange}.
 *
 * @param revision grows by commit order as readers see it; there may be gaps
 * @param created the database's time
 */
public record Change(
        long revision,
        String resourceType,
        long resourceId,
        @Nullable Long environmentId,
        ChangeKind kind,
        @Nullable Long hostId,
        Instant created) {}
