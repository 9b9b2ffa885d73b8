package io.drover.gateway.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request, as {@code POST /internal/audit} takes it (spec: identity sheet, 4.1).
 *
 * @param eventType {@code api.<type>.<verb>}; the verb is the action's name if there is one
 * @param authType {@code BasicAuth}, {@code TokenAuth}, {@code RegistrationToken}; null without a credential
 * @param authenticatedAsAccountId who signed in; null if nobody did
 * @param accountId the environment, or the account itself
 * @param responseCode HTTP status; 499: the client went away before the answer
 * @param description method, path and credential; never a query
 * @param runtime milliseconds
 * @param requestObject JSON text, masked by the service; null: it said nothing
 * @param responseObject the same of its answer
 */
public record AuditRow(
        Instant created,
        String eventType,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String authType,
        @Nullable String authenticatedAsAccountId,
        @Nullable String accountId,
        int responseCode,
        String clientIp,
        String description,
        long runtime,
        @Nullable String requestObject,
        @Nullable String responseObject) {}
