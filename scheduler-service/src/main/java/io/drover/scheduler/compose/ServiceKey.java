package io.drover.scheduler.compose;

import io.drover.scheduler.compose.yaml.YamlValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key of a service and what becomes of it. {@link ServiceKeys} lists them all; documentation and warnings come from the
 * same list.
 *
 * @param dialects where users write it; it is read in all of them
 * @param note what it becomes; for a key that is not honoured, why, completing a warning
 */
record ServiceKey(String name, Set<Dialect> dialects, Support support, String note, Setter setter) {
    /** What a release does about a key. */
    enum Support {
        HONOURED,
        /** Kept and shown, but nothing acts on it yet. */
        STORED,
        /** Not kept. */
        IGNORED
    }

    /** Writes a value into the draft, or says in the scope why it cannot. */
    @FunctionalInterface
    interface Setter {
        void set(YamlValue value, Scope scope, ServiceDraft draft);
    }

    /** Reads a value, or says in the scope why it cannot and answers null. */
    @FunctionalInterface
    interface Reader {
        @Nullable
        Object read(YamlValue value, Scope scope);
    }

    /** The value becomes a field of the wire's launch configuration. */
    static Setter launch(String field, Reader reader) {
        return (value, scope, draft) -> {
            Object read = reader.read(value, scope);
            if (read != null) {
                draft.launch(field, read, value, scope.path());
            }
        };
    }

    /** The value becomes a field of the wire's service. */
    static Setter body(String field, Reader reader) {
        return (value, scope, draft) -> {
            Object read = reader.read(value, scope);
            if (read != null) {
                draft.body(field, read, value, scope.path());
            }
        };
    }

    void read(YamlValue value, Scope scope, ServiceDraft draft) {
        setter.set(value, scope, draft);
        if (support != Support.HONOURED) {
            scope.warn((support == Support.STORED ? "stored, but not acted on yet" : "not honoured")
                    + (note.isEmpty() ? "" : ": " + note));
        }
    }
}
