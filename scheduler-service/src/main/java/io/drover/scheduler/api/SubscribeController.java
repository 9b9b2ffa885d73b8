package io.drover.scheduler.api;

import io.drover.api.render.Renderers;
import io.drover.api.render.View;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.resource.StackBounds;
import io.drover.api.schema.Verb;
import io.drover.api.security.Caller;
import io.drover.api.security.CallerHandler;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.Change;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.feed.FeedSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What changes in the caller's environment, as {@code resource.change} events: gathered for a second, one event per resource
 * with what the caller would get by reading it (spec: api contract, section 11). When the feed is lost the stream ends, so that
 * the client lists again.
 */
@RestController
public final class SubscribeController {
    private static final Duration GATHER = Duration.ofSeconds(1);
    private static final int GATHER_AT_MOST = 2000;
    private static final int READS_AT_ONCE = 4;

    private final Map<String, ResourceHandler> handlers;
    private final Renderers renderers;
    private final ChangeStream changes;
    private final Ids ids;
    private final Clock clock;

    public SubscribeController(
            List<ResourceHandler> handlers, Renderers renderers, ChangeStream changes, Ids ids, Clock clock) {
        this.handlers = handlers.stream()
                .collect(Collectors.toMap(handler -> handler.type().name(), Function.identity()));
        this.renderers = renderers;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    @GetMapping(path = "/v2-beta/subscribe", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<Map<String, Object>> subscribe(@RequestHeader(name = "X-Drover-Base", defaultValue = "") String base) {
        // Something at once: without a first line the answer's head would wait for the first change, and the subscriber
        // too.
        return CallerHandler.current()
                .flatMapMany(caller -> events(caller, View.of(caller, base)).startWith(ping()));
    }

    private Flux<Map<String, Object>> events(Caller caller, View view) {
        long environment = caller.requireEnvironment().id().value();
        return changes.position()
                .flatMapMany(changes::from)
                .takeWhile(signal -> signal instanceof FeedSignal.Changed)
                .ofType(FeedSignal.Changed.class)
                .map(FeedSignal.Changed::change)
                .filter(change -> change.environmentId() != null && change.environmentId() == environment)
                .map(Touched::of)
                .filter(touched -> mayRead(caller, touched))
                .bufferTimeout(GATHER_AT_MOST, GATHER, true)
                .concatMap(
                        batch -> Flux.fromIterable(new LinkedHashSet<>(batch))
                                .flatMapSequential(touched -> event(touched, caller, view), READS_AT_ONCE),
                        1);
    }

    private record Touched(String type, long id) {
        static Touched of(Change change) {
            return new Touched(change.resourceType(), change.resourceId());
        }
    }

    private boolean mayRead(Caller caller, Touched touched) {
        ResourceHandler handler = handlers.get(touched.type);
        return handler != null && caller.rights().permit(handler.type(), Verb.READ);
    }

    private Mono<Map<String, Object>> event(Touched touched, Caller caller, View view) {
        ResourceHandler handler = handlers.get(touched.type);
        return handler == null
                ? Mono.empty()
                : handler.find(caller, touched.id)
                        .filter(resource -> StackBounds.permits(caller, handler.type(), Verb.READ, resource))
                        .map(resource -> event(resource.type(), resource.id(), renderers.render(resource, view)));
    }

    private Map<String, Object> ping() {
        return Map.of("id", ids.uuid(), "name", "ping", "time", clock.millis());
    }

    private Map<String, Object> event(String type, String id, Map<String, @Nullable Object> resource) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", ids.uuid());
        event.put("name", "resource.change");
        event.put("resourceType", type);
        event.put("resourceId", id);
        event.put("time", clock.millis());
        event.put("data", Map.of("resource", resource));
        return event;
    }
}
