package io.drover.agent;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Where time and randomness come from. */
final class AgentConfig {
    private AgentConfig() {}

    static Clock clock() {
        return Clock.systemUTC();
    }

    /** Good enough for keys. */
    static RandomGenerator random() {
        return new SecureRandom();
    }
}
