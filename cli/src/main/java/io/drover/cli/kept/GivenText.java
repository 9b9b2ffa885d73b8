package io.drover.cli.kept;

import io.drover.cli.failure.CliFailure;
import io.drover.cli.invocation.CommandContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What must not stand on a command line: it is read from a file or from standard input ({@code -}). */
final class GivenText {
    private GivenText() {}

    /** @param source name of a file, or a dash */
    static byte[] bytes(String source, CommandContext context) {
        try {
            return source.equals("-") ? context.terminal().in().readAllBytes() : Files.readAllBytes(Path.of(source));
        } catch (NoSuchFileException e) {
            throw CliFailure.of("there is no file " + source);
        } catch (IOException e) {
            throw CliFailure.of(
                    "cannot read " + (source.equals("-") ? "standard input" : source) + ": " + e.getMessage());
        }
    }

    static String text(String source, CommandContext context) {
        return new String(bytes(source, context), StandardCharsets.UTF_8);
    }

    /** The first line, or what a person types unseen. */
    static String password(String source, CommandContext context) {
        if (source.equals("-") && context.terminal().attached().in()) {
            return context.prompt()
                    .secret("Password: ")
                    .filter(typed -> !typed.isEmpty())
                    .orElseThrow(() -> CliFailure.usage("nobody typed a password"));
        }
        String line = text(source, context).lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw CliFailure.usage(
                    "there is no password " + (source.equals("-") ? "on standard input" : "in " + source));
        }
        return line;
    }
}
