package io.drover.identity.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a row says, as the wire says it: fields of {@code auditLog} by name, numbers in decimal, {@code created} in
 * milliseconds since 1970. A field that is not there is null on the wire.
 */
public record AuditContent(Map<String, String> values) {
    /** The fields that are hashed, in this order; a new one is a new format. */
    public static final List<String> FIELDS = List.of(
            "created",
            "eventType",
            "resourceType",
            "resourceId",
            "authType",
            "authenticatedAsAccountId",
            "authenticatedAsIdentityId",
            "accountId",
            "requestObject",
            "responseObject",
            "responseCode",
            "clientIp",
            "description",
            "runtime");

    public AuditContent {
        values = Map.copyOf(values);
        for (String name : values.keySet()) {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is no field of an audit row");
            }
        }
    }

    /** Collects fields; null ones are left out. */
    public static final class Builder {
        private final Map<String, String> values = new HashMap<>();

        public Builder put(String field, @Nullable Object value) {
            if (value != null) {
                values.put(field, value.toString());
            }
            return this;
        }

        public AuditContent build() {
            return new AuditContent(values);
        }
    }
}
