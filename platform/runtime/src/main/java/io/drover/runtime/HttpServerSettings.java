package io.drover.runtime;

/**
 * What Reactor Netty's servers need to be told before the first of them starts.
 *
 * <p>A request that comes on a kept connection before the answer to the one before it is quite finished is queued; when it is
 * answered at once (a refusal is), nobody reads from the connection any more, and the next request on it hangs until its
 * caller gives up (reactor/reactor-netty#4347 and #4361; in 1.3.6 and later). The pools between gateway and services send
 * that fast. Ending a request with its last flush closes that way into the queue; the other way needs pipelining clients.
 */
public final class HttpServerSettings {
    private static final String LAST_FLUSH = "reactor.netty.http.server.lastFlushWhenNoRead";

    private HttpServerSettings() {}

    /** Before any server starts; an operator's own setting wins. */
    public static void apply() {
        if (System.getProperty(LAST_FLUSH) == null) {
            System.setProperty(LAST_FLUSH, "true");
        }
    }
}
