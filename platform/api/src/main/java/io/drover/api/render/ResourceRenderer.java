package io.drover.api.render;

import io.drover.api.request.FilterReader;
import io.drover.api.resource.Resource;
import io.drover.api.resource.StackBounds;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.WireDate;
import io.drover.api.security.Policy;
import io.drover.model.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A resource as clients see it (spec: api contract, section 4): {@code id, type, baseType, links, actions, name, state}, then
 * the other fields by name; nulls are shown; a date has its {@code TS} twin in milliseconds beside it. Only declared fields and
 * the few every resource has are shown: what a handler adds without declaring it stays inside. One per type, made once.
 */
public final class ResourceRenderer {
    /** Shown when given, declared or not. */
    private static final Set<String> EVERYWHERE = Set.of(
            "accountId",
            "created",
            "description",
            "kind",
            "name",
            "removed",
            "state",
            "uuid",
            "transitioning",
            "transitioningMessage",
            "transitioningProgress");

    private final ResourceType type;
    private final ActionOffer offer;
    private final Renderers all;
    private final Map<String, Field> shown = new TreeMap<>();
    private final Map<String, Field> shownOnce = new TreeMap<>();
    private final Set<String> declared = new java.util.HashSet<>();
    private final List<ReferenceLink> references = new ArrayList<>();
    private final Map<String, String> childLinks = new LinkedHashMap<>();

    /** A link that stands where the reference is not null. */
    private record ReferenceLink(Field field, String link, String targetPath) {}

    ResourceRenderer(ResourceType type, ActionOffer offer, Renderers all) {
        this.type = type;
        this.offer = offer;
        this.all = all;
        for (Field field : type.fields()) {
            declared.add(field.name());
            if (field.readable()) {
                shown.put(field.name(), field);
            } else if (field.isShownOnce()) {
                shownOnce.put(field.name(), field);
            }
            if (field.readable() && FieldType.of(field.type()) == FieldType.REFERENCE) {
                references.add(new ReferenceLink(
                        field, FilterReader.linkOf(field), lowerPlural(FieldType.element(field.type()))));
            }
        }
        type.links().forEach(link -> childLinks.put(link, "/" + link.toLowerCase(Locale.ROOT)));
    }

    Map<String, @Nullable Object> render(Resource resource, View view) {
        Object id = view.shownId(resource.id());
        String self = view.base() + "/" + type.plural() + "/" + id;
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("type", resource.type());
        tree.put("baseType", type.baseType().isEmpty() ? type.name() : type.baseType());
        tree.put("links", links(resource, view, self));
        tree.put("actions", actions(resource, view, self));
        putIfShown(tree, "name", resource, view);
        putIfShown(tree, "state", resource, view);
        fields(resource, view).forEach((name, value) -> put(tree, name, value, view));
        return view.spoken(tree);
    }

    /** What the role and the state offer, by name; the same answer the request to run it gets. */
    public boolean offers(Resource resource, ActionSpec action, View view) {
        return StackBounds.permits(view.caller(), type, Policy.verbOf(action), resource)
                && Policy.isOffered(type, action, resource.state())
                && offer.offers(view.caller(), resource, action.name());
    }

    private Map<String, String> links(Resource resource, View view, String self) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        for (ReferenceLink reference : references) {
            Object target = resource.fields().get(reference.field().name());
            if (target != null && !reference.field().isHiddenFrom(view.caller().role())) {
                links.put(
                        reference.link(),
                        targetUrl(targetPath(reference, target, view) + "/" + view.shownId(target), view));
            }
        }
        childLinks.forEach((link, path) -> links.put(link, self + path));
        return links;
    }

    /** The environment itself is the base of everything in it. */
    private static String targetUrl(String path, View view) {
        return view.base().endsWith("/" + path) ? view.base() : view.base() + "/" + path;
    }

    /** The wire calls the environment that owns a resource an account; its resource is the project. */
    private static String targetPath(ReferenceLink reference, Object target, View view) {
        var environment = view.caller().environment();
        boolean isOwner = reference.targetPath().equals("accounts")
                && environment != null
                && target.equals(environment.id().toString());
        return isOwner ? "projects" : reference.targetPath();
    }

    private Map<String, String> actions(Resource resource, View view, String self) {
        Map<String, String> actions = new LinkedHashMap<>();
        for (ActionSpec action : type.actions()) {
            if (offers(resource, action, view)) {
                actions.put(action.name(), self + "?action=" + action.name());
            }
        }
        return actions;
    }

    private Map<String, @Nullable Object> fields(Resource resource, View view) {
        Map<String, @Nullable Object> fields = new TreeMap<>();
        resource.fields().forEach((name, value) -> {
            boolean isEmbedded = !declared.contains(name) && isResources(value);
            if (isEmbedded || (EVERYWHERE.contains(name) && !declared.contains(name))) {
                fields.put(name, value);
            }
        });
        Role role = view.caller().role();
        putVisible(fields, shown, resource, role);
        if (view.showsOnce()) {
            putVisible(fields, shownOnce, resource, role);
        }
        fields.keySet().removeAll(Set.of("id", "type", "baseType", "links", "actions", "name", "state"));
        return fields;
    }

    private static void putVisible(
            Map<String, @Nullable Object> fields, Map<String, Field> declared, Resource resource, Role role) {
        declared.forEach((name, field) -> {
            if (!field.isHiddenFrom(role)) {
                fields.put(name, resource.fields().get(name));
            }
        });
    }

    private void putIfShown(Map<String, @Nullable Object> tree, String name, Resource resource, View view) {
        boolean isUndeclaredButGiven =
                !declared.contains(name) && resource.fields().containsKey(name);
        Field field = shown.get(name);
        if (isUndeclaredButGiven
                || (field != null && !field.isHiddenFrom(view.caller().role()))) {
            tree.put(name, resource.fields().get(name));
        }
    }

    private void put(Map<String, @Nullable Object> tree, String name, @Nullable Object value, View view) {
        Field field = shown.get(name);
        boolean isDate =
                value instanceof Instant || (field != null && field.type().equals("date"));
        if (isDate) {
            tree.put(name, value instanceof Instant date ? WireDate.format(date) : null);
            tree.put(name + "TS", value instanceof Instant date ? date.toEpochMilli() : null);
        } else {
            tree.put(
                    name,
                    isResources(value)
                            ? embedded(value, view)
                            : all.visible(
                                    field,
                                    shownReference(field, value, view),
                                    view.caller().role()));
        }
    }

    private static @Nullable Object shownReference(@Nullable Field field, @Nullable Object value, View view) {
        if (field == null || !view.hasPlainIds() || !field.type().contains("reference[")) {
            return value;
        }
        return value instanceof List<?> ids ? ids.stream().map(view::shownId).toList() : view.shownId(value);
    }

    private @Nullable Object embedded(@Nullable Object value, View view) {
        View inner = view.withoutSecrets();
        if (value instanceof Resource resource) {
            return all.render(resource, inner);
        }
        List<Object> rendered = new ArrayList<>();
        for (Object item : (List<?>) java.util.Objects.requireNonNull(value)) {
            rendered.add(all.render((Resource) item, inner));
        }
        return rendered;
    }

    private static boolean isResources(@Nullable Object value) {
        return value instanceof Resource
                || (value instanceof List<?> list && list.stream().allMatch(Resource.class::isInstance));
    }

    private static String lowerPlural(String typeName) {
        return ResourceType.pluralOf(typeName).toLowerCase(Locale.ROOT);
    }
}
