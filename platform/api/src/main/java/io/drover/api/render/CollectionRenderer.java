package io.drover.api.render;

import io.drover.api.request.FilterReader;
import io.drover.api.resource.Filter;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list as clients see it (spec: api contract, sections 4 and 6). */
public final class CollectionRenderer {
    /** Lists of these have no pages, no sort links and no filters: clients of the reference read them whole. */
    private static final Set<String> WHOLE = Set.of("project");

    private final Renderers renderers;

    public CollectionRenderer(Renderers renderers) {
        this.renderers = renderers;
    }

    /** Lists of this type are always asked for and answered whole. */
    public static boolean isWhole(ResourceType type) {
        return WHOLE.contains(type.name());
    }

    /** @param url of the request, with its query: pages and sorts are variations of it */
    public Map<String, @Nullable Object> page(
            ResourceType type, Page page, ListQuery query, RequestUrl url, View view) {
        boolean isWhole = isWhole(type);
        Map<String, @Nullable Object> tree = head(type.name(), url.path(), view);
        tree.put("createTypes", createTypes(type, view));
        tree.put("actions", collectionActions(type, view));
        tree.put("data", data(page.data(), view));
        tree.put("sortLinks", isWhole ? Map.of() : sortLinks(type, url));
        tree.put("pagination", isWhole ? null : pagination(page, query, url));
        tree.put("sort", sort(query, url));
        tree.put("filters", isWhole ? Map.of() : filters(type, query, view));
        tree.put("createDefaults", createDefaults(type, query, view));
        return view.spoken(tree);
    }

    /**
     * A child collection: everything, in one piece.
     *
     * @param createDefaults what a resource that is made through the link gets of itself: the reference to its parent
     */
    public Map<String, @Nullable Object> whole(
            String typeName,
            @Nullable ResourceType type,
            List<Resource> data,
            Map<String, String> createDefaults,
            RequestUrl url,
            View view) {
        Map<String, @Nullable Object> tree = head(typeName, url.path(), view);
        tree.put("createTypes", type == null ? Map.of() : createTypes(type, view));
        tree.put("actions", Map.of());
        tree.put("data", data(data, view));
        tree.put("sortLinks", Map.of());
        tree.put("pagination", null);
        tree.put("sort", null);
        tree.put("filters", Map.of());
        tree.put("createDefaults", createDefaults);
        return view.spoken(tree);
    }

    /** What the list was narrowed to is what a new member of it needs to be seen in it. */
    private static Map<String, @Nullable Object> createDefaults(ResourceType type, ListQuery query, View view) {
        Map<String, @Nullable Object> defaults = new LinkedHashMap<>();
        if (view.caller().rights().permit(type, Verb.CREATE)) {
            query.filters().stream()
                    .filter(filter -> filter.modifier() == Filter.Modifier.EQ)
                    .filter(filter -> filter.field().create()
                            && filter.field().isWrittenBy(view.caller().role()))
                    .forEach(filter -> defaults.putIfAbsent(filter.field().name(), shown(filter, view)));
        }
        return defaults;
    }

    private static Map<String, @Nullable Object> head(String typeName, String self, View view) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("type", "collection");
        tree.put("resourceType", typeName);
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("schemas", view.base() + "/schemas");
        tree.put("links", links);
        return tree;
    }

    private List<Map<String, @Nullable Object>> data(List<Resource> resources, View view) {
        List<Map<String, @Nullable Object>> data = new ArrayList<>(resources.size());
        resources.forEach(resource -> data.add(renderers.render(resource, view)));
        return data;
    }

    private static Map<String, String> createTypes(ResourceType type, View view) {
        return view.caller().rights().permit(type, Verb.CREATE)
                ? Map.of(type.name(), view.base() + "/" + type.plural())
                : Map.of();
    }

    private static Map<String, String> collectionActions(ResourceType type, View view) {
        Map<String, String> actions = new LinkedHashMap<>();
        for (ActionSpec action : type.collectionActions()) {
            if (view.caller().rights().scope(type, action.verb()).everywhere()) {
                actions.put(action.name(), view.base() + "/" + type.plural() + "?action=" + action.name());
            }
        }
        return actions;
    }

    private static Map<String, String> sortLinks(ResourceType type, RequestUrl url) {
        Map<String, String> links = new LinkedHashMap<>();
        FilterReader.filterable(type)
                .keySet()
                .forEach(field -> links.put(
                        field,
                        url.without("marker")
                                .without("order")
                                .with("sort", field)
                                .toString()));
        return links;
    }

    private static Map<String, @Nullable Object> pagination(Page page, ListQuery query, RequestUrl url) {
        long previous = Math.max(0, query.offset() - query.limit());
        Map<String, @Nullable Object> pagination = new LinkedHashMap<>();
        pagination.put(
                "first", query.offset() == 0 ? null : url.without("marker").toString());
        pagination.put(
                "previous",
                query.offset() == 0 ? null : url.with("marker", "m" + previous).toString());
        pagination.put(
                "next",
                page.more()
                        ? url.with("marker", "m" + (query.offset() + query.limit()))
                                .toString()
                        : null);
        pagination.put("limit", query.limit());
        pagination.put("total", null);
        pagination.put("partial", page.more());
        return pagination;
    }

    private static @Nullable Map<String, String> sort(ListQuery query, RequestUrl url) {
        ListQuery.Sort sort = query.sort();
        if (sort == null) {
            return null;
        }
        Map<String, String> tree = new LinkedHashMap<>();
        tree.put("name", sort.field());
        tree.put("order", sort.descending() ? "desc" : "asc");
        tree.put(
                "reverse",
                url.without("marker")
                        .with("order", sort.descending() ? "asc" : "desc")
                        .toString());
        return tree;
    }

    private static Map<String, @Nullable Object> filters(ResourceType type, ListQuery query, View view) {
        Map<String, @Nullable Object> filters = new LinkedHashMap<>();
        for (Field field : FilterReader.filterable(type).values()) {
            List<Map<String, @Nullable Object>> conditions = query.filters().stream()
                    .filter(filter -> filter.field().name().equals(field.name()))
                    .map(filter -> condition(filter, view))
                    .toList();
            filters.put(field.name(), conditions.isEmpty() ? null : conditions);
        }
        return filters;
    }

    private static Map<String, @Nullable Object> condition(Filter filter, View view) {
        Map<String, @Nullable Object> condition = new LinkedHashMap<>();
        condition.put("modifier", filter.modifier().name().toLowerCase(java.util.Locale.ROOT));
        condition.put("value", shown(filter, view));
        return condition;
    }

    /** As the client wrote it, and would write it again. */
    private static @Nullable Object shown(Filter filter, View view) {
        boolean isReference = FieldType.of(filter.field().type()) == FieldType.REFERENCE;
        return isReference ? view.shownId(filter.value()) : filter.value();
    }
}
