package io.drover.server;

import picocli.CommandLine;

/** The program {@code drover server}. */
public final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) {
        // The process has one logging set-up (logback.xml); four contexts that start side by side would each replace
        // it.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        int code = new CommandLine(new ServerCommand()).execute(args);
        if (code != 0) {
            // A context that failed leaves threads behind: without this the process would hang.
            System.exit(code);
        }
    }
}
