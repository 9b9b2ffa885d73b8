package io.drover.runtime.feed;

import org.jspecify.annotations.Nullable;

/**
 * A change about to be written; the database gives it its revision.
 *
 * @param resourceType the wire type, e.g. {@code service}; at most 32 characters
 * @param resourceId number of the row
 * @param environmentId tenant of the row; null for what belongs to none
 * @param hostId the host the change concerns, so that only its agent hears of it; null for none
 */
public record NewChange(
        String resourceType,
        long resourceId,
        @Nullable Long environmentId,
        ChangeKind kind,
        @Nullable Long hostId) {

    public static NewChange created(String resourceType, long resourceId, @Nullable Long environmentId) {
        return new NewChange(resourceType, resourceId, environmentId, ChangeKind.CREATED, null);
    }

    public static NewChange updated(String resourceType, long resourceId, @Nullable Long environmentId) {
        return new NewChange(resourceType, resourceId, environmentId, ChangeKind.UPDATED, null);
    }

    public static NewChange removed(String resourceType, long resourceId, @Nullable Long environmentId) {
        return new NewChange(resourceType, resourceId, environmentId, ChangeKind.REMOVED, null);
    }

    /** The same change, told to that host's agent. */
    public NewChange onHost(@Nullable Long host) {
        return new NewChange(resourceType, resourceId, environmentId, kind, host);
    }
}
