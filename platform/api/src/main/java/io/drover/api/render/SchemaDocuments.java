package io.drover.api.render;

import io.drover.api.request.FilterReader;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.api.security.Policy;
import io.drover.api.security.Rights;
import io.drover.api.version.V1Words;
import io.drover.model.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The schemas a role sees (spec: api contract, section 8): the types it has any right on, with the methods, actions and field
 * flags of that role, and the inputs of the actions it may call. Made once per role; for narrowed callers, and where a rule
 * withholds actions, when the first of them asks, and kept for a while. What a rule withholds is asked anew each time.
 */
public final class SchemaDocuments {
    /** Custom roles in use, read-only tokens, roles without some actions; making one takes about a millisecond. */
    private static final int KEPT = 256;

    private final List<ResourceType> served;
    private final List<ResourceType> embedded;
    private final Set<String> names;
    private final Map<Role, Map<String, Document>> byRole = new EnumMap<>(Role.class);
    private final Map<Seen, Map<String, Document>> narrowed = Collections.synchronizedMap(new RecentlyUsed());
    private final ActionRule rule;

    /** @param withheld {@code type.action} of what the table has and the rule does not */
    private record Seen(Rights rights, Set<String> withheld) {
        Seen {
            withheld = Set.copyOf(withheld);
        }

        boolean has(ResourceType type, ActionSpec action) {
            return rights.permit(type, Policy.verbOf(action)) && !withheld.contains(key(type, action));
        }

        static String key(ResourceType type, ActionSpec action) {
            return type.name() + "." + action.name();
        }
    }

    /** A schema without its links, which depend on the request. */
    private record Document(String name, @Nullable String collectionPath, Map<String, @Nullable Object> body) {}

    /**
     * @param served types with a handler: they have a collection
     * @param embedded types without one: those without a policy row only appear inside others and every role sees them; those
     *     with a row are served by a route of their own
     * @param rule what is left of the table's actions at the moment
     */
    public SchemaDocuments(List<ResourceType> served, List<ResourceType> embedded, ActionRule rule) {
        this.rule = rule;
        this.served = List.copyOf(served);
        this.embedded = List.copyOf(embedded);
        this.names = served.stream().map(ResourceType::name).collect(Collectors.toUnmodifiableSet());
        for (Role role : Role.values()) {
            byRole.put(role, make(new Seen(Rights.of(role), Set.of())));
        }
    }

    private Map<String, Document> make(Seen seen) {
        Map<String, Document> documents = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        served.stream().filter(seen.rights()::see).forEach(type -> addServed(documents, type, seen));
        embedded.forEach(type -> addEmbedded(documents, type, seen));
        documents.put(
                SchemaOfSchemas.NAME, new Document(SchemaOfSchemas.NAME, SchemaOfSchemas.PATH, SchemaOfSchemas.BODY));
        return documents;
    }

    /** All schemas of the role, as a collection. */
    public Map<String, @Nullable Object> list(View view) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("type", "collection");
        tree.put("resourceType", "schema");
        tree.put("links", Map.of("self", view.base() + "/schemas"));
        tree.put("createTypes", Map.of());
        tree.put("actions", Map.of());
        List<Map<String, @Nullable Object>> data = new ArrayList<>();
        documents(view).values().forEach(document -> data.add(withLinks(document, view)));
        tree.put("data", data);
        tree.put("sortLinks", Map.of());
        tree.put("pagination", null);
        tree.put("sort", null);
        tree.put("filters", Map.of());
        tree.put("createDefaults", Map.of());
        return tree;
    }

    /** One schema by its name or the plural, in any case; empty if the role has none of that name. */
    public Optional<Map<String, @Nullable Object>> find(String asked, View view) {
        String name = view.isV1() ? V1Words.typeOf(asked) : asked;
        Document exact = documents(view).get(name);
        if (exact != null) {
            return Optional.of(withLinks(exact, view));
        }
        return documents(view).values().stream()
                .filter(document ->
                        name.equalsIgnoreCase(String.valueOf(document.body().get("pluralName"))))
                .findFirst()
                .map(document -> withLinks(document, view));
    }

    /** The version's own resource: a link for each type that can be listed. */
    public Map<String, @Nullable Object> index(View view) {
        Map<String, String> links = new TreeMap<>();
        documents(view).values().forEach(document -> {
            if (document.collectionPath() != null) {
                links.put(String.valueOf(document.body().get("pluralName")), view.base() + document.collectionPath());
            }
        });
        links.put("self", view.base());
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", view.isV1() ? "v1" : "v2-beta");
        tree.put("type", "apiVersion");
        tree.put("links", links);
        tree.put("actions", Map.of());
        return view.spoken(tree);
    }

    private Map<String, Document> documents(View view) {
        Seen seen = seen(view.caller().rights());
        return seen.rights().narrowing().isNone() && seen.withheld().isEmpty()
                ? byRole.getOrDefault(seen.rights().role(), Map.of())
                : narrowed.computeIfAbsent(seen, this::make);
    }

    private Seen seen(Rights rights) {
        Set<String> withheld = new HashSet<>();
        for (ResourceType type : served) {
            actions(type)
                    .filter(action -> rights.permit(type, Policy.verbOf(action)))
                    .filter(action -> !rule.allows(type, rights, action.name()))
                    .forEach(action -> withheld.add(Seen.key(type, action)));
        }
        return new Seen(rights, withheld);
    }

    private static Stream<ActionSpec> actions(ResourceType type) {
        return Stream.concat(type.actions().stream(), type.collectionActions().stream());
    }

    /** The ones that were asked for last. */
    private static final class RecentlyUsed extends LinkedHashMap<Seen, Map<String, Document>> {
        private static final long serialVersionUID = 1L;

        RecentlyUsed() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Seen, Map<String, Document>> eldest) {
            return size() > KEPT;
        }
    }

    private static Map<String, @Nullable Object> withLinks(Document document, View view) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", view.base() + "/schemas/" + document.name());
        if (document.collectionPath() != null) {
            links.put("collection", view.base() + document.collectionPath());
        }
        tree.put("id", document.name());
        tree.put("type", "schema");
        tree.put("links", links);
        tree.putAll(document.body());
        return view.spoken(tree);
    }

    private void addEmbedded(Map<String, Document> documents, ResourceType type, Seen seen) {
        Rights rights = seen.rights();
        if (type.access().verbs().isEmpty()) {
            documents.put(type.name(), plain(type, rights.role(), mayWrite(rights)));
        } else if (rights.see(type)) {
            addServed(documents, type, seen);
        }
    }

    private void addServed(Map<String, Document> documents, ResourceType type, Seen seen) {
        documents.put(type.name(), served(type, seen));
        actions(type).filter(action -> seen.has(type, action)).forEach(action -> {
            String input = action.input();
            if (input != null) {
                documents.putIfAbsent(
                        input,
                        plain(
                                input,
                                ResourceType.pluralOf(input),
                                fields(action.inputFields(), seen.rights().role(), true, true)));
            }
        });
    }

    private Document served(ResourceType type, Seen seen) {
        Rights rights = seen.rights();
        Set<Verb> verbs = rights.verbs(type);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("actions", Map.of());
        body.put("pluralName", type.pluralName());
        body.put(
                "resourceMethods", methods(verbs, Map.of(Verb.READ, "GET", Verb.UPDATE, "PUT", Verb.DELETE, "DELETE")));
        body.put(
                "resourceFields",
                fields(type.fields(), rights.role(), verbs.contains(Verb.CREATE), verbs.contains(Verb.UPDATE)));
        body.put("resourceActions", actions(type, type.actions(), seen));
        body.put("collectionMethods", methods(verbs, Map.of(Verb.READ, "GET", Verb.CREATE, "POST")));
        body.put("collectionActions", actions(type, type.collectionActions(), seen));
        body.put("collectionFields", Map.of());
        body.put("collectionFilters", filters(type));
        body.put("includeableLinks", FilterReader.includeable(type, names));
        if (!type.description().isEmpty()) {
            body.put("description", type.description());
        }
        return new Document(type.name(), verbs.contains(Verb.READ) ? "/" + type.plural() : null, body);
    }

    /** Whoever may write nothing cannot write what only appears inside others either. */
    private static boolean mayWrite(Rights rights) {
        return rights.role() != Role.READONLY && !rights.narrowing().readOnly();
    }

    private static Document plain(ResourceType type, Role role, boolean mayWrite) {
        return plain(type.name(), type.pluralName(), fields(type.fields(), role, mayWrite, mayWrite));
    }

    private static Document plain(String name, String plural, Map<String, Object> fields) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("actions", Map.of());
        body.put("pluralName", plural);
        body.put("resourceMethods", List.of());
        body.put("resourceFields", fields);
        body.put("resourceActions", Map.of());
        body.put("collectionMethods", List.of());
        body.put("collectionActions", Map.of());
        body.put("collectionFields", Map.of());
        body.put("collectionFilters", Map.of());
        body.put("includeableLinks", List.of());
        return new Document(name, null, body);
    }

    private static List<String> methods(Set<Verb> verbs, Map<Verb, String> words) {
        List<String> methods = new ArrayList<>();
        for (Verb verb : List.of(Verb.READ, Verb.CREATE, Verb.UPDATE, Verb.DELETE)) {
            String word = words.get(verb);
            if (word != null && verbs.contains(verb)) {
                methods.add(word);
            }
        }
        return methods;
    }

    private static Map<String, Object> actions(ResourceType type, List<ActionSpec> actions, Seen seen) {
        Map<String, Object> tree = new TreeMap<>();
        for (ActionSpec action : actions) {
            if (seen.has(type, action)) {
                Map<String, @Nullable Object> shape = new LinkedHashMap<>();
                shape.put("input", action.input());
                shape.put("output", action.output());
                if (!action.description().isEmpty()) {
                    shape.put("description", action.description());
                }
                tree.put(action.name(), shape);
            }
        }
        return tree;
    }

    private static Map<String, Object> filters(ResourceType type) {
        Map<String, Object> tree = new TreeMap<>();
        FilterReader.filterable(type)
                .forEach((name, field) -> tree.put(
                        name,
                        Map.of(
                                "modifiers",
                                FilterReader.modifiers(field).stream()
                                        .map(modifier -> modifier.name().toLowerCase(Locale.ROOT))
                                        .toList())));
        return tree;
    }

    private static Map<String, Object> fields(List<Field> fields, Role role, boolean mayCreate, boolean mayUpdate) {
        Map<String, Object> tree = new TreeMap<>();
        for (Field field : fields) {
            if (field.isHiddenFrom(role)) {
                continue;
            }
            boolean create = field.create() && mayCreate && field.isWrittenBy(role);
            boolean update = field.update() && mayUpdate && field.isWrittenBy(role);
            if (field.readable() || field.isShownOnce() || create || update) {
                tree.put(field.name(), FieldSchema.of(field, create, update));
            }
        }
        return tree;
    }
}
