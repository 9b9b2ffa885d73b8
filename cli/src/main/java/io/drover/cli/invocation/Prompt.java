package io.drover.cli.invocation;

import java.io.Console;
import java.util.Optional;

/** Asks the person at the terminal; answers nothing when there is none. */
public interface Prompt {
    boolean isPossible();

    /** Empty when the input ends. */
    Optional<String> line(String question);

    /** Not shown while it is typed. */
    Optional<String> secret(String question);

    /** The process's own console. */
    record OfConsole() implements Prompt {
        @Override
        public boolean isPossible() {
            Console console = System.console();
            return console != null && console.isTerminal();
        }

        @Override
        public Optional<String> line(String question) {
            Console console = System.console();
            return console == null ? Optional.empty() : Optional.ofNullable(console.readLine("%s", question));
        }

        @Override
        public Optional<String> secret(String question) {
            Console console = System.console();
            char[] secret = console == null ? null : console.readPassword("%s", question);
            return secret == null ? Optional.empty() : Optional.of(new String(secret));
        }
    }
}
