package io.drover.api.web;

import io.drover.api.render.View;
import io.drover.api.schema.Verb;
import io.drover.api.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Resources as a caller would get them by reading them, for streams that tell of changes (spec: api contract, section 11). */
public final class ResourceViewHandler {
    private final ServedTypes types;
    private final IncludeHandler includes;

    ResourceViewHandler(ServedTypes types) {
        this.types = types;
        this.includes = new IncludeHandler(types);
    }

    /** @param type name of a type, as the change log has it; unknown ones nobody may read */
    public boolean mayRead(Caller caller, String type) {
        return types.find(type)
                .filter(served -> caller.rights().permit(served.type(), Verb.READ))
                .isPresent();
    }

    /**
     * @param include the link to embed, or null
     * @return the document; empty: there is no such resource for the caller
     */
    public Mono<Map<String, @Nullable Object>> read(View view, String type, long id, @Nullable String include) {
        return Mono.justOrEmpty(types.find(type))
                .filter(served -> mayRead(view.caller(), type))
                .flatMap(served -> served.handler().find(view.caller(), id))
                .filter(found -> types.shows(view.caller(), found))
                .flatMap(found -> includes.embed(view.caller(), found, include))
                .map(resource -> types.renderers().render(resource, view));
    }
}
