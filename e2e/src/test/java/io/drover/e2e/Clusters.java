package io.drover.e2e;

import org.jspecify.annotations.Nullable;

/** One cluster for all end-to-end tests of a run: booting hosts and the server is most of the time. */
final class Clusters {
    static final int HOSTS = 3;
    private static @Nullable Cluster shared;

    private Clusters() {}

    static synchronized Cluster shared() {
        Cluster existing = shared;
        if (existing == null) {
            existing = Cluster.fresh(HOSTS);
            shared = existing;
            Runtime.getRuntime().addShutdownHook(new Thread(existing::close, "cluster-down"));
        }
        return existing;
    }
}
