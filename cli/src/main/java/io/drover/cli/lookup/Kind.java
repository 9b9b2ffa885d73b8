package io.drover.cli.lookup;

import java.util.Arrays;
import java.util.Optional;

/** What a name on the command line can mean (ids: spec, api contract, 5). */
public enum Kind {
    STACK("stack", "stacks", "st"),
    SERVICE("service", "services", "s"),
    CONTAINER("container", "containers", "i"),
    HOST("host", "hosts", "h"),
    ENVIRONMENT("environment", "/projects", "a");

    private final String word;
    private final String collection;
    private final String idLetters;

    Kind(String word, String collection, String idLetters) {
        this.word = word;
        this.collection = collection;
        this.idLetters = idLetters;
    }

    public String word() {
        return word;
    }

    /** The path of its collection, as {@code ApiClient} takes it. */
    public String collection() {
        return collection;
    }

    static Optional<Kind> ofIdLetters(String letters) {
        return Arrays.stream(values())
                .filter(kind -> kind.idLetters.equals(letters))
                .findFirst();
    }
}
