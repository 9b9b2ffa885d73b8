package io.drover.cli.invocation;

import picocli.CommandLine.Model.CommandSpec;

/**
 * One command. Options are described to picocli by code, not by annotations: reading annotations reflectively costs more
 * than all the work of {@code drover ps}.
 */
public interface Command {
    /** Adds the command's own options and words. */
    void describe(CommandSpec spec);

    /**
     * @return the exit code
     * @throws io.drover.cli.failure.CliFailure with a sentence for the user
     */
    int run(Parsed parsed, CommandContext context);
}
