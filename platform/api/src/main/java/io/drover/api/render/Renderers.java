package io.drover.api.render;

import io.drover.api.resource.Resource;
import io.drover.api.schema.Access;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The renderers of all types of a service. A resource of an undeclared type (an action's output) is rendered as it is. */
public final class Renderers {
    private final Map<String, ResourceRenderer> byType = new HashMap<>();
    private final Map<String, List<Field>> inside = new HashMap<>();

    /** @param embedded types that only appear inside others */
    public Renderers(Map<ResourceType, ActionOffer> types, List<ResourceType> embedded) {
        types.forEach((type, offer) -> byType.put(type.name(), new ResourceRenderer(type, offer, this)));
        embedded.forEach(type -> inside.put(
                type.name(),
                type.fields().stream()
                        .filter(field -> !field.hiddenFrom().isEmpty())
                        .toList()));
    }

    /** A value, without what its type hides from the role: an embedded value has no resource that would do it. */
    @Nullable
    Object visible(@Nullable Field field, @Nullable Object value, Role role) {
        List<Field> hidden = field == null ? null : inside.get(embeddedType(field.type()));
        if (hidden == null || hidden.stream().noneMatch(one -> one.isHiddenFrom(role))) {
            return value;
        }
        return switch (value) {
            case Map<?, ?> one -> without(one, hidden, role);
            case List<?> many ->
                many.stream()
                        .map(item -> item instanceof Map<?, ?> one ? without(one, hidden, role) : item)
                        .toList();
            case null, default -> value;
        };
    }

    private static String embeddedType(String type) {
        return FieldType.of(type) == FieldType.ARRAY ? FieldType.element(type) : type;
    }

    private static Map<?, ?> without(Map<?, ?> value, List<Field> hidden, Role role) {
        Map<Object, @Nullable Object> rest = new LinkedHashMap<>(value);
        hidden.stream().filter(field -> field.isHiddenFrom(role)).forEach(field -> rest.remove(field.name()));
        return rest;
    }

    /** @throws NullPointerException the type is not declared */
    public ResourceRenderer of(ResourceType type) {
        return java.util.Objects.requireNonNull(byType.get(type.name()), type.name());
    }

    public Map<String, @Nullable Object> render(Resource resource, View view) {
        ResourceRenderer renderer = byType.get(resource.type());
        return renderer == null ? plain(resource, view) : renderer.render(resource, view);
    }

    /** Documents that are no resource: the fields as given, e.g. {@code {url, token}} of the action {@code logs}. */
    private Map<String, @Nullable Object> plain(Resource resource, View view) {
        List<Field> fields = resource.fields().keySet().stream()
                .map(name -> Field.of(name, "json"))
                .toList();
        ResourceType type =
                new ResourceType(resource.type(), "", "", false, fields, List.of(), List.of(), Set.of(), Access.none());
        Map<String, @Nullable Object> tree =
                new ResourceRenderer(type, (caller, one, action) -> false, this).render(resource, view);
        tree.put("links", Map.of());
        return tree;
    }
}
