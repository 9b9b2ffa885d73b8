package io.drover.api.web;

import io.drover.api.ApiException;
import io.drover.api.render.CollectionRenderer;
import io.drover.api.render.View;
import io.drover.api.request.ApiPath;
import io.drover.api.request.Reading;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.MemoryList;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.StackBounds;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.api.security.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a request does: policy first, then the input, then the handler (spec: api contract, sections 1, 3 and 7). Whatever
 * works on one resource finds it first, so that another environment's resource is a 404 for every verb.
 */
final class ResourceCallHandler {
    private final ServedTypes types;
    private final IncludeHandler includes;
    private final ChildrenHandler children;

    ResourceCallHandler(ServedTypes types) {
        this.types = types;
        this.includes = new IncludeHandler(types);
        this.children = new ChildrenHandler(types);
    }

    Mono<Reply> answer(ApiCall call) {
        return switch (call.path()) {
            case ApiPath.Index _ -> documentOf(call, types.schemas().index(call.viewOfSchemas()));
            case ApiPath.Schemas _ -> documentOf(call, types.schemas().list(call.viewOfSchemas()));
            case ApiPath.Schema schema -> documentOf(call, schema(call, schema.name()));
            case ApiPath.Collection collection -> collection(call, collection.type());
            case ApiPath.One one -> one(call, one.type(), one.id());
            case ApiPath.Link link -> link(call, link);
        };
    }

    private static Mono<Reply> documentOf(ApiCall call, Map<String, @Nullable Object> document) {
        return call.method().equals("GET") ? Mono.just(Reply.ok(document)) : Mono.error(notAllowed(call));
    }

    private Map<String, @Nullable Object> schema(ApiCall call, String name) {
        View view = call.viewOfSchemas();
        return types.schemas()
                .find(name, view)
                .orElseThrow(() -> new ApiException.NotFound("there is no schema '" + name + "' for the role '"
                        + view.caller().role().wire() + "'"));
    }

    private Mono<Reply> collection(ApiCall call, String word) {
        String action = call.parameter("action");
        return switch (call.method()) {
            case "GET" -> list(call, types.require(call.caller(), word, Verb.READ));
            case "POST" ->
                action == null
                        ? create(call, types.require(call.caller(), word, Verb.CREATE), call.body())
                        : actOnAll(call, word, action);
            default -> Mono.error(notAllowed(call));
        };
    }

    private Mono<Reply> one(ApiCall call, String word, String id) {
        String action = call.parameter("action");
        return switch (call.method()) {
            case "GET" ->
                find(call, types.require(call.caller(), word, Verb.READ), id)
                        .flatMap(found -> includes.embed(call.caller(), found.resource(), call.parameter("include")))
                        .map(resource -> rendered(call.view(), 200, resource));
            case "PUT" -> update(call, types.require(call.caller(), word, Verb.UPDATE), id);
            case "DELETE" -> remove(call, types.require(call.caller(), word, Verb.DELETE), id);
            case "POST" -> action == null ? Mono.error(noAction(word)) : act(call, word, id, action);
            default -> Mono.error(notAllowed(call));
        };
    }

    private Mono<Reply> link(ApiCall call, ApiPath.Link path) {
        return switch (call.method()) {
            case "GET" -> follow(call, types.require(call.caller(), path.type(), Verb.READ), path);
            case "POST" -> createChild(call, types.require(call.caller(), path.type(), Verb.READ), path);
            default -> Mono.error(notAllowed(call));
        };
    }

    private Mono<Reply> list(ApiCall call, ServedType served) {
        ListQuery query = served.filters().read(call.filtersOf(served.type()));
        ListQuery asked = CollectionRenderer.isWhole(served.type())
                ? new ListQuery(
                        query.filters(),
                        query.sort(),
                        ListQuery.MAX_LIMIT,
                        0,
                        query.removed(),
                        query.include(),
                        query.parameters())
                : query;
        return served.handler()
                .list(call.caller(), StackBounds.of(call.caller(), served.type(), asked))
                .flatMap(page -> includes.embed(call.caller(), served, page, asked.include()))
                .map(page -> Reply.ok(
                        types.collections().page(served.type(), page, asked, call.urlOf(served.type()), call.view())));
    }

    /** @param number the resource's, which is not in its id when that is a name */
    private record Found(long number, Resource resource) {}

    /** The resource, or the error 404. */
    private static Mono<Found> find(ApiCall call, ServedType served, String id) {
        return findIfThere(call, served, id).switchIfEmpty(Mono.error(() -> notFound(served.type(), id)));
    }

    private static Mono<Found> findIfThere(ApiCall call, ServedType served, String id) {
        return served.handler()
                .resolve(call.caller(), call.readId(id))
                .flatMap(number -> served.handler().find(call.caller(), number).map(found -> new Found(number, found)))
                .switchIfEmpty(Mono.defer(() -> served.handler().findNamed(call.caller(), id))
                        .map(found -> new Found(0, found)))
                .filter(found -> StackBounds.permits(call.caller(), served.type(), Verb.READ, found.resource()));
    }

    private Mono<Reply> create(ApiCall call, ServedType served, Map<String, @Nullable Object> body) {
        Input input = input(call, served, Reading.Mode.CREATE, body);
        StackBounds.require(call.caller(), served.type(), Verb.CREATE, input);
        return served.handler()
                .create(call.caller(), input)
                .map(created -> rendered(call.viewShowingOnce(), 201, created));
    }

    private Mono<Reply> update(ApiCall call, ServedType served, String id) {
        Input changes = input(call, served, Reading.Mode.UPDATE, call.body());
        StackBounds.require(call.caller(), served.type(), Verb.UPDATE, changes);
        return findIfThere(call, served, id)
                .doOnNext(found -> StackBounds.require(call.caller(), served.type(), Verb.UPDATE, found.resource()))
                .flatMap(found -> served.handler().update(call.caller(), found.number(), changes))
                .switchIfEmpty(Mono.defer(() -> served.handler().updateNamed(call.caller(), id, changes)))
                .switchIfEmpty(Mono.error(() -> notFound(served.type(), id)))
                .map(updated -> rendered(call.view(), 200, updated));
    }

    private Mono<Reply> remove(ApiCall call, ServedType served, String id) {
        return find(call, served, id)
                .doOnNext(found -> StackBounds.require(call.caller(), served.type(), Verb.DELETE, found.resource()))
                .doOnNext(found -> requireRemovable(served.type(), found.resource()))
                .flatMap(found -> served.handler().remove(call.caller(), found.number()))
                .map(removed -> rendered(call.view(), 200, removed))
                .defaultIfEmpty(Reply.NO_CONTENT);
    }

    private static void requireRemovable(ResourceType type, Resource found) {
        if (!type.removableStates().isEmpty() && !type.removableStates().contains(found.state())) {
            throw new ApiException.NotAllowed(
                    "ActionNotAvailable",
                    type.name() + " '" + found.id() + "' cannot be removed in state '" + found.state()
                            + "'; it can be in: " + String.join(", ", sorted(type.removableStates())));
        }
    }

    private Mono<Reply> act(ApiCall call, String word, String id, String name) {
        ServedType served = types.require(call.caller(), word, Verb.READ);
        ActionSpec action = served.type().action(name).orElseThrow(() -> unknownAction(served.type(), name));
        Policy.require(call.caller(), served.type(), Policy.verbOf(action));
        requireAllowed(call, served, name);
        return find(call, served, id)
                .doOnNext(found ->
                        StackBounds.require(call.caller(), served.type(), Policy.verbOf(action), found.resource()))
                .doOnNext(found -> requireOffered(call, served.type(), found.resource(), action))
                .flatMap(found -> run(call, served, found.number(), action))
                .map(result -> rendered(
                        action.showsOnce() ? call.viewShowingOnce() : call.view(),
                        statusOf(served.type(), action),
                        result))
                .defaultIfEmpty(Reply.NO_CONTENT);
    }

    private static void requireAllowed(ApiCall call, ServedType served, String action) {
        if (!served.handler().allows(call.caller().rights(), action)) {
            throw new ApiException.NotAllowed(
                    null,
                    "the role '" + call.caller().roleName() + "' may not run the action '" + action + "' of a '"
                            + served.type().name() + "'");
        }
    }

    private void requireOffered(ApiCall call, ResourceType type, Resource found, ActionSpec action) {
        if (!types.renderers().of(type).offers(found, action, call.view())) {
            String states =
                    action.states().isEmpty() ? "" : "; it is in: " + String.join(", ", sorted(action.states()));
            throw new ApiException.NotAllowed(
                    "ActionNotAvailable",
                    "action '" + action.name() + "' is not available for " + type.name() + " '" + found.id()
                            + "' in state '" + found.state() + "'" + states);
        }
    }

    /** The actions {@code remove} and {@code update} are the verbs by another name. */
    private static Mono<Resource> run(ApiCall call, ServedType served, long number, ActionSpec action) {
        return switch (action.name()) {
            case "remove" -> served.handler().remove(call.caller(), number);
            case "update" ->
                served.handler().update(call.caller(), number, input(call, served, Reading.Mode.UPDATE, call.body()));
            default -> served.handler().act(call.caller(), number, action.name(), actionInput(call, served, action));
        };
    }

    private Mono<Reply> actOnAll(ApiCall call, String word, String name) {
        ServedType served = types.require(call.caller(), word, Verb.READ);
        ActionSpec action = served.type().collectionAction(name).orElseThrow(() -> unknownAction(served.type(), name));
        Policy.requireEverywhere(call.caller(), served.type(), action.verb());
        requireAllowed(call, served, name);
        return served.handler()
                .actOnAll(call.caller(), name, actionInput(call, served, action))
                .map(result -> rendered(call.view(), 200, result))
                .defaultIfEmpty(Reply.NO_CONTENT);
    }

    /** An action without an input has no field that could be misspelt: what it is told is not looked at. */
    private static Input actionInput(ApiCall call, ServedType served, ActionSpec action) {
        if (action.input() == null) {
            return new Input(Map.of());
        }
        List<Field> fields = action.inputFields();
        return served.inputOf(action)
                .read(call.reading(Reading.Mode.ACTION), call.readBody(call.body(), fields), call.parameters(fields));
    }

    private static Input input(ApiCall call, ServedType served, Reading.Mode mode, Map<String, @Nullable Object> body) {
        List<Field> fields = served.type().fields();
        return served.input().read(call.reading(mode), call.readBody(body, fields), call.parameters(fields));
    }

    /** An action that changes the resource runs on after the answer; one that only hands something out is done. */
    private static int statusOf(ResourceType type, ActionSpec action) {
        boolean answersItself =
                action.output().equals(type.name()) || action.output().equals(type.baseType());
        return action.verb() == Verb.ACT && answersItself ? 202 : 200;
    }

    private Mono<Reply> follow(ApiCall call, ServedType served, ApiPath.Link path) {
        var reference = served.reference(path.link());
        if (reference.isPresent()) {
            return find(call, served, path.id()).flatMap(found -> target(call, found.resource(), reference.get()));
        }
        String link = served.childLink(path.link()).orElseThrow(() -> noLink(served.type(), path));
        types.find(link).ifPresent(child -> Policy.require(call.caller(), child.type(), Verb.READ));
        ListQuery query = types.find(link)
                .map(child -> child.filters().read(call.filtersOf(child.type())))
                .orElseGet(ListQuery::everything);
        return find(call, served, path.id())
                .flatMap(found ->
                        children.of(call.caller(), served, found.resource(), found.number(), link, unpaged(query)))
                .flatMap(page -> narrowed(call, page))
                .map(page -> page.isDocument()
                        ? rendered(call.view(), 200, page.data().getFirst())
                        : Reply.ok(children(call, served, path, link, page)));
    }

    /** Whole, but with the filters, the order and the embedded link that a list of its own would have. */
    private Mono<Page> narrowed(ApiCall call, Page page) {
        Optional<ServedType> child = page.isDocument() || page.data().isEmpty()
                ? Optional.empty()
                : types.find(page.data().getFirst().type());
        if (child.isEmpty()) {
            return Mono.just(page);
        }
        ListQuery query = child.get().filters().read(call.filtersOf(child.get().type()));
        Page kept = Page.all(MemoryList.narrowed(query, page.data()));
        return includes.embed(call.caller(), child.get(), kept, query.include());
    }

    private static ListQuery unpaged(ListQuery query) {
        return new ListQuery(
                query.filters(), query.sort(), ListQuery.MAX_LIMIT, 0, query.removed(), null, query.parameters());
    }

    private Map<String, @Nullable Object> children(
            ApiCall call, ServedType served, ApiPath.Link path, String link, Page page) {
        String typeName = page.data().isEmpty()
                ? types.find(link).map(child -> child.type().name()).orElse(link)
                : page.data().getFirst().type();
        Optional<ServedType> child = types.find(typeName);
        return types.collections()
                .whole(
                        typeName,
                        child.map(ServedType::type).orElse(null),
                        page.data(),
                        child.flatMap(one -> one.referenceTo(served.type()))
                                .filter(Field::create)
                                .map(parent -> Map.of(parent.name(), path.id()))
                                .orElse(Map.of()),
                        call.urlOf(served.type(), path.id(), link),
                        call.view());
    }

    private Mono<Reply> target(ApiCall call, Resource found, Field reference) {
        Object id = found.fields().get(reference.name());
        String targetType = FieldType.element(reference.type());
        if (id == null || types.find(targetType).isEmpty()) {
            throw new ApiException.NotFound(found.type() + " '" + found.id() + "' has no '" + reference.name()
                    + "' that this service can show");
        }
        ServedType target = types.require(call.caller(), targetType, Verb.READ);
        return find(call, target, id.toString()).map(linked -> rendered(call.view(), 200, linked.resource()));
    }

    private Mono<Reply> createChild(ApiCall call, ServedType parent, ApiPath.Link path) {
        String link = parent.childLink(path.link()).orElseThrow(() -> noLink(parent.type(), path));
        ServedType child = types.require(call.caller(), link, Verb.CREATE);
        Field reference = child.referenceTo(parent.type()).orElseThrow(() -> noLink(parent.type(), path));
        return find(call, parent, path.id()).flatMap(found -> {
            Map<String, @Nullable Object> body = new LinkedHashMap<>(call.body());
            body.put(reference.name(), found.resource().id());
            return create(call, child, body);
        });
    }

    private Reply rendered(View view, int status, Resource resource) {
        return new Reply(status, types.renderers().render(resource, view));
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private static ApiException notFound(ResourceType type, String id) {
        return new ApiException.NotFound("there is no " + type.name() + " '" + id + "' here");
    }

    private static ApiException noLink(ResourceType type, ApiPath.Link path) {
        return new ApiException.NotFound(type.name() + " has no link '" + path.link() + "' for this");
    }

    private static ApiException noAction(String word) {
        return new ApiException.NotAllowed(
                null, "POST to one of '" + word + "' needs ?action=<name>; to change it use PUT, to remove it DELETE");
    }

    private static ApiException unknownAction(ResourceType type, String name) {
        return new ApiException.NotAllowed(
                "InvalidAction",
                "'" + type.name() + "' has no action '" + name + "'; it has: "
                        + String.join(
                                ", ",
                                type.actions().stream().map(ActionSpec::name).toList()));
    }

    private static ApiException notAllowed(ApiCall call) {
        return new ApiException.NotAllowed(null, call.method() + " is not offered at this path");
    }
}
