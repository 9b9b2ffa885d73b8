package io.drover.identity.api.internal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of the internal endpoints (docs/architecture.md). Unknown fields are ignored: services are upgraded one by one. */
public final class InternalMessages {
    private InternalMessages() {}

    /**
     * @param scheme {@code basic}, {@code bearer} or {@code none}
     * @param secret password of Basic, or the bearer token
     * @param environment public id, or null
     * @param path of the request, for the log
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TokenRequest(
            @Nullable String scheme,
            @Nullable String user,
            @Nullable String secret,
            @Nullable String environment,
            @Nullable String path,
            @Nullable String clientIp) {
        @Override
        public String toString() {
            return "TokenRequest[" + scheme + ", " + environment + "]";
        }
    }

    /** @param expiresAt ISO 8601, UTC */
    public record TokenAnswer(
            String token,
            Instant expiresAt,
            String accountId,
            String accountKind,
            String accountName,
            @Nullable String environment,
            String role,
            String credential) {
        @Override
        public String toString() {
            return "TokenAnswer[" + accountId + ", " + environment + ", " + role + "]";
        }
    }

    /** @param claims beside the fixed ones, e.g. {@code host} and {@code request} */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TicketRequest(
            @Nullable String purpose,
            @Nullable String environment,
            @Nullable String account,
            @Nullable Map<String, Object> claims) {}

    public record TicketAnswer(String token) {
        @Override
        public String toString() {
            return "TicketAnswer";
        }
    }
}
