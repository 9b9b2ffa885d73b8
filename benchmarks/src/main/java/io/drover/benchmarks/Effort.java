package io.drover.benchmarks;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param starts starts of the server, of each kind
 * @param idle how long the programs do nothing before their memory is read
 * @param containers containers of one deployment
 * @param rounds deployments in each way
 * @param kills containers that are killed and come back
 * @param calls calls of the command line
 * @param people who sign in at once
 * @param load how long requests are sent in one run
 */
record Effort(int starts, Duration idle, int containers, int rounds, int kills, int calls, int people, Duration load) {
    static final Effort FULL = new Effort(5, Duration.ofSeconds(60), 50, 5, 20, 15, 200, Duration.ofSeconds(10));

    Effort withRounds(int newRounds) {
        return new Effort(starts, idle, containers, newRounds, kills, calls, people, load);
    }

    /** Shows that everything works; its numbers mean little. */
    static final Effort QUICK = new Effort(1, Duration.ofSeconds(5), 3, 1, 3, 3, 20, Duration.ofSeconds(3));
}
