package io.drover.cli.failure;

/** Ends the command with a sentence for the user: what happened, why, and what to do next. */
public final class CliFailure extends RuntimeException {
    private final int exitCode;

    private CliFailure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    public static CliFailure of(String sentence) {
        return new CliFailure(ExitCode.FAILURE, sentence);
    }

    /** The command was used in a way it does not offer. */
    public static CliFailure usage(String sentence) {
        return new CliFailure(ExitCode.USAGE, sentence);
    }

    public int exitCode() {
        return exitCode;
    }

    public String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
