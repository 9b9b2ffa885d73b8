package io.drover.identity.store;

import io.drover.identity.audit.AuditContent;
import io.drover.model.AccountId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
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
        @Nullable Long runtime) {
    /** Longest request or response object, characters. */
    public static final int LONGEST_OBJECT = 16 * 1024;

    /**
     * As the columns hold it, so that what is read again gives the same hash: texts shortened to their columns and without
     * halves of characters, the time cut to milliseconds, which is what the wire shows.
     */
    AuditRow fitted() {
        return new AuditRow(
                id,
                created.truncatedTo(ChronoUnit.MILLIS),
                Objects.requireNonNull(fit(eventType, 128)),
                fit(resourceType, 64),
                fit(resourceId, 64),
                fit(authType, 32),
                authenticatedAs,
                fit(identity, 512),
                account,
                fit(requestObject, LONGEST_OBJECT),
                fit(responseObject, LONGEST_OBJECT),
                responseCode,
                fit(clientIp, 64),
                fit(description, 1024),
                runtime);
    }

    /** The same, by somebody who is known. */
    public AuditRow as(String knownIdentity) {
        return new AuditRow(
                id,
                created,
                eventType,
                resourceType,
                resourceId,
                authType,
                authenticatedAs,
                knownIdentity,
                account,
                requestObject,
                responseObject,
                responseCode,
                clientIp,
                description,
                runtime);
    }

    private static @Nullable String fit(@Nullable String text, int length) {
        if (text == null) {
            return null;
        }
        String cut = text.length() <= length ? text : text.substring(0, length);
        // Encoding replaces what is no character by a question mark, as the driver would.
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** What is hashed: the values as the wire shows them. */
    AuditContent content() {
        return new AuditContent.Builder()
                .put("created", created.toEpochMilli())
                .put("eventType", eventType)
                .put("resourceType", resourceType)
                .put("resourceId", resourceId)
                .put("authType", authType)
                .put("authenticatedAsAccountId", wire(authenticatedAs))
                .put("authenticatedAsIdentityId", identity)
                .put("accountId", wire(account))
                .put("requestObject", requestObject)
                .put("responseObject", responseObject)
                .put("responseCode", responseCode)
                .put("clientIp", clientIp)
                .put("description", description)
                .put("runtime", runtime)
                .build();
    }

    private static @Nullable String wire(@Nullable Long account) {
        return account == null ? null : new AccountId(account).toString();
    }
}
