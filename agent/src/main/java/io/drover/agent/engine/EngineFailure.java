package io.drover.agent.engine;

/** The engine said no, or nothing at all. The message is a sentence for people, without secrets. */
public final class EngineFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public EngineFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public enum Kind {
        /** No answer in time, or no connection: says nothing about the container. */
        NOT_RESPONDING,
        /** The container is not there any more, or on its way out. */
        GONE,
        NAME_TAKEN,
        /** The engine does not have the image; pulling it may help. */
        IMAGE_MISSING,
        IMAGE_NOT_FOUND,
        REGISTRY_DENIED,
        REGISTRY_RATE_LIMIT,
        REGISTRY_UNREACHABLE,
        PORT_TAKEN,
        /** Everything else the engine refuses; its own words are in the message. */
        REFUSED
    }
}
