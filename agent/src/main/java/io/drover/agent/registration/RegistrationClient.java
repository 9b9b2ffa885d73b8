package io.drover.agent.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.agent.registration.Registration.Granted;
import io.drover.agent.registration.Registration.NotYet;
import io.drover.agent.registration.Registration.Refused;
import io.drover.model.trust.ServerTrust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The register handshake (spec: hosts and network, 1.3), one try at a time: look whether the key is known, announce it if not.
 * Plain {@link HttpURLConnection}: it runs once in an agent's life and should not stay in memory.
 */
public final class RegistrationClient {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final URI server;
    private final @Nullable SSLSocketFactory tls;
    private final String authorization;
    private final ObjectMapper json;

    /** @throws IOException the CA file cannot be read; the message says why */
    public RegistrationClient(URI server, ServerTrust trust, String token, ObjectMapper json) throws IOException {
        this.server = server;
        // Java's own is read when it is needed: 150 certificates.
        this.tls = trust.equals(ServerTrust.KNOWN) ? null : trust.context().getSocketFactory();
        this.authorization = "Basic "
                + Base64.getEncoder().encodeToString(("registrationToken:" + token).getBytes(StandardCharsets.UTF_8));
        this.json = json;
    }

    private record Answer(int status, String body) {}

    public Registration attempt(String key) {
        try {
            Answer known = exchange("GET", "/v2-beta/register?key=" + key, null);
            if (known.status() == 200) {
                Credentials granted = credentials(known.body());
                if (granted != null) {
                    return new Granted(granted);
                }
                if (exists(known.body())) {
                    return new NotYet("the server is making this agent's key");
                }
            } else if (known.status() != 404) {
                return refusal(known);
            }
            Answer made = exchange("POST", "/v2-beta/register", json.writeValueAsBytes(Map.of("key", key)));
            return made.status() / 100 == 2 ? new NotYet("the server is making this agent's key") : refusal(made);
        } catch (SSLException e) {
            return new NotYet(
                    "no secure connection to %s: %s; a certificate this machine does not know is believed with --ca or --fingerprint"
                            .formatted(server, e.getMessage()));
        } catch (IOException e) {
            return new NotYet("the server %s cannot be reached: %s".formatted(server, e.getMessage()));
        }
    }

    private Registration refusal(Answer answer) {
        String said = message(answer.body());
        return switch (answer.status()) {
            case 401 ->
                new Refused(
                        "The server %s does not accept the registration token: it is wrong, deactivated or removed. Get a new one from the environment's 'add host' page or 'POST /v2-beta/registrationtokens'."
                                .formatted(server));
            case 403 ->
                new Refused("The server %s does not let this token register a host: %s".formatted(server, said));
            case 404 ->
                new Refused("%s does not answer like a Drover server (404 for /v2-beta/register): check the URL"
                        .formatted(server));
            case 409, 429, 500, 502, 503, 504 ->
                new NotYet("the server %s answers %d: %s".formatted(server, answer.status(), said));
            default ->
                new Refused("The server %s refuses the registration (%d): %s".formatted(server, answer.status(), said));
        };
    }

    /** The agent's key, from a collection or a single resource; null while the server has not made it. */
    private @Nullable Credentials credentials(String body) throws IOException {
        JsonNode resource = resource(body);
        String access = resource.path("accessKey").asText("");
        String secret = resource.path("secretKey").asText("");
        return access.isEmpty() || secret.isEmpty() ? null : new Credentials(access, secret);
    }

    private boolean exists(String body) throws IOException {
        return !resource(body).path("id").asText("").isEmpty();
    }

    private JsonNode resource(String body) throws IOException {
        JsonNode root = json.readTree(body);
        return root.has("data") ? root.path("data").path(0) : root;
    }

    private String message(String body) {
        try {
            JsonNode root = json.readTree(body);
            String text = root.path("message").asText("");
            return text.isEmpty() ? root.path("code").asText("no reason given") : text;
        } catch (IOException e) {
            return "no reason given";
        }
    }

    private Answer exchange(String method, String path, byte @Nullable [] body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) server.resolve(path).toURL().openConnection();
        if (tls != null && connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(tls);
        }
        connection.setRequestMethod(method);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestProperty("Authorization", authorization);
        connection.setRequestProperty("Accept", "application/json");
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        InputStream stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        try (InputStream in = stream) {
            return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            connection.disconnect();
        }
    }
}
