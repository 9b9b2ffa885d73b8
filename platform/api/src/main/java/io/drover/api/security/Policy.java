package io.drover.api.security;

import io.drover.api.ApiException;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import java.util.Set;

/**
 * Who may do what: type × role × verb, deny by default (spec: identity sheet, 3.3), and what a token or a custom role leaves of
 * it ({@link Narrowing}).
 *
 * <ol>
 *   <li>A type a caller has no rights at all on does not exist for it: 404.
 *   <li>A verb that is not in the type's row for the role, or was taken away: 405.
 *   <li>A type that lives in an environment, asked for without one: 403.
 * </ol>
 */
public final class Policy {
    private static final Set<String> GONE = Set.of("removed", "purging", "purged");

    private Policy() {}

    /** @throws ApiException the refusal */
    public static void require(Caller caller, ResourceType type, Verb verb) {
        Rights rights = caller.rights();
        if (!rights.see(type)) {
            throw new ApiException.NotFound(
                    "there is no type '" + type.name() + "' for the role '" + caller.roleName() + "'");
        }
        if (!rights.permit(type, verb)) {
            throw new ApiException.NotAllowed(null, refusal(caller, type, verb));
        }
        if (type.scoped()) {
            caller.requireEnvironment();
        }
    }

    /** As {@link #require}, for what touches the whole environment: rights in some stacks are not enough. */
    public static void requireEverywhere(Caller caller, ResourceType type, Verb verb) {
        require(caller, type, verb);
        StackScope scope = caller.rights().scope(type, verb);
        if (!scope.everywhere()) {
            throw new ApiException.NotAllowed(null, refusal(caller, type, verb, scope));
        }
    }

    /** The right an action needs: {@code remove} and {@code update} are the verbs by another name. */
    public static Verb verbOf(ActionSpec action) {
        return switch (action.name()) {
            case "remove" -> Verb.DELETE;
            case "update" -> Verb.UPDATE;
            default -> action.verb();
        };
    }

    /** Whether the state offers the action. Nothing that is gone offers one that does not name its state. */
    public static boolean isOffered(ResourceType type, ActionSpec action, String state) {
        Set<String> states = action.states();
        if (states.isEmpty() && action.name().equals("remove")) {
            states = type.removableStates();
        }
        return states.isEmpty() ? !GONE.contains(state) : states.contains(state);
    }

    /** Why the caller may not. */
    public static String refusal(Caller caller, ResourceType type, Verb verb) {
        boolean isTokens = caller.narrowing().readOnly() && type.access().permits(caller.role(), verb);
        return isTokens
                ? "this token is read-only: it may not " + word(verb) + " a '" + type.name() + "'"
                : "the role '" + caller.roleName() + "' may not " + word(verb) + " a '" + type.name() + "'";
    }

    /** Why the caller may not where it is. */
    public static String refusal(Caller caller, ResourceType type, Verb verb, StackScope scope) {
        return refusal(caller, type, verb) + (scope.isNowhere() ? "" : " outside of: " + scope.ids());
    }

    private static String word(Verb verb) {
        return switch (verb) {
            case CREATE -> "create";
            case READ -> "read";
            case UPDATE -> "change";
            case DELETE -> "remove";
            case ACT -> "run actions of";
        };
    }
}
