package io.drover.runtime;

import java.util.UUID;

/** Where new random identities come from; a test gives counted ones. */
@FunctionalInterface
public interface Ids {
    UUID next();

    /** A new identity in the usual text form. */
    default String uuid() {
        return next().toString();
    }
}
