package io.drover.cli.view;

import io.drover.cli.api.Resource;
import io.drover.cli.api.Transitioning;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;

/** One word for how a resource is, and one sentence about it. */
public final class StateText {
    private StateText() {}

    /** The health where there is one and the resource runs, otherwise the state. */
    public static String word(Resource resource) {
        String state = resource.state();
        String health = resource.healthState();
        boolean runs = state.equals("active") || state.equals("running");
        return runs && !health.isEmpty() ? health : state;
    }

    public static Colour colour(Resource resource) {
        return switch (resource.transitioning()) {
            case ERROR -> Colour.BAD;
            case YES -> Colour.BUSY;
            case NO ->
                switch (word(resource)) {
                    case "healthy", "active", "running", "started-once", "upgraded" -> Colour.GOOD;
                    case "unhealthy", "error", "disconnected", "degraded" -> Colour.BAD;
                    case "initializing", "reinitializing", "reconnecting" -> Colour.BUSY;
                    case "stopped", "inactive", "removed", "purged" -> Colour.FAINT;
                    default -> Colour.NONE;
                };
        };
    }

    public static Cell cell(Resource resource) {
        return new Cell(word(resource), colour(resource));
    }

    /** Why it is not where it should be; empty when there is nothing to say. */
    public static String detail(Resource resource) {
        if (resource.transitioning() == Transitioning.NO) {
            return "";
        }
        String percent = percent(resource);
        String message = resource.transitioningMessage();
        return percent.isEmpty() ? message : (message + " " + percent).strip();
    }

    /** "43 %", or empty. */
    public static String percent(Resource resource) {
        boolean moving = resource.transitioning() == Transitioning.YES;
        return moving && resource.number("transitioningProgress").isPresent()
                ? resource.number("transitioningProgress").getAsInt() + " %"
                : "";
    }
}
