package io.drover.server;

import java.security.SecureRandom;
import java.time.Clock;

/** Where time and randomness come from before any context is there. */
final class ServerConfig {
    private ServerConfig() {}

    static Clock clock() {
        return Clock.systemUTC();
    }

    /** Good enough for keys. */
    static SecureRandom random() {
        return new SecureRandom();
    }
}
