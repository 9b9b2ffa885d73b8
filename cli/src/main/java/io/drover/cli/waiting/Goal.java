package io.drover.cli.waiting;

import io.drover.cli.api.Resource;
import io.drover.cli.api.Transitioning;
import java.util.OptionalInt;

/** What one resource is waited for to be. */
public sealed interface Goal {
    /** A service that runs and is healthy. */
    record Healthy() implements Goal {}

    /** A stack whose services are being looked after; how they are is theirs to say. */
    record Deployed() implements Goal {}

    /** A service that has as many containers as asked, healthy. */
    record Scaled(int scale) implements Goal {}

    /** Not on its way anywhere. */
    record AtRest() implements Goal {}

    /** In this state, or this state of health. */
    record InState(String state) implements Goal {}

    /** No longer there. */
    record Gone() implements Goal {}

    default boolean isReachedBy(Resource resource) {
        return switch (this) {
            case Healthy() -> isHealthy(resource);
            case Deployed() -> runs(resource) && resource.transitioning() != Transitioning.YES;
            case Scaled(int scale) -> isHealthy(resource) && hasScale(resource, scale);
            case AtRest() -> resource.transitioning() == Transitioning.NO || resource.isRemoved();
            case InState(String state) ->
                resource.transitioning() != Transitioning.YES
                        && (resource.state().equals(state)
                                || resource.healthState().equals(state));
            case Gone() -> resource.isRemoved();
        };
    }

    /** Whether it can no longer be reached, whatever happens. */
    default boolean isLostBy(Resource resource) {
        return switch (this) {
            case Healthy(), Deployed(), Scaled(int _) -> resource.isRemoved();
            case InState(String state) -> resource.isRemoved() && !state.equals(resource.state());
            case AtRest(), Gone() -> false;
        };
    }

    private static boolean runs(Resource resource) {
        return resource.state().equals("active") || resource.state().equals("upgraded");
    }

    private static boolean isHealthy(Resource resource) {
        return runs(resource)
                && resource.transitioning() == Transitioning.NO
                && switch (resource.healthState()) {
                    case "", "healthy", "started-once" -> true;
                    default -> false;
                };
    }

    /** A service with a selector also counts containers that are not its own. */
    private static boolean hasScale(Resource service, int scale) {
        OptionalInt asked = service.number("scale");
        OptionalInt current = service.number("currentScale");
        boolean counted = service.text("selectorContainer").isEmpty() && current.isPresent();
        return asked.orElse(scale) == scale && (!counted || current.getAsInt() == scale);
    }
}
