package io.drover.api.events;

import io.drover.api.render.View;
import io.drover.api.security.Caller;
import io.drover.api.security.CallerHandler;
import io.drover.api.security.RoutePolicy;
import io.drover.api.web.ResourceViewHandler;
import io.drover.model.Role;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What of this service's resources changes in the caller's environment, as {@code resource.change} events: gathered for a second, one event per resource
 * with what the caller would get by reading it (spec: api contract, section 11). When the feed is lost the stream ends, so that
 * the client lists again. websocket-proxy makes one subscription of the services' streams.
 */
@RestController
final class SubscribeController {
    private static final String PATH = "/v2-beta/subscribe";
    private static final String CHANGE = "resource.change";
    private static final Duration GATHER = Duration.ofSeconds(1);
    private static final int GATHER_AT_MOST = 2000;
    private static final int READS_AT_ONCE = 4;

    private final ResourceViewHandler resources;
    private final ChangeStream changes;
    private final Ids ids;
    private final Clock clock;

    SubscribeController(ResourceViewHandler resources, ChangeStream changes, Ids ids, Clock clock) {
        this.resources = resources;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    /** Who is in an environment; outside one nothing is told (spec: api contract, section 11). */
    static RoutePolicy policy() {
        return new RoutePolicy(
                "GET", PATH, Set.of(Role.OWNER, Role.MEMBER, Role.PROJECT, Role.RESTRICTED, Role.READONLY));
    }

    /**
     * What a subscriber wants to hear.
     *
     * @param include link whose resources are embedded, or null
     * @param hasActionLinks actions stand beside the resource and not in it ({@code _actionLinks})
     */
    private record Wish(View view, @Nullable String include, boolean hasActionLinks) {}

    /**
     * @param names of events; none: all. A name may end in {@code ;account=<id>}: everybody hears of their own only
     * @param includes browsers' pages send several; the first one counts, as in lists
     */
    @GetMapping(path = PATH, produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<Map<String, @Nullable Object>> subscribe(
            @RequestHeader(name = "X-Drover-Base", defaultValue = "") String base,
            @RequestParam(name = "eventNames", defaultValue = "") List<String> names,
            @RequestParam(name = "include", defaultValue = "") List<String> includes,
            @RequestParam(name = "_actionLinks", required = false) @Nullable String actionLinks) {
        // Something at once: without a first line the answer's head would wait for the first change, and the subscriber
        // too.
        return CallerHandler.current().flatMapMany(caller -> {
            String include = includes.isEmpty() ? null : includes.getFirst();
            var wish = new Wish(View.of(caller, base), include, actionLinks != null);
            Flux<Map<String, @Nullable Object>> events = isWanted(names) ? events(wish) : Flux.never();
            return events.startWith(ping());
        });
    }

    private static boolean isWanted(List<String> names) {
        return names.isEmpty()
                || names.stream().map(name -> name.split(";", 2)[0]).anyMatch(CHANGE::equals);
    }

    private Flux<Map<String, @Nullable Object>> events(Wish wish) {
        Caller caller = wish.view.caller();
        long environment = caller.requireEnvironment().id().value();
        return changes.position()
                .flatMapMany(changes::from)
                .takeWhile(signal -> signal instanceof FeedSignal.Changed)
                .ofType(FeedSignal.Changed.class)
                .map(FeedSignal.Changed::change)
                .filter(change -> change.environmentId() != null && change.environmentId() == environment)
                .map(Touched::of)
                .filter(touched -> resources.mayRead(caller, touched.type))
                .bufferTimeout(GATHER_AT_MOST, GATHER, true)
                .concatMap(
                        batch -> Flux.fromIterable(new LinkedHashSet<>(batch))
                                .flatMapSequential(touched -> event(touched, wish), READS_AT_ONCE),
                        1);
    }

    private record Touched(String type, long id) {
        static Touched of(Change change) {
            return new Touched(change.resourceType(), change.resourceId());
        }
    }

    private Mono<Map<String, @Nullable Object>> event(Touched touched, Wish wish) {
        return resources
                .read(wish.view, touched.type, touched.id, wish.include)
                .map(resource -> event(resource, wish.hasActionLinks));
    }

    private Map<String, @Nullable Object> ping() {
        return named("ping");
    }

    private Map<String, @Nullable Object> event(Map<String, @Nullable Object> resource, boolean hasActionLinks) {
        Map<String, @Nullable Object> event = named(CHANGE);
        event.put("previousIds", null);
        event.put("previousNames", null);
        event.put("publisher", null);
        event.put("replyTo", null);
        event.put("resourceType", resource.get("type"));
        event.put("resourceId", resource.get("id"));
        event.put("transitioning", null);
        event.put("transitioningMessage", null);
        event.put("transitioningProgress", null);
        event.put("data", data(resource, hasActionLinks));
        return event;
    }

    private static Map<String, @Nullable Object> data(Map<String, @Nullable Object> resource, boolean hasActionLinks) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(resource);
        if (hasActionLinks) {
            data.put("actionLinks", shown.remove("actions"));
        }
        data.put("resource", shown);
        return data;
    }

    private Map<String, @Nullable Object> named(String name) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("id", ids.uuid());
        event.put("name", name);
        event.put("time", clock.millis());
        return event;
    }
}
