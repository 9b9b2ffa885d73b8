package io.drover.scheduler.servicelog;

import io.drover.model.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a service's log has said so far, kept with the service's status.
 *
 * <p>A run is a request (the service's generation) or what the loop did by itself after it; its number is in the transaction
 * id, so that the API and the loop name the same run without asking each other.
 *
 * @param generation the request of the present or last run
 * @param triggered how many runs of its own the loop has begun since
 * @param open the run has begun and has not ended
 * @param told troubles told lately; at most {@link #MOST_TOLD}
 */
public record LogState(long generation, int triggered, ServiceEvent event, boolean open, List<Told> told) {
    /** A trouble that comes and goes, like a container that exits each minute, is told again after this time. */
    static final Duration SAME_AGAIN = Duration.ofHours(1);

    /** Different troubles told in that time; more would fill the log and help nobody. */
    static final int MOST_TOLD = 8;

    /** Counts and names of slots differ from one look to the next; the trouble is the same. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

    public LogState {
        told = List.copyOf(told);
    }

    /**
     * A trouble that was told.
     *
     * @param fingerprint of the sentence without its numbers
     * @param second since 1970
     */
    public record Told(int fingerprint, long second) {}

    /** Of a service whose log has said nothing: its last request is reconciled or will be looked at as a new one. */
    public static LogState silent(long generation) {
        return new LogState(generation, 0, ServiceEvent.TRIGGER, false, List.of());
    }

    /** The transaction id of the run that a request begins. */
    public static String transactionOf(ServiceId service, long generation) {
        return transaction(service, generation, 0);
    }

    String transaction(ServiceId service) {
        return transaction(service, generation, triggered);
    }

    private static String transaction(ServiceId service, long generation, int triggered) {
        return "%s.%d.%d".formatted(service, generation, triggered);
    }

    /** A request was made: its troubles are told anew. */
    LogState asked(long newGeneration, ServiceEvent request) {
        return new LogState(newGeneration, 0, request, true, List.of());
    }

    /** The loop's own next run. */
    LogState triggering(boolean lasts) {
        return new LogState(generation, triggered + 1, ServiceEvent.TRIGGER, lasts, told);
    }

    LogState ended() {
        return new LogState(generation, triggered, event, false, told);
    }

    boolean isNews(String trouble, Instant now) {
        List<Told> lately = lately(now);
        int fingerprint = fingerprint(trouble);
        return lately.size() < MOST_TOLD && lately.stream().noneMatch(one -> one.fingerprint == fingerprint);
    }

    LogState telling(String trouble, Instant now) {
        List<Told> more = new ArrayList<>(lately(now));
        more.add(new Told(fingerprint(trouble), now.getEpochSecond()));
        return new LogState(generation, triggered, event, open, more);
    }

    private List<Told> lately(Instant now) {
        long since = now.minus(SAME_AGAIN).getEpochSecond();
        return told.stream().filter(one -> one.second > since).toList();
    }

    private static int fingerprint(String sentence) {
        return NUMBERS.matcher(sentence).replaceAll("#").hashCode();
    }
}
