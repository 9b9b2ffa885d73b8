package io.drover.cli.invocation;

import io.drover.cli.failure.CliFailure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ParseResult;

/** The command line as read. */
public record Parsed(ParseResult result) {
    public boolean flag(String name) {
        return result.matchedOptionValue(name, false);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(result.matchedOptionValue(name, (String) null));
    }

    public List<String> values(String name) {
        return result.matchedOptionValue(name, List.<String>of());
    }

    /** @throws CliFailure when it is negative */
    public OptionalInt number(String name) {
        Integer number = result.matchedOptionValue(name, (Integer) null);
        if (number == null) {
            return OptionalInt.empty();
        }
        if (number < 0) {
            throw CliFailure.usage(name + " must not be negative: " + number);
        }
        return OptionalInt.of(number);
    }

    /** What was written besides options. */
    public List<String> words() {
        return result.matchedPositionalValue(0, List.<String>of());
    }

    public Optional<String> firstWord() {
        return words().isEmpty() ? Optional.empty() : Optional.of(words().getFirst());
    }

    /** @throws CliFailure when there are more words than the command takes */
    public Parsed atMost(int count) {
        if (words().size() > count) {
            throw CliFailure.usage("'" + words().get(count) + "' is one word too many");
        }
        return this;
    }
}
