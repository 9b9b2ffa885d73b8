package io.drover.api.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A document of the API as a page for people who look at it with a browser (spec: api contract, section 1): the JSON itself,
 * with its addresses as links, and a form for a list's filters. There is no script, no style and nothing is fetched, so the page
 * works under the strictest Content-Security-Policy.
 *
 * <p>Everything that comes from the document is escaped, and only addresses of this very server become links: what people put
 * into names and labels stays text (CVE-2021-25313 was a page that forgot it).
 */
public final class HtmlPage {
    public static final String CONTENT_TYPE = "text/html; charset=utf-8";

    /** Maps whose texts are addresses. */
    private static final Set<String> ADDRESSES =
            Set.of("links", "actions", "createTypes", "sortLinks", "pagination", "sort");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String server;
    private final StringBuilder out = new StringBuilder();

    private HtmlPage(String server) {
        this.server = server;
    }

    /**
     * Whether the client wants a page: it says so with {@code _format=html}, or it is a browser that takes anything and does not
     * name JSON.
     *
     * @param format value of the parameter {@code _format}, or null
     * @param userAgent the header, or null
     * @param accept the header, or null: anything
     */
    public static boolean isWanted(@Nullable String format, @Nullable String userAgent, @Nullable String accept) {
        if (format != null && !format.isBlank()) {
            return format.strip().equalsIgnoreCase("html");
        }
        String types = accept == null ? "*/*" : accept.toLowerCase(Locale.ROOT);
        return userAgent != null
                && userAgent.toLowerCase(Locale.ROOT).contains("mozilla")
                && types.contains("*/*")
                && !types.contains("json");
    }

    /** @param base absolute base of the API's addresses, e.g. {@code http://host:8080/v2-beta} */
    public static String of(Map<String, @Nullable Object> document, String base) {
        return new HtmlPage(server(base)).page(JSON.valueToTree(document));
    }

    private static String server(String base) {
        int scheme = base.indexOf("://");
        int path = scheme < 0 ? -1 : base.indexOf('/', scheme + 3);
        return path < 0 ? base : base.substring(0, path);
    }

    private String page(JsonNode document) {
        String title = title(document);
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(escaped(title))
                .append("</title>\n</head>\n<body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
        filters(document);
        out.append("<pre>");
        value("", document, 0);
        out.append("</pre>\n</body>\n</html>\n");
        return out.toString();
    }

    private static String title(JsonNode document) {
        List<String> words = new ArrayList<>();
        for (String field : List.of("resourceType", "type", "id", "name", "code")) {
            JsonNode word = document.path(field);
            if (word.isString()) {
                words.add(word.asString());
            }
        }
        return String.join(" ", words);
    }

    /** The form asks for the same list again; what it leaves empty is no condition. */
    private void filters(JsonNode document) {
        JsonNode filters = document.path("filters");
        String self = document.path("links").path("self").asString("");
        if (!filters.isObject() || filters.isEmpty() || !isOurs(self)) {
            return;
        }
        out.append("<form method=\"get\" action=\"").append(escaped(self)).append("\">\n");
        filters.propertyNames().forEach(this::input);
        input("sort");
        input("limit");
        out.append("<button>filter</button>\n</form>\n");
    }

    private void input(String name) {
        String safe = escaped(name);
        out.append("<label>")
                .append(safe)
                .append(" <input name=\"")
                .append(safe)
                .append("\"></label>\n");
    }

    private void value(String parent, JsonNode value, int depth) {
        if (value.isObject() && !value.isEmpty()) {
            object(parent, value, depth);
        } else if (value.isArray() && !value.isEmpty()) {
            array(parent, value, depth);
        } else {
            scalar(parent, value);
        }
    }

    private void object(String parent, JsonNode object, int depth) {
        String between = "{";
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            out.append(between);
            line(depth + 1);
            out.append(escaped(JSON.writeValueAsString(field.getKey()))).append(": ");
            value(ADDRESSES.contains(parent) ? parent : field.getKey(), field.getValue(), depth + 1);
            between = ",";
        }
        line(depth);
        out.append('}');
    }

    private void array(String parent, JsonNode array, int depth) {
        String between = "[";
        for (JsonNode item : array) {
            out.append(between);
            line(depth + 1);
            value(parent, item, depth + 1);
            between = ",";
        }
        line(depth);
        out.append(']');
    }

    private void scalar(String parent, JsonNode value) {
        String text = escaped(value.toString());
        if (value.isString() && ADDRESSES.contains(parent) && isOurs(value.asString())) {
            out.append("<a href=\"")
                    .append(escaped(value.asString()))
                    .append("\">")
                    .append(text)
                    .append("</a>");
        } else {
            out.append(text);
        }
    }

    private void line(int depth) {
        out.append('\n').repeat("  ", depth);
    }

    private boolean isOurs(String address) {
        return !server.isEmpty() && address.startsWith(server + "/");
    }

    static String escaped(String text) {
        var safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(letter);
            }
        }
        return safe.toString();
    }
}
