package io.drover.api.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The request and response of a change, masked, on their way from the service that knows their types to the gateway, which writes
 * the row: a header of the answer, asked for by the same header in the request and taken away by the gateway. Compressed, and
 * bounded because headers are: what does not fit is shortened.
 *
 * @param request JSON text; null: none
 * @param response JSON text; null: none
 */
public record AuditObjects(
        @Nullable String request, @Nullable String response) {
    /** In a request: {@link #WANTED}. In an answer: {@link #header}. */
    public static final String HEADER = "X-Drover-Audit";

    public static final String WANTED = "objects";

    /** Clients of this suite read 8 KiB of headers. */
    static final int LONGEST_HEADER = 4096;

    /** Characters of one object; what a header inflates to is bounded by it, too. */
    static final int LONGEST_OBJECT = 12 * 1024;

    private static final int LONGEST_TEXT = 512;
    private static final int MOST_ELEMENTS = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of masked objects. */
    public static AuditObjects of(
            @Nullable Map<String, @Nullable Object> request, @Nullable Map<String, @Nullable Object> response) {
        return new AuditObjects(text(request), text(response));
    }

    private static @Nullable String text(@Nullable Map<String, @Nullable Object> object) {
        if (object == null || object.isEmpty()) {
            return null;
        }
        String whole = JSON.writeValueAsString(object);
        if (whole.length() <= LONGEST_OBJECT) {
            return whole;
        }
        String shorter = JSON.writeValueAsString(shortened(object));
        return shorter.length() <= LONGEST_OBJECT ? shorter : JSON.writeValueAsString(names(object));
    }

    private static @Nullable Object shortened(@Nullable Object value) {
        return switch (value) {
            case String text
            when text.length() > LONGEST_TEXT ->
                text.substring(0, LONGEST_TEXT) + "... (" + text.length() + " characters)";
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> some = new LinkedHashMap<>();
                map.entrySet().stream()
                        .limit(MOST_ELEMENTS)
                        .forEach(entry -> some.put(String.valueOf(entry.getKey()), shortened(entry.getValue())));
                if (map.size() > MOST_ELEMENTS) {
                    some.put("...", map.size() - MOST_ELEMENTS + " more");
                }
                yield some;
            }
            case List<?> list -> {
                List<@Nullable Object> some = new ArrayList<>();
                list.stream().limit(MOST_ELEMENTS).forEach(element -> some.add(shortened(element)));
                if (list.size() > MOST_ELEMENTS) {
                    some.add("... " + (list.size() - MOST_ELEMENTS) + " more");
                }
                yield some;
            }
            case null, default -> value;
        };
    }

    /** Only what was there, when even the shortened object is too long. */
    private static Map<String, Object> names(Map<String, @Nullable Object> object) {
        List<String> names = object.keySet().stream()
                .limit(MOST_ELEMENTS)
                .map(name -> name.length() <= LONGEST_TEXT / 8 ? name : name.substring(0, LONGEST_TEXT / 8))
                .toList();
        return Map.of("...", "too long to be recorded", "fields", names);
    }

    /** Public id of what the response shows; null: it shows none, or was too long to be kept. */
    public @Nullable String shownId() {
        try {
            JsonNode id = response == null ? null : JSON.readTree(response).get("id");
            return textOf(id);
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** The header's value; without the response, or without both, if it would be too long. */
    public String header() {
        String both = encoded(request, response);
        if (both.length() <= LONGEST_HEADER) {
            return both;
        }
        String one = encoded(request, null);
        return one.length() <= LONGEST_HEADER ? one : encoded("{\"...\":\"too long to be recorded\"}", null);
    }

    private static String encoded(@Nullable String request, @Nullable String response) {
        Map<String, @Nullable Object> pair = new LinkedHashMap<>();
        pair.put("request", request);
        pair.put("response", response);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(JSON.writeValueAsString(pair).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** What a header says; empty if it is none of ours. */
    public static Optional<AuditObjects> read(String header) {
        if (header.length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        try (InflaterInputStream inflater = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(header)))) {
            byte[] bytes = inflater.readNBytes(8 * LONGEST_OBJECT);
            JsonNode pair = JSON.readTree(bytes);
            return pair.isObject()
                    ? Optional.of(new AuditObjects(textOf(pair.get("request")), textOf(pair.get("response"))))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException | JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static @Nullable String textOf(@Nullable JsonNode node) {
        return node == null || !node.isString() ? null : node.stringValue();
    }
}
