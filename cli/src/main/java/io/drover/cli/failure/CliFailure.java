package io.drover.cli.failure;

/** Ends the command with a sentence for the user: what happened, why, and what to do next. */
public final class CliFailure extends RuntimeException {
    private final int exitCode;
    private final String answerCode;

    private CliFailure(int exitCode, String answerCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
        this.answerCode = answerCode;
    }

    public static CliFailure of(String sentence) {
        return new CliFailure(ExitCode.FAILURE, "", sentence);
    }

    /** @param code the code of the server's error, e.g. {@code SecondFactorRequired} */
    public static CliFailure answered(String code, String sentence) {
        return new CliFailure(ExitCode.FAILURE, code, sentence);
    }

    /** The command was used in a way it does not offer. */
    public static CliFailure usage(String sentence) {
        return new CliFailure(ExitCode.USAGE, "", sentence);
    }

    public int exitCode() {
        return exitCode;
    }

    /** The code of the server's error; the empty text when no server said no. */
    public String answerCode() {
        return answerCode;
    }

    public String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
