package io.drover.api.render;

import io.drover.api.resource.Resource;
import io.drover.api.schema.Access;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The renderers of all types of a service. A resource of an undeclared type (an action's output) is rendered as it is. */
public final class Renderers {
    private final Map<String, ResourceRenderer> byType = new HashMap<>();

    public Renderers(Map<ResourceType, ActionOffer> types) {
        types.forEach((type, offer) -> byType.put(type.name(), new ResourceRenderer(type, offer, this)));
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
