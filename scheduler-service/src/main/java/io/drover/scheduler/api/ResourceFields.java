package io.drover.scheduler.api;

import io.drover.model.EnvironmentId;
import io.drover.scheduler.reconcile.WireState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields every resource has (spec: orchestration, 0.1). */
public final class ResourceFields {
    private ResourceFields() {}

    public static Map<String, @Nullable Object> common(
            String kind, EnvironmentId environment, String uuid, Instant created, @Nullable Instant removed) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("accountId", environment.toString());
        fields.put("kind", kind);
        fields.put("uuid", uuid);
        fields.put("created", created);
        fields.put("removed", removed);
        fields.put("system", false);
        return fields;
    }

    public static void state(Map<String, @Nullable Object> fields, WireState state, @Nullable Instant removed) {
        boolean gone = removed != null;
        fields.put("state", gone ? "removed" : state.state());
        fields.put("transitioning", gone ? "no" : state.transitioning().wire());
        fields.put("transitioningMessage", gone ? null : state.message());
        fields.put("transitioningProgress", gone ? null : state.progress());
    }
}
