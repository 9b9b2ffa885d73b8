package io.drover.api.web;

import io.drover.api.ApiException;
import io.drover.api.render.CollectionRenderer;
import io.drover.api.request.ApiPath;
import io.drover.api.request.Reading;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
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

    ResourceCallHandler(ServedTypes types) {
        this.types = types;
        this.includes = new IncludeHandler(types);
    }

    Mono<Reply> answer(ApiCall call) {
        return switch (call.path()) {
            case ApiPath.Index _ -> documentOf(call, types.schemas().index(call.view()));
            case ApiPath.Schemas _ -> documentOf(call, types.schemas().list(call.view()));
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
        return types.schemas()
                .find(name, call.view())
                .orElseThrow(() -> new ApiException.NotFound("there is no schema '" + name + "' for the role '"
                        + call.caller().role().wire() + "'"));
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
                        .flatMap(found -> includes.embed(call, found.resource()))
                        .map(resource -> rendered(call, 200, resource));
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
        ListQuery query = served.filters().read(call.query());
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
                .flatMap(page -> includes.embed(call, served, page, asked.include()))
                .map(page -> Reply.ok(
                        types.collections().page(served.type(), page, asked, call.urlOf(served.type()), call.view())));
    }

    /** @param number the resource's, which is not in its id when that is a name */
    private record Found(long number, Resource resource) {}

    /** The resource, or the error 404. */
    private static Mono<Found> find(ApiCall call, ServedType served, String id) {
        return served.handler()
                .resolve(call.caller(), id)
                .flatMap(number -> served.handler().find(call.caller(), number).map(found -> new Found(number, found)))
                .filter(found -> StackBounds.permits(call.caller(), served.type(), Verb.READ, found.resource()))
                .switchIfEmpty(Mono.error(() -> notFound(served.type(), id)));
    }

    private Mono<Reply> create(ApiCall call, ServedType served, Map<String, @Nullable Object> body) {
        Input input = served.input().read(call.reading(Reading.Mode.CREATE), body, call.parameters());
        StackBounds.require(call.caller(), served.type(), Verb.CREATE, input);
        return served.handler()
                .create(call.caller(), input)
                .map(created -> new Reply(201, types.renderers().render(created, call.viewOfCreation())));
    }

    private Mono<Reply> update(ApiCall call, ServedType served, String id) {
        Input changes = served.input().read(call.reading(Reading.Mode.UPDATE), call.body(), call.parameters());
        StackBounds.require(call.caller(), served.type(), Verb.UPDATE, changes);
        return find(call, served, id)
                .doOnNext(found -> StackBounds.require(call.caller(), served.type(), Verb.UPDATE, found.resource()))
                .flatMap(found -> served.handler().update(call.caller(), found.number(), changes))
                .map(updated -> rendered(call, 200, updated));
    }

    private Mono<Reply> remove(ApiCall call, ServedType served, String id) {
        return find(call, served, id)
                .doOnNext(found -> StackBounds.require(call.caller(), served.type(), Verb.DELETE, found.resource()))
                .doOnNext(found -> requireRemovable(served.type(), found.resource()))
                .flatMap(found -> served.handler().remove(call.caller(), found.number()))
                .map(removed -> rendered(call, 200, removed))
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
        return find(call, served, id)
                .doOnNext(found ->
                        StackBounds.require(call.caller(), served.type(), Policy.verbOf(action), found.resource()))
                .doOnNext(found -> requireOffered(call, served.type(), found.resource(), action))
                .flatMap(found -> run(call, served, found.number(), action))
                .map(result -> rendered(call, statusOf(served.type(), action), result))
                .defaultIfEmpty(Reply.NO_CONTENT);
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
                served.handler()
                        .update(
                                call.caller(),
                                number,
                                served.input().read(call.reading(Reading.Mode.UPDATE), call.body(), call.parameters()));
            default -> served.handler().act(call.caller(), number, action.name(), actionInput(call, served, action));
        };
    }

    private Mono<Reply> actOnAll(ApiCall call, String word, String name) {
        ServedType served = types.require(call.caller(), word, Verb.READ);
        ActionSpec action = served.type().collectionAction(name).orElseThrow(() -> unknownAction(served.type(), name));
        Policy.requireEverywhere(call.caller(), served.type(), action.verb());
        return served.handler()
                .actOnAll(call.caller(), name, actionInput(call, served, action))
                .map(result -> rendered(call, 200, result))
                .defaultIfEmpty(Reply.NO_CONTENT);
    }

    private static Input actionInput(ApiCall call, ServedType served, ActionSpec action) {
        return served.inputOf(action).read(call.reading(Reading.Mode.ACTION), call.body(), call.parameters());
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
                .map(child -> child.filters().read(call.query()))
                .orElseGet(ListQuery::everything);
        return find(call, served, path.id())
                .flatMap(found -> served.handler().follow(call.caller(), found.number(), link, unpaged(query)))
                .map(page -> shown(call, page))
                .map(page -> page.isDocument()
                        ? rendered(call, 200, page.data().getFirst())
                        : Reply.ok(children(call, served, path, link, page)));
    }

    /** A child collection is whole, so what is in other stacks can be taken out of it. */
    private Page shown(ApiCall call, Page page) {
        return page.isDocument()
                ? page
                : Page.all(page.data().stream()
                        .filter(resource -> types.shows(call.caller(), resource))
                        .toList());
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
        ResourceType type = types.find(typeName).map(ServedType::type).orElse(null);
        return types.collections()
                .whole(typeName, type, page.data(), call.urlOf(served.type(), path.id(), link), call.view());
    }

    private Mono<Reply> target(ApiCall call, Resource found, Field reference) {
        Object id = found.fields().get(reference.name());
        String targetType = FieldType.element(reference.type());
        if (id == null || types.find(targetType).isEmpty()) {
            throw new ApiException.NotFound(found.type() + " '" + found.id() + "' has no '" + reference.name()
                    + "' that this service can show");
        }
        ServedType target = types.require(call.caller(), targetType, Verb.READ);
        return find(call, target, id.toString()).map(linked -> rendered(call, 200, linked.resource()));
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

    private Reply rendered(ApiCall call, int status, Resource resource) {
        return new Reply(status, types.renderers().render(resource, call.view()));
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
