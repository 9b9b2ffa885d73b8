package io.drover.scheduler.servicelog;

/** What a run of the log is about: a user's request, or the service loop's own doing (spec: orchestration, 1.21). */
public enum ServiceEvent {
    CREATE("service.create"),
    ACTIVATE("service.activate"),
    UPDATE("service.update"),
    /** A launch config was changed. */
    UPGRADE("service.upgrade"),
    RESTART("service.restart"),
    DEACTIVATE("service.deactivate"),
    REMOVE("service.remove"),
    /** Nobody asked: something is not as it should be. */
    TRIGGER("service.trigger");

    private final String wire;

    ServiceEvent(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    /** Of the entry that ends a run. */
    String info() {
        return wire + ".info";
    }

    /** Of something that waiting alone solves. */
    String waiting() {
        return wire + ".wait";
    }

    /** Of something that waiting alone does not solve. */
    String exception() {
        return wire + ".exception";
    }
}
