package io.drover.scheduler.compose.finding;

import io.drover.scheduler.compose.yaml.Position;

/**
 * Why compose files were rejected.
 *
 * @param line counts from 1
 * @param column counts from 1
 * @param path what it is about, e.g. {@code services.web.ports[1]}; empty for the whole file
 * @param message what is wrong, with the value and what is accepted
 */
public record ComposeProblem(String file, int line, int column, String path, String message) {
    public static ComposeProblem at(Position at, String path, String message) {
        return new ComposeProblem(at.file(), at.line(), at.column(), path, message);
    }

    /** One sentence for people. */
    public String sentence() {
        return "%s, line %d, column %d: %s%s".formatted(file, line, column, path.isEmpty() ? "" : path + ": ", message);
    }
}
