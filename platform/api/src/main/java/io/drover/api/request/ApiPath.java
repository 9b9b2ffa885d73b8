package io.drover.api.request;

import io.drover.api.ApiException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a path points at, below {@code /v2-beta} or {@code /v1} (spec: api contract, section 1). Environments are not part of
 * it: the gateway takes {@code /projects/<id>} away.
 */
public sealed interface ApiPath {
    record Index() implements ApiPath {}

    record Schemas() implements ApiPath {}

    record Schema(String name) implements ApiPath {}

    record Collection(String type) implements ApiPath {}

    record One(String type, String id) implements ApiPath {}

    record Link(String type, String id, String link) implements ApiPath {}

    /** Whether the path is below one of the API's versions. */
    static boolean isApi(String path) {
        List<String> segments = segments(path);
        return !segments.isEmpty() && isVersion(segments.getFirst());
    }

    /** @throws ApiException.NotFound it points at nothing */
    static ApiPath parse(String path) {
        List<String> all = segments(path);
        if (all.isEmpty() || !isVersion(all.getFirst())) {
            throw new ApiException.NotFound("there is nothing at '" + path + "': the API begins at /v2-beta");
        }
        List<String> segments = all.subList(1, all.size());
        boolean isSchema = !segments.isEmpty() && isSchemaWord(segments.getFirst());
        return switch (segments.size()) {
            case 0 -> new Index();
            case 1 -> isSchema ? new Schemas() : new Collection(segments.getFirst());
            case 2 -> isSchema ? new Schema(segments.get(1)) : new One(segments.get(0), segments.get(1));
            case 3 -> new Link(segments.get(0), segments.get(1), segments.get(2));
            default ->
                throw new ApiException.NotFound(
                        "there is nothing at '" + path + "': a path is /v2-beta/<type>/<id>/<link> at most");
        };
    }

    /** Repeated slashes count as one. */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static boolean isVersion(String segment) {
        return segment.equals("v2-beta") || segment.equals("v1");
    }

    private static boolean isSchemaWord(String segment) {
        return segment.equalsIgnoreCase("schemas") || segment.equalsIgnoreCase("schema");
    }
}
