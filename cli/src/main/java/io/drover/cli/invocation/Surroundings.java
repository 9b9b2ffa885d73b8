package io.drover.cli.invocation;

import io.drover.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the process finds around it.
 *
 * @param variables environment variables
 * @param home the user's home folder
 */
public record Surroundings(
        Terminal terminal, Prompt prompt, Map<String, String> variables, Path home, InstantSource clock) {
    public Surroundings {
        variables = Map.copyOf(variables);
    }
}
