package io.drover.scheduler.compose;

import io.drover.scheduler.compose.yaml.Position;
import io.drover.scheduler.compose.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry under {@code services}, on its way to the wire form: the keys write into it, then it becomes a service or a
 * sidekick. Lives only during one reading.
 */
final class ServiceDraft {
    /** Another service that is named by a key. */
    record Reference(String service, YamlValue value, String path) {}

    private record Origin(Position at, String path) {}

    private final String name;
    private final String path;
    private final Position at;
    private final long size;
    private final Map<String, Object> launch = new LinkedHashMap<>();
    private final Map<String, Object> body = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();
    private final Map<String, Origin> origins = new LinkedHashMap<>();
    private final List<Reference> dependsOn = new ArrayList<>();
    private final List<Reference> unitReferences = new ArrayList<>();
    private final List<Reference> linkTargets = new ArrayList<>();

    /** @param size how many values it was written with */
    ServiceDraft(String name, String path, Position at, long size) {
        this.name = name;
        this.path = path;
        this.at = at;
        this.size = size;
    }

    String name() {
        return name;
    }

    String path() {
        return path;
    }

    Position at() {
        return at;
    }

    long size() {
        return size;
    }

    /** A field of the wire's {@code launchConfig}. */
    void launch(String field, Object value, YamlValue from, String fromPath) {
        launch.put(field, value);
        origins.put(field, new Origin(from.at(), fromPath));
    }

    @Nullable
    Object launch(String field) {
        return launch.get(field);
    }

    /** A field of the wire's service body. */
    void body(String field, Object value, YamlValue from, String fromPath) {
        body.put(field, value);
        origins.put(field, new Origin(from.at(), fromPath));
    }

    Map<String, Object> body() {
        return body;
    }

    Map<String, String> labels() {
        return labels;
    }

    /** Alias to {@code service} or {@code stack/service}. */
    Map<String, String> links() {
        return links;
    }

    /** Same-stack services that links name. */
    List<Reference> linkTargets() {
        return linkTargets;
    }

    List<Reference> dependsOn() {
        return dependsOn;
    }

    /** Services whose network or volumes are shared: they have to be in the same unit. */
    List<Reference> unitReferences() {
        return unitReferences;
    }

    /** The wire's {@code launchConfig}. */
    Map<String, Object> wireLaunchConfig() {
        var wire = new LinkedHashMap<>(launch);
        wire.put("labels", labels);
        return wire;
    }

    Position positionOf(String field) {
        Origin origin = origins.get(field);
        return origin == null ? at : origin.at();
    }

    String pathOf(String field) {
        Origin origin = origins.get(field);
        return origin == null ? path : origin.path();
    }
}
