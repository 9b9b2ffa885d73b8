package io.drover.scheduler.servicelog;

import io.drover.model.InstanceId;

/**
 * One action of a plan as the log tells it.
 *
 * @param name of the container, e.g. {@code shop-web-3}
 * @param reason the plan's, e.g. {@code scale is 3}
 */
public record InstanceStep(Kind kind, InstanceId instance, String name, String reason) {
    /** What is done to the instance. */
    public enum Kind {
        DELETE("delete", "Removing", "remove"),
        CREATE("create", "Creating", "create"),
        START("start", "Starting", "start"),
        STOP("stop", "Stopping", "stop"),
        RESTART("restart", "Restarting", "restart");

        private final String word;
        private final String doing;
        private final String todo;

        Kind(String word, String doing, String todo) {
            this.word = word;
            this.doing = doing;
            this.todo = todo;
        }

        String todo() {
            return todo;
        }
    }

    String event() {
        return "service.instance." + kind.word;
    }

    String sentence() {
        return "%s %s: %s".formatted(kind.doing, name, reason);
    }
}
