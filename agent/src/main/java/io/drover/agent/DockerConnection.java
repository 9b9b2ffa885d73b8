package io.drover.agent;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import java.time.Duration;

/** Makes the docker-java client. Registry credentials come from the Docker configuration of the agent's user. */
final class DockerConnection {
    private static final int CONNECTIONS = 128;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private DockerConnection() {}

    static DockerClient open(URI engine) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(engine.toString())
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(CONNECT)
                        .build());
    }
}
