package io.drover.api.security;

import io.drover.api.ApiException;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.model.Role;
import java.util.Set;

/**
 * Who may do what: type × role × verb, deny by default (spec: identity sheet, 3.3).
 *
 * <ol>
 *   <li>A type a role has no rights at all on does not exist for it: 404.
 *   <li>A verb that is not in the type's row for the role: 405.
 *   <li>A type that lives in an environment, asked for without one: 403.
 * </ol>
 */
public final class Policy {
    private static final Set<String> GONE = Set.of("removed", "purging", "purged");

    private Policy() {}

    /** @throws ApiException the refusal */
    public static void require(Caller caller, ResourceType type, Verb verb) {
        if (!isVisible(type, caller.role())) {
            throw new ApiException.NotFound("there is no type '" + type.name() + "' for the role '"
                    + caller.role().wire() + "'");
        }
        if (!type.access().permits(caller.role(), verb)) {
            throw new ApiException.NotAllowed(null, refusal(caller, type, verb));
        }
        if (type.scoped()) {
            caller.requireEnvironment();
        }
    }

    public static boolean isVisible(ResourceType type, Role role) {
        return !type.access().verbs().getOrDefault(role, Set.of()).isEmpty();
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

    private static String refusal(Caller caller, ResourceType type, Verb verb) {
        String word = switch (verb) {
            case CREATE -> "create";
            case READ -> "read";
            case UPDATE -> "change";
            case DELETE -> "remove";
            case ACT -> "run actions of";
        };
        return "the role '" + caller.role().wire() + "' may not " + word + " a '" + type.name() + "'";
    }
}
