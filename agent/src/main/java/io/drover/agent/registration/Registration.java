package io.drover.agent.registration;

/** How one try to register ended. */
public sealed interface Registration {
    record Granted(Credentials credentials) implements Registration {}

    /** Ask again in a moment: the server makes the key, or cannot be reached. */
    record NotYet(String reason) implements Registration {}

    /** Asking again is pointless; the sentence says what to do. */
    record Refused(String reason) implements Registration {}
}
