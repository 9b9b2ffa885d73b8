package io.drover.api.render;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The public address of a request, to vary its query.
 *
 * @param path absolute, without the query
 * @param query decoded, all values of each name
 */
public record RequestUrl(String path, Map<String, List<String>> query) {
    RequestUrl with(String name, String value) {
        Map<String, List<String>> varied = new LinkedHashMap<>(query);
        varied.put(name, List.of(value));
        return new RequestUrl(path, varied);
    }

    RequestUrl without(String name) {
        Map<String, List<String>> varied = new LinkedHashMap<>(query);
        varied.remove(name);
        return new RequestUrl(path, varied);
    }

    @Override
    public String toString() {
        List<String> pairs = new ArrayList<>();
        query.forEach((name, values) -> values.forEach(value -> pairs.add(encode(name) + "=" + encode(value))));
        return pairs.isEmpty() ? path : path + "?" + String.join("&", pairs);
    }

    /** A parameter may come without a value. */
    private static String encode(String text) {
        return text == null ? "" : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
