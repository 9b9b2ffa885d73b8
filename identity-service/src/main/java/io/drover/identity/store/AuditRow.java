package io.drover.identity.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing somebody did or tried (spec: identity sheet, 4.1).
 *
 * @param id 0 before it is stored
 * @param eventType {@code api.<type>.<verb>}, or {@code auth.signin}
 * @param resourceId public id of what it was done to
 * @param authType how the caller signed in, e.g. {@code TokenAuth}
 * @param authenticatedAs number of the account that signed in
 * @param identity identity that signed in, or the name that was tried
 * @param account number of the environment or account acted on
 * @param responseCode HTTP status
 * @param runtime milliseconds
 */
public record AuditRow(
        long id,
        Instant created,
        String eventType,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String authType,
        @Nullable Long authenticatedAs,
        @Nullable String identity,
        @Nullable Long account,
        @Nullable String requestObject,
        @Nullable String responseObject,
        @Nullable Integer responseCode,
        @Nullable String clientIp,
        @Nullable String description,
        @Nullable Long runtime) {}
