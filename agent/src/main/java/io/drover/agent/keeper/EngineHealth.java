package io.drover.agent.keeper;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the engine answers. A ping goes out every few seconds; the first that fails opens the breaker: no step is begun until
 * a ping succeeds again. Ping interval and the call's own deadline (8 s) together stay below 20 s.
 *
 * @param trouble the sentence for people while it does not answer; null when it does
 * @param nextPing when to ask again
 * @param asking a ping is in flight
 */
record EngineHealth(@Nullable String trouble, Instant nextPing, boolean asking) {
    private static final Duration WELL = Duration.ofSeconds(10);
    private static final Duration ILL = Duration.ofSeconds(2);

    static EngineHealth at(Instant start) {
        return new EngineHealth(null, start.plus(WELL), false);
    }

    boolean isWell() {
        return trouble == null;
    }

    boolean mustAsk(Instant now) {
        return !asking && !now.isBefore(nextPing);
    }

    EngineHealth asked() {
        return new EngineHealth(trouble, nextPing, true);
    }

    /** Something else got no answer: ask at once. */
    EngineHealth doubted(Instant now) {
        return new EngineHealth(trouble, now, asking);
    }

    EngineHealth answered(Instant now) {
        return new EngineHealth(null, now.plus(WELL), false);
    }

    EngineHealth silent(String host, String detail, Instant now) {
        String sentence = trouble != null
                ? trouble
                : ("The Docker engine on %s is not responding since %s UTC (%s). Its containers go on running, but nothing"
                                + " can be changed; the agent goes on asking.")
                        .formatted(host, Sentences.time(now), detail);
        return new EngineHealth(sentence, now.plus(ILL), false);
    }
}
