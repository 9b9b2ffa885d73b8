package io.drover.identity.api.setting;

import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.feed.FeedSignal;
import io.drover.runtime.feed.FeedSignal.Changed;
import io.drover.runtime.feed.FeedSignal.Lagging;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps this service's own view of the settings, and tells the others: whenever the change feed names a setting everything is
 * read anew. The slow look below it is for what no feed tells, e.g. a row that was changed by hand.
 */
public final class SettingsLoop {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
    private static final Duration EMIT_PATIENCE = Duration.ofMillis(100);

    private final SettingReadHandler reading;
    private final LiveSettings live;
    private final ChangeStream changes;
    private final Scheduler scheduler;
    private final Sinks.Many<Map<String, String>> snapshots =
            Sinks.many().replay().latest();

    /** @param live filled already */
    public SettingsLoop(SettingReadHandler reading, LiveSettings live, ChangeStream changes, Scheduler scheduler) {
        this.reading = reading;
        this.live = live;
        this.changes = changes;
        this.scheduler = scheduler;
    }

    /** Endless. */
    public Flux<Map<String, String>> run() {
        Flux<Long> feed = changes.position()
                .flatMapMany(position -> changes.from(position)
                        .filter(SettingsLoop::concernsSettings)
                        .map(_ -> position));
        return Flux.merge(feed, Flux.interval(Duration.ZERO, LOOK_EVERY, scheduler))
                .onBackpressureLatest()
                .concatMap(_ -> look(), 1);
    }

    private Mono<Map<String, String>> look() {
        return reading.steering().doOnNext(values -> {
            live.replace(values);
            snapshots.emitNext(values, Sinks.EmitFailureHandler.busyLooping(EMIT_PATIENCE));
        });
    }

    private static boolean concernsSettings(FeedSignal signal) {
        return switch (signal) {
            case Changed(var change) -> change.resourceType().equals(SettingHandler.CHANGE);
            case Lagging _ -> true;
        };
    }

    /** Lines that belong together: all settings and the end of the list, then those of each change. */
    Flux<List<SettingLine>> follow() {
        return Flux.defer(() -> {
            var told = new AtomicReference<@Nullable Map<String, String>>();
            return snapshots.asFlux().onBackpressureLatest().map(now -> lines(told.getAndSet(now), now));
        });
    }

    /** @param before null: nothing was told yet */
    static List<SettingLine> lines(@Nullable Map<String, String> before, Map<String, String> now) {
        List<SettingLine> lines = new ArrayList<>();
        new TreeMap<>(now).forEach((name, value) -> {
            if (before == null || !value.equals(before.get(name))) {
                lines.add(new SettingLine(name, value));
            }
        });
        if (before == null) {
            lines.add(SettingLine.ALIVE);
        } else {
            before.keySet().stream()
                    .filter(name -> !now.containsKey(name))
                    .sorted()
                    .forEach(name -> lines.add(new SettingLine(name, null)));
        }
        return List.copyOf(lines);
    }
}
