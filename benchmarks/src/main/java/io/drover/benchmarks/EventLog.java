package io.drover.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.e2e.Api;
import io.drover.e2e.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * When containers were killed, died and started, as their engines say. All engines run on this machine, so their times
 * and ours are of one clock. Listening costs next to nothing, unlike asking again and again.
 */
final class EventLog implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration SILENCE = Duration.ofSeconds(20);
    private static final List<String> ACTIONS = List.of("kill", "die", "start");

    private final List<EngineHttp.Lines> streams = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    /** @param nanos since 1970 */
    record Event(String action, String id, long nanos) {}

    private EventLog() {}

    static EventLog of(List<Engine> engines) {
        var log = new EventLog();
        for (Engine engine : engines) {
            try {
                EngineHttp.Lines stream = engine.events(ACTIONS);
                log.streams.add(stream);
                Thread.ofPlatform().daemon().name("events-h" + engine.host()).start(() -> log.follow(stream));
            } catch (IOException e) {
                throw new IllegalStateException("no events from h" + engine.host(), e);
            }
        }
        return log;
    }

    private void follow(EngineHttp.Lines stream) {
        try {
            for (String line = stream.reader().readLine();
                    line != null;
                    line = stream.reader().readLine()) {
                JsonNode event = Api.JSON.readTree(line);
                add(new Event(
                        event.path("Action").asText(),
                        event.path("id").asText(),
                        event.path("timeNano").asLong()));
            }
        } catch (IOException _) {
            // closed: nobody wants to know any more
        }
    }

    private synchronized void add(Event event) {
        events.add(event);
    }

    static long now() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
    }

    /** Forgets what was. */
    synchronized void clear() {
        events.clear();
    }

    /**
     * Waits for that many starts, and returns when they were, in order. Empty: that many run and one was not told, since a busy
     * engine can lose an event.
     *
     * @param running how many containers run now
     */
    List<Long> awaitStarts(int count, IntSupplier running) {
        List<Long> starts = Eventually.within(LIMIT)
                .every(Duration.ofMillis(20))
                .value(
                        count + " containers have started",
                        this::starts,
                        told -> told.size() >= count || isLost(told, count, running));
        return starts.size() < count ? List.of() : starts.subList(0, count);
    }

    /** Asked only when nothing was told for long: asking costs the engines time. */
    private static boolean isLost(List<Long> told, int count, IntSupplier running) {
        return !told.isEmpty() && now() - told.getLast() > SILENCE.toNanos() && running.getAsInt() >= count;
    }

    private synchronized List<Long> starts() {
        return events.stream()
                .filter(event -> event.action().equals("start"))
                .map(Event::nanos)
                .sorted()
                .toList();
    }

    /** Waits for the first such event of a container that came after a time. */
    long await(String action, String id, long after) {
        Predicate<Event> wanted =
                event -> event.action().equals(action) && event.id().equals(id) && event.nanos() >= after;
        return Eventually.within(LIMIT)
                .every(Duration.ofMillis(20))
                .value(action + " of " + id, () -> first(wanted), Optional::isPresent)
                .orElseThrow()
                .nanos();
    }

    private synchronized Optional<Event> first(Predicate<Event> wanted) {
        return events.stream().filter(wanted).findFirst();
    }

    @Override
    public void close() {
        for (EngineHttp.Lines stream : streams) {
            try {
                stream.channel().close();
            } catch (IOException _) {
                // it was closed already
            }
        }
    }
}
