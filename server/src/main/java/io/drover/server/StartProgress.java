package io.drover.server;

/** What the server is doing while it starts, in words for people. */
final class StartProgress {
    private volatile String step = "the server is starting";

    void at(String newStep) {
        step = newStep;
    }

    String now() {
        return step;
    }
}
