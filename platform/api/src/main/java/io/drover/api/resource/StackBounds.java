package io.drover.api.resource;

import io.drover.api.ApiException;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.api.security.Caller;
import io.drover.api.security.Policy;
import io.drover.api.security.StackScope;
import io.drover.model.WireId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a caller whose role is for some stacks to these stacks, for every type the same way: by the field its declaration names
 * ({@link ResourceType#stackField}). Pure.
 */
public final class StackBounds {
    private StackBounds() {}

    /** The same request, for what the caller may read only. It is part of the query, so pages stay full. */
    public static ListQuery of(Caller caller, ResourceType type, ListQuery query) {
        String field = type.stackField();
        StackScope scope = caller.rights().scope(type, Verb.READ);
        if (scope.everywhere() || field == null) {
            return query;
        }
        String stacks = scope.stacks().stream()
                .sorted()
                .map(stack -> WireId.format("st", stack))
                .collect(Collectors.joining(","));
        List<Filter> filters = new ArrayList<>(query.filters());
        filters.add(new Filter(Field.of(field, "reference[stack]"), Filter.Modifier.IN, stacks));
        return new ListQuery(
                filters,
                query.sort(),
                query.limit(),
                query.offset(),
                query.removed(),
                query.include(),
                query.parameters());
    }

    /** Whether the caller may do that where the resource is. */
    public static boolean permits(Caller caller, ResourceType type, Verb verb, Resource resource) {
        StackScope scope = caller.rights().scope(type, verb);
        return scope.everywhere() || scope.covers(stackOf(type, resource));
    }

    /** @throws ApiException.NotAllowed the caller may do that in other stacks only */
    public static void require(Caller caller, ResourceType type, Verb verb, Resource resource) {
        if (!permits(caller, type, verb, resource)) {
            StackScope scope = caller.rights().scope(type, verb);
            throw new ApiException.NotAllowed(null, Policy.refusal(caller, type, verb, scope));
        }
    }

    /**
     * Nothing is made in, or moved to, a stack that is not the caller's; whether there is such a stack is not told.
     *
     * @throws ApiException.Forbidden with the stacks there may be
     */
    public static void require(Caller caller, ResourceType type, Verb verb, Input input) {
        String field = type.stackField();
        StackScope scope = caller.rights().scope(type, verb);
        if (scope.everywhere() || field == null || (verb != Verb.CREATE && !input.has(field))) {
            return;
        }
        if (!scope.covers(input.get(field) instanceof Number stack ? Long.valueOf(stack.longValue()) : null)) {
            throw new ApiException.Forbidden(Policy.refusal(caller, type, verb, scope));
        }
    }

    private static @Nullable Long stackOf(ResourceType type, Resource resource) {
        Object id = type.isStack() ? resource.id() : resource.fields().get(String.valueOf(type.stackField()));
        var number = WireId.parse(id == null ? "" : id.toString());
        return number.isPresent() ? Long.valueOf(number.getAsLong()) : null;
    }
}
