package io.drover.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that a test stops and starts again at the same address.
 *
 * <p>It lies below the range from which the kernel serves "any port" (32768 and up on Linux): while the server is down, no
 * connection and no other test is given it by chance.
 */
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int BELOW = 32_768;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** One that nobody listens on at this moment. */
    public static int find() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + BELOW);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
