package io.drover.api.resource;

import io.drover.api.ApiException;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.security.Rights;
import io.drover.model.WireId;
import reactor.core.publisher.Mono;

/**
 * What a service does for one of its types. The policy has been checked and the input validated before any method is called;
 * the caller's environment must be part of every query's key. What a handler does not override answers 405.
 */
public interface ResourceHandler {
    ResourceType type();

    Mono<Page> list(Caller caller, ListQuery query);

    /** The resource, or empty when there is none the caller may see (404). Removed ones are still found by id. */
    Mono<Resource> find(Caller caller, long id);

    /** Creates and answers the resource in its first state. */
    default Mono<Resource> create(Caller caller, Input input) {
        return Mono.error(notAllowed("create"));
    }

    /** Changes the given fields and answers the resource. */
    default Mono<Resource> update(Caller caller, long id, Input changes) {
        return Mono.error(notAllowed("update"));
    }

    /** Keeps a value under an id that nothing has yet, for types whose ids are names that clients choose. Empty: 404. */
    default Mono<Resource> updateNamed(Caller caller, String id, Input changes) {
        return Mono.empty();
    }

    /** Asks for removal and answers the resource in its transitioning state. */
    default Mono<Resource> remove(Caller caller, long id) {
        return Mono.error(notAllowed("remove"));
    }

    /** Runs an action that the resource offers in its present state. */
    default Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return Mono.error(notAllowed(action));
    }

    /** The collection or document behind one of the type's links; a page of resources of another type. */
    default Mono<Page> follow(Caller caller, long id, String link, ListQuery query) {
        return Mono.error(new ApiException.NotFound(type().name() + " has no link '" + link + "'"));
    }

    /** Runs an action of the collection. */
    default Mono<Resource> actOnAll(Caller caller, String action, Input input) {
        return Mono.error(notAllowed(action));
    }

    /** The number behind an id of the path; overridden by types that are also known by name. Empty: 404. */
    default Mono<Long> resolve(Caller caller, String id) {
        var number = WireId.parse(id);
        return number.isPresent() ? Mono.just(number.getAsLong()) : Mono.empty();
    }

    /** The resource behind an id that is no number, for types that have such; asked when {@link #resolve} knows none. */
    default Mono<Resource> findNamed(Caller caller, String id) {
        return Mono.empty();
    }

    /**
     * Whether such rights may run the action of some resource of the type; for what is decided beside the policy's table, e.g. by
     * a setting. It never widens the table; the schemas show no other actions. Asked at each request: no I/O.
     */
    default boolean allows(Rights rights, String action) {
        return true;
    }

    /**
     * Whether the resource offers an action that its state and the caller's role allow; for what only the resource knows, e.g.
     * that it belongs to the system. No I/O.
     */
    default boolean offers(Caller caller, Resource resource, String action) {
        return true;
    }

    private ApiException notAllowed(String what) {
        return new ApiException.NotAllowed(null, "'" + what + "' is not offered for type '" + type().name() + "'");
    }
}
