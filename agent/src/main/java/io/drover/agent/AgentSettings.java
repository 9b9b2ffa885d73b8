package io.drover.agent;

import io.drover.model.trust.ServerTrust;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param trust whom to believe when the server is reached over https
 * @param token null if the agent is registered already
 * @param address null: found out
 * @param data folder for the agent's state
 * @param acceptGeneration null: obey the generation obeyed so far
 */
record AgentSettings(
        URI server,
        ServerTrust trust,
        @Nullable String token,
        URI docker,
        @Nullable String address,
        Map<String, String> labels,
        Path data,
        @Nullable String acceptGeneration) {
    static final String VERSION = "0.1.0";

    AgentSettings {
        labels = Map.copyOf(labels);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "server=%s docker=%s data=%s".formatted(server, docker, data);
    }
}
