package io.drover.identity;

import io.drover.testkit.MariaDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.MultiValueMap;

/** The service as others see it: on a port of its own, on the real database, spoken to over HTTP. */
final class IdentityServer implements AutoCloseable {
    static final String SECRET = "a-secret-for-tests-only";
    static final String ADMIN_PASSWORD = "correct horse";
    static final String ADMIN_KEY = "TESTKEY:0123456789abcdef0123456789abcdef";
    private static final ParameterizedTypeReference<Map<String, Object>> TREE = new ParameterizedTypeReference<>() {};

    final ConfigurableApplicationContext context;
    final WebTestClient http;
    final int port;

    private IdentityServer(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
        this.http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(20))
                .build();
    }

    static IdentityServer start(MariaDb database, String driver, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--drover.database.url=" + database.r2dbcUrl(driver),
                "--drover.identity.schema=" + database.schema(),
                "--drover.identity.data-dir=" + data,
                "--drover.internal.secret=" + SECRET));
        arguments.addAll(List.of(more));
        return new IdentityServer(
                IdentityApplication.builder().registerShutdownHook(false).run(arguments.toArray(String[]::new)));
    }

    /** With the administrator's password and key known. */
    static IdentityServer startPreset(MariaDb database, String driver, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--DROVER_BOOTSTRAP_PASSWORD=" + ADMIN_PASSWORD);
        arguments.add("--DROVER_BOOTSTRAP_KEY=" + ADMIN_KEY);
        return start(database, driver, data, arguments.toArray(String[]::new));
    }

    static Path folder() {
        try {
            return Files.createTempDirectory("drover-identity");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Answer(int status, HttpHeaders headers, Map<String, Object> body) {
        /** Empty: the answer has no such header. */
        String header(String name) {
            return Objects.requireNonNullElse(headers.getFirst(name), "");
        }

        String text(String field) {
            return String.valueOf(body.get(field));
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> data() {
            return (List<Map<String, Object>>) Objects.requireNonNull(body.get("data"), () -> "no data: " + this);
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> map(String field) {
            return (Map<String, Object>) Objects.requireNonNull(body.get(field), () -> "no " + field + ": " + this);
        }
    }

    /** What the gateway would be told about a credential. */
    Answer token(Map<String, Object> request) {
        return exchange(HttpMethod.POST, "/internal/token", Map.of("X-Drover-Internal", SECRET), request);
    }

    Answer basicToken(String pair, @Nullable String environment) {
        int colon = pair.indexOf(':');
        Map<String, Object> request = new HashMap<>();
        request.put("scheme", "basic");
        request.put("user", pair.substring(0, colon));
        request.put("secret", pair.substring(colon + 1));
        request.put("environment", environment);
        request.put("path", "/v2-beta");
        request.put("clientIp", "192.0.2.7");
        return token(request);
    }

    Answer bearerToken(String key, @Nullable String environment) {
        Map<String, Object> request = new HashMap<>();
        request.put("scheme", "bearer");
        request.put("secret", key);
        request.put("environment", environment);
        return token(request);
    }

    /** A caller of the API, as the gateway forwards them. */
    Api as(String pair, @Nullable String environment) {
        Answer token = basicToken(pair, environment);
        if (token.status() != 200) {
            throw new IllegalStateException("no token for " + pair + ": " + token);
        }
        return new Api(token.text("token"), environment);
    }

    Api admin() {
        return as(ADMIN_KEY, null);
    }

    Api session(String key, @Nullable String environment) {
        return new Api(bearerToken(key, environment).text("token"), environment);
    }

    Answer signIn(String code, String address) {
        return exchange(HttpMethod.POST, "/v2-beta/token", Map.of("X-API-Client-IP", address), Map.of("code", code));
    }

    Answer exchange(HttpMethod method, String path, Map<String, String> headers, @Nullable Object body) {
        WebTestClient.RequestBodySpec request =
                http.method(method).uri(java.net.URI.create("http://127.0.0.1:" + port + path));
        headers.forEach(request::header);
        if (body != null) {
            boolean isForm = body instanceof MultiValueMap<?, ?>;
            request.contentType(isForm ? MediaType.APPLICATION_FORM_URLENCODED : MediaType.APPLICATION_JSON)
                    .bodyValue(body);
        }
        EntityExchangeResult<Map<String, Object>> result =
                request.exchange().expectBody(TREE).returnResult();
        Map<String, Object> answer = result.getResponseBody();
        return new Answer(result.getStatus().value(), result.getResponseHeaders(), answer == null ? Map.of() : answer);
    }

    static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        context.close();
    }

    /** Requests with an internal token. */
    final class Api {
        private final Map<String, String> headers = new HashMap<>();

        Api(String token, @Nullable String environment) {
            headers.put("Authorization", "Bearer " + token);
            headers.put(
                    "X-Drover-Base",
                    "http://drover.example:8080/v2-beta" + (environment == null ? "" : "/projects/" + environment));
        }

        Answer get(String path) {
            return IdentityServer.this.exchange(HttpMethod.GET, "/v2-beta" + path, headers, null);
        }

        Answer post(String path, Map<String, Object> body) {
            return IdentityServer.this.exchange(HttpMethod.POST, "/v2-beta" + path, headers, body);
        }

        Answer put(String path, Map<String, Object> body) {
            return IdentityServer.this.exchange(HttpMethod.PUT, "/v2-beta" + path, headers, body);
        }

        /** At any address, not only the resource API's. */
        Answer exchange(HttpMethod method, String path, @Nullable Object body) {
            return IdentityServer.this.exchange(method, path, headers, body);
        }

        Answer delete(String path) {
            return IdentityServer.this.exchange(HttpMethod.DELETE, "/v2-beta" + path, headers, null);
        }
    }
}
