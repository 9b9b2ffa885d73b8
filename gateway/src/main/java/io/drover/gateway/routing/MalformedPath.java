package io.drover.gateway.routing;

/** A path that two readers could understand differently. */
public final class MalformedPath extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedPath(String sentence) {
        super(sentence, null, false, false);
    }
}
