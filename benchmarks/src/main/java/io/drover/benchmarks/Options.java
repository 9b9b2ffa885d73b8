package io.drover.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param names what to measure, in the order of {@link #ALL}
 * @param report file for the results, besides the screen
 */
record Options(List<String> names, Effort effort, Optional<Path> report) {
    /** Every benchmark. Memory is read before anything was deployed. */
    static final List<String> ALL = List.of("start", "gateway", "signin", "memory", "deploy50", "restart", "ps");

    Options {
        names = List.copyOf(names);
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    static Options of(List<String> arguments) {
        List<String> names = new ArrayList<>();
        Effort effort = Effort.FULL;
        Optional<Path> report = Optional.empty();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            if (argument.equals("--quick")) {
                effort = Effort.QUICK;
            } else if (argument.equals("--rounds") && rest.hasNext()) {
                effort = effort.withRounds(rounds(rest.next()));
            } else if (argument.equals("--report") && rest.hasNext()) {
                report = Optional.of(Path.of(rest.next()));
            } else if (ALL.contains(argument)) {
                names.add(argument);
            } else {
                throw new IllegalArgumentException(
                        "'%s' is not understood; usage: bin/benchmark [--quick] [--rounds N] [--report FILE] [%s]..."
                                .formatted(argument, String.join("|", ALL)));
            }
        }
        return new Options(
                names.isEmpty() ? ALL : ALL.stream().filter(names::contains).toList(), effort, report);
    }

    private static int rounds(String text) {
        if (!text.matches("[1-9][0-9]?")) {
            throw new IllegalArgumentException("--rounds is '%s'; it must be a number from 1 to 99".formatted(text));
        }
        return Integer.parseInt(text);
    }
}
