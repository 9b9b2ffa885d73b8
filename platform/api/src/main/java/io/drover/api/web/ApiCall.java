package io.drover.api.web;

import io.drover.api.ApiException;
import io.drover.api.render.RequestUrl;
import io.drover.api.render.View;
import io.drover.api.request.ApiPath;
import io.drover.api.request.Reading;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.version.V1Words;
import io.drover.model.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    /** Kinds of accounts that may turn options on which others have no use for; also inside an environment. */
    private static final Set<String> MAY_SEE_NUMBERS = Set.of("admin", "service", "agent");

    private static final Set<String> MAY_LOOK_AS_OTHERS = Set.of("admin", "service");

    static String method(String method, @Nullable String override) {
        String word = (override == null || override.isBlank() ? method : override).toUpperCase(Locale.ROOT);
        return word.equals("HEAD") ? "GET" : word;
    }

    /** The call in the words that the types are declared in, whichever version of the API it came by. */
    ApiCall translated(boolean isV1) {
        return isV1
                ? new ApiCall(caller, method, path.translated(), V1Words.query(query), V1Words.body(body), base, now)
                : this;
    }

    Reading reading(Reading.Mode mode) {
        return new Reading(mode, caller.role(), now);
    }

    View view() {
        View view = View.of(caller, base);
        return hasPlainIds() ? view.withPlainIds() : view;
    }

    /** With what is shown once. */
    View viewShowingOnce() {
        return view().showingOnce();
    }

    /**
     * The view of documents about the API itself: an administrator may look at them as another role ({@code _role}).
     *
     * @throws ApiException.BadRequest there is no such role
     */
    View viewOfSchemas() {
        String wanted = parameter("_role");
        if (wanted == null || !method.equals("GET") || !MAY_LOOK_AS_OTHERS.contains(caller.accountKind())) {
            return view();
        }
        Role role = Role.of(wanted)
                .orElseThrow(() -> new ApiException.BadRequest("InvalidRole", "there is no role '" + wanted + "'"));
        return view().as(caller.as(role));
    }

    /** Ids as the numbers they stand for, for callers who may know them (spec: api contract, section 5). */
    private boolean hasPlainIds() {
        return "true".equalsIgnoreCase(parameter("_plainId")) && MAY_SEE_NUMBERS.contains(caller.accountKind());
    }

    /** An id of the path. With {@code _plainId} a number is one too. */
    String readId(String id) {
        return hasPlainIds() ? PlainIds.id(id) : id;
    }

    /** What a list of that type is asked for. */
    Map<String, List<String>> filtersOf(ResourceType type) {
        return hasPlainIds() ? PlainIds.query(query, type) : query;
    }

    /** The body, or one made of it, as those fields are read. */
    Map<String, @Nullable Object> readBody(Map<String, @Nullable Object> given, List<Field> fields) {
        return hasPlainIds() ? PlainIds.fields(given, fields, PlainIds::value) : given;
    }

    @Nullable
    String parameter(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /** The query's first values, which stand in for missing ones of these fields. */
    Map<String, String> parameters(List<Field> fields) {
        return hasPlainIds() ? PlainIds.fields(parameters(), fields, PlainIds::id) : parameters();
    }

    private Map<String, String> parameters() {
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
