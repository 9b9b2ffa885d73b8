package io.drover.api.render;

import io.drover.api.security.Caller;
import io.drover.api.version.V1Words;
import io.drover.model.WireId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For whom something is rendered.
 *
 * @param base absolute, without a slash at its end: {@code http://host:8080/v2-beta/projects/1a5}
 * @param showsOnce the answer to the request that made them: fields that are shown once are shown
 * @param hasPlainIds ids are the numbers they stand for ({@code _plainId})
 */
public record View(Caller caller, String base, boolean showsOnce, boolean hasPlainIds) {
    public View {
        base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    public static View of(Caller caller, String base) {
        return new View(caller, base, false, false);
    }

    public View showingOnce() {
        return new View(caller, base, true, hasPlainIds);
    }

    public View withPlainIds() {
        return new View(caller, base, showsOnce, true);
    }

    /** As somebody else would see it. */
    public View as(Caller other) {
        return new View(other, base, showsOnce, hasPlainIds);
    }

    View withoutSecrets() {
        return showsOnce ? new View(caller, base, false, hasPlainIds) : this;
    }

    boolean isV1() {
        return V1Words.isSpokenAt(base);
    }

    /** A finished document in the words of the version that is asked. */
    Map<String, @Nullable Object> spoken(Map<String, @Nullable Object> document) {
        return isV1() ? V1Words.answer(document) : document;
    }

    /** A public id as it is shown: itself, or the number it stands for. */
    @Nullable
    Object shownId(@Nullable Object id) {
        if (!hasPlainIds || id == null) {
            return id;
        }
        var number = WireId.parse(id.toString());
        return number.isPresent() ? String.valueOf(number.getAsLong()) : id;
    }
}
