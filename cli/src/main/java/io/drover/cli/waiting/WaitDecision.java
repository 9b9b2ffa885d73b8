package io.drover.cli.waiting;

import io.drover.cli.api.Resource;
import io.drover.cli.api.Transitioning;
import io.drover.cli.view.StateText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides whether to go on waiting.
 *
 * <ol>
 *   <li>All goals reached: done.
 *   <li>A thing that is gone although it should be there: failed.
 *   <li>A thing that has reported an error for the whole grace time: failed, with its own message.
 *   <li>The timeout is over: failed, naming each thing that is not there and how it is.
 *   <li>Otherwise go on; look again when the first grace time or the timeout ends.
 * </ol>
 */
public final class WaitDecision {
    private WaitDecision() {}

    public static Verdict decide(
            List<Awaited> awaited, ErrorClock errors, Patience patience, Instant now, Instant startedAt) {
        List<Awaited> pending = awaited.stream()
                .filter(one -> !one.goal().isReachedBy(one.resource()))
                .toList();
        if (pending.isEmpty()) {
            return Verdict.DONE;
        }
        Instant lookAgain = startedAt.plus(patience.timeout());
        for (Awaited one : pending) {
            if (one.goal().isLostBy(one.resource())) {
                return new Verdict.Failed(one.label() + " was removed meanwhile");
            }
            Optional<Instant> graceEnds =
                    errors.errorSince(one.resource()).map(since -> since.plus(patience.errorGrace()));
            if (graceEnds.isPresent() && !now.isBefore(graceEnds.get())) {
                return new Verdict.Failed(one.label() + " reports an error: " + errorText(one.resource()));
            }
            lookAgain = graceEnds.filter(lookAgain::isAfter).orElse(lookAgain);
        }
        Instant end = startedAt.plus(patience.timeout());
        if (!now.isBefore(end)) {
            return new Verdict.Failed("not done after " + patience.timeout().toSeconds() + " s: " + standings(pending));
        }
        return new Verdict.Continue(lookAgain);
    }

    private static String standings(List<Awaited> pending) {
        return pending.stream()
                .map(one -> one.label() + " is " + standing(one.resource()))
                .collect(Collectors.joining("; "));
    }

    private static String standing(Resource resource) {
        String message = resource.transitioning() == Transitioning.NO ? "" : resource.transitioningMessage();
        return message.isEmpty() ? StateText.word(resource) : StateText.word(resource) + " (" + message + ")";
    }

    private static String errorText(Resource resource) {
        String message = resource.transitioningMessage();
        return message.isEmpty() ? "it is " + StateText.word(resource) + " and the server gives no reason" : message;
    }
}
