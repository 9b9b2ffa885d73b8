package io.drover.scheduler.compose;

/** The ways compose files are written. */
enum Dialect {
    /** No version: services are the top-level keys. */
    V1("v1"),
    /** {@code version: '2'} or {@code '2.x'}. */
    V2("v2"),
    /** {@code version: '3.x'}, or none and a {@code services} key: today's Compose Specification. */
    SPEC("spec");

    private final String shown;

    Dialect(String shown) {
        this.shown = shown;
    }

    /** The name in documentation. */
    String shown() {
        return shown;
    }

    /** What comes before a service's name in paths. */
    String prefix() {
        return this == V1 ? "" : "services";
    }
}
