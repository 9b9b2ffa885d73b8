package io.drover.agent;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Makes the docker-java client. Registry credentials come from the Docker configuration of the agent's user. */
record DockerConnection(DockerClient docker, DockerHttpClient http) implements AutoCloseable {
    private static final int CONNECTIONS = 128;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** A context that trusts nobody. The client's default would load all of Java's certificates. */
    private static SSLContext noTls() throws NoSuchAlgorithmException, KeyManagementException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[0], new TrustManager[0], null);
        return context;
    }

    static DockerConnection open(URI engine) throws IOException {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(engine.toString())
                .build();
        if (config.getSSLConfig() != null) {
            throw new IOException(
                    "DOCKER_TLS_VERIFY is set, but the agent does not speak TLS to an engine: it belongs on the"
                            + " engine's own machine. Unset it and use the engine's Unix socket.");
        }
        DockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(DockerConnection::noTls)
                .maxConnections(CONNECTIONS)
                .connectionTimeout(CONNECT)
                .build();
        return new DockerConnection(DockerClientImpl.getInstance(config, http), http);
    }

    @Override
    public void close() throws IOException {
        docker.close();
    }
}
