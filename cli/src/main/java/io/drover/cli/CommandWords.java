package io.drover.cli;

import io.drover.cli.invocation.GlobalFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the command among the arguments, so that only its options need to be known. Options may stand before it:
 * {@code drover --env test hosts rm h1}.
 */
sealed interface CommandWords {
    /** @param rest the arguments without the command's own words */
    record Selected(Verb verb, List<String> rest) implements CommandWords {
        public Selected {
            rest = List.copyOf(rest);
        }
    }

    /** No command: the overview is wanted. */
    record Overview() implements CommandWords {}

    record Unknown(String word) implements CommandWords {}

    static CommandWords of(List<String> arguments) {
        int first = wordFrom(arguments, 0);
        if (first < 0) {
            return arguments.contains("--version") ? new Selected(Verb.VERSION, List.of()) : new Overview();
        }
        String word = arguments.get(first);
        if (word.equals("help")) {
            return help(arguments.subList(first + 1, arguments.size()));
        }
        List<String> rest = without(arguments, first);
        Optional<Verb> single = verb(word);
        if (single.isPresent()) {
            return new Selected(single.get(), rest);
        }
        return group(word, rest, first);
    }

    private static CommandWords help(List<String> topic) {
        if (topic.isEmpty()) {
            return new Overview();
        }
        List<String> arguments = new ArrayList<>(topic);
        arguments.add("--help");
        return of(arguments);
    }

    /** {@code env}, {@code hosts}, {@code audit}: a second word says what, none means the list; {@code settings} takes a name. */
    private static CommandWords group(String word, List<String> rest, int from) {
        Optional<Verb> list = verb(word + " ls").or(() -> verb(word + " list"));
        if (list.isEmpty()) {
            return new Unknown(word);
        }
        int second = wordFrom(rest, from);
        if (second < 0) {
            return new Selected(list.get(), rest);
        }
        return verb(word + " " + rest.get(second))
                .<CommandWords>map(verb -> new Selected(verb, without(rest, second)))
                .orElseGet(() -> list.get().takesName()
                        ? new Selected(list.get(), rest)
                        : new Unknown(word + " " + rest.get(second)));
    }

    private static Optional<Verb> verb(String words) {
        for (Verb verb : Verb.values()) {
            if (verb.words().equals(words)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }

    /** Index of the first argument that is neither an option nor an option's value; -1 without. */
    private static int wordFrom(List<String> arguments, int from) {
        for (int i = from; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-")) {
                return i;
            }
            if (GlobalFlags.takesValue(argument)) {
                i++;
            }
        }
        return -1;
    }

    private static List<String> without(List<String> arguments, int index) {
        List<String> rest = new ArrayList<>(arguments);
        rest.remove(index);
        return rest;
    }
}
