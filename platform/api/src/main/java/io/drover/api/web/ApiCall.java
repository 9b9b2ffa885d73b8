package io.drover.api.web;

import io.drover.api.render.RequestUrl;
import io.drover.api.render.View;
import io.drover.api.request.ApiPath;
import io.drover.api.request.Reading;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, read.
 *
 * @param method upper case, {@code _method} honoured, {@code HEAD} as {@code GET}
 * @param query decoded, all values of each name
 * @param base absolute base of links
 */
record ApiCall(
        Caller caller,
        String method,
        ApiPath path,
        Map<String, List<String>> query,
        Map<String, @Nullable Object> body,
        String base,
        Instant now) {

    static String method(String method, @Nullable String override) {
        String word = (override == null || override.isBlank() ? method : override).toUpperCase(Locale.ROOT);
        return word.equals("HEAD") ? "GET" : word;
    }

    Reading reading(Reading.Mode mode) {
        return new Reading(mode, caller.role(), now);
    }

    View view() {
        return View.of(caller, base);
    }

    View viewOfCreation() {
        return new View(caller, base, true);
    }

    @Nullable
    String parameter(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /** The query's first values, which stand in for missing fields of the body. */
    Map<String, String> parameters() {
        Map<String, String> first = new LinkedHashMap<>();
        query.forEach((name, values) -> {
            if (!values.isEmpty() && values.getFirst() != null) {
                first.put(name, values.getFirst());
            }
        });
        return first;
    }

    RequestUrl urlOf(ResourceType type) {
        return new RequestUrl(view().base() + "/" + type.plural(), query);
    }

    RequestUrl urlOf(ResourceType type, String id, String link) {
        return new RequestUrl(
                view().base() + "/" + type.plural() + "/" + id + "/" + link.toLowerCase(Locale.ROOT), query);
    }
}
