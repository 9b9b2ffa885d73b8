package io.drover.cli.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.ChangeFeed;
import io.drover.cli.api.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Watches resources until a decision says enough: the change feed tells at once, a question every two seconds tells what
 * the feed missed, and is all there is when the feed cannot be opened.
 */
public final class Watch {
    private static final Duration POLL = Duration.ofSeconds(2);

    private final ApiClient api;
    private final InstantSource clock;

    public Watch(ApiClient api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /**
     * @param list everything of interest, asked anew
     * @param isOfInterest of the feed's resources, those to take over
     * @param decide called with what is known, after each change
     * @return the last verdict: never {@link Verdict.Continue}
     */
    public Verdict until(
            Supplier<List<Resource>> list,
            Predicate<Resource> isOfInterest,
            BiFunction<Collection<Resource>, Instant, Verdict> decide) {
        try (ChangeFeed feed = ChangeFeed.open(api)) {
            Map<String, Resource> known = byId(list.get());
            Instant polledAt = clock.instant();
            while (true) {
                Instant now = clock.instant();
                Verdict verdict = decide.apply(known.values(), now);
                if (!(verdict instanceof Verdict.Continue(Instant lookAgain))) {
                    return verdict;
                }
                Instant pollAt = polledAt.plus(POLL);
                Instant wakeAt = lookAgain.isBefore(pollAt) ? lookAgain : pollAt;
                Optional<JsonNode> event = feed.nextEvent(atLeastAMoment(Duration.between(now, wakeAt)));
                while (event.isPresent()) {
                    ChangeFeed.changed(event.get())
                            .filter(isOfInterest)
                            .ifPresent(resource -> known.put(resource.id(), resource));
                    event = feed.pendingEvent();
                }
                if (!clock.instant().isBefore(pollAt)) {
                    known.clear();
                    known.putAll(byId(list.get()));
                    polledAt = clock.instant();
                }
            }
        }
    }

    /** So that a time that has just come does not make the loop spin. */
    private static Duration atLeastAMoment(Duration pause) {
        return pause.compareTo(Duration.ofMillis(10)) < 0 ? Duration.ofMillis(10) : pause;
    }

    private static Map<String, Resource> byId(List<Resource> resources) {
        Map<String, Resource> known = new LinkedHashMap<>();
        resources.forEach(resource -> known.put(resource.id(), resource));
        return known;
    }
}
