package io.drover.api.request;

import io.drover.api.ApiException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The body as a map: a JSON object or a form; nothing is an empty map (spec: api contract, section 1). */
public final class BodyReader {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> TREE = new TypeReference<>() {};

    private final JsonMapper json;

    public BodyReader(JsonMapper json) {
        this.json = json;
    }

    /**
     * @param contentType as it came, or null; a form that begins with a brace is JSON, because command line clients send JSON
     *     under the form's type unless told otherwise
     * @throws ApiException.BadRequest it is neither; says where
     */
    public Map<String, @Nullable Object> read(byte[] body, @Nullable String contentType) {
        int first = firstVisible(body);
        if (first < 0) {
            return Map.of();
        }
        boolean isForm = contentType != null && contentType.startsWith(FORM) && body[first] != '{';
        return isForm ? form(new String(body, StandardCharsets.UTF_8)) : tree(body);
    }

    private Map<String, @Nullable Object> tree(byte[] body) {
        try {
            Map<String, @Nullable Object> tree = json.readValue(body, TREE);
            return tree == null ? Map.of() : tree;
        } catch (JacksonException malformed) {
            throw new ApiException.BadRequest(
                    "InvalidBodyContent", "the body is not a JSON object" + where(malformed.getLocation()));
        }
    }

    private static String where(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 0
                ? ""
                : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static Map<String, @Nullable Object> form(String body) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String pair : body.strip().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                fields.merge(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)),
                        BodyReader::together);
            }
        }
        return fields;
    }

    /** A name that stands several times is a list, as in HTML's forms. */
    private static Object together(Object before, Object next) {
        List<Object> all = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
        all.add(next);
        return all;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new ApiException.BadRequest(
                    "InvalidBodyContent", "the form in the body has a malformed escape near '%'");
        }
    }

    private static int firstVisible(byte[] body) {
        for (int i = 0; i < body.length; i++) {
            if (!Character.isWhitespace(body[i])) {
                return i;
            }
        }
        return -1;
    }
}
