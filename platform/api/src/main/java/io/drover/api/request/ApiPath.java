package io.drover.api.request;

import io.drover.api.ApiException;
import io.drover.api.version.V1Words;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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

    /** The same path in the words of the newer version. */
    default ApiPath translated() {
        return switch (this) {
            case Collection(String type) -> new Collection(V1Words.typeOf(type));
            case One(String type, String id) -> new One(V1Words.typeOf(type), id);
            case Link(String type, String id, String link) -> new Link(V1Words.typeOf(type), id, V1Words.typeOf(link));
            case Index _, Schemas _, Schema _ -> this;
        };
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

    /** Whether the path is below the older version, whose words differ. */
    static boolean isV1(String path) {
        List<String> segments = segments(path);
        return !segments.isEmpty() && segments.getFirst().equals("v1");
    }

    /** Decoded: {@code 1as%21name} is {@code 1as!name}. Repeated slashes count as one. */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(decoded(segment));
            }
        }
        return segments;
    }

    /** A malformed escape stays as it is: it is the id of nothing. */
    private static String decoded(String segment) {
        try {
            return segment.indexOf('%') < 0
                    ? segment
                    : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return segment;
        }
    }

    private static boolean isVersion(String segment) {
        return segment.equals("v2-beta") || segment.equals("v1");
    }

    private static boolean isSchemaWord(String segment) {
        return segment.equalsIgnoreCase("schemas") || segment.equalsIgnoreCase("schema");
    }
}
