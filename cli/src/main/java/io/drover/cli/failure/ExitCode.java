package io.drover.cli.failure;

/** What the command's exit status means; {@code exec} answers the remote command's own. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;

    private ExitCode() {}
}
