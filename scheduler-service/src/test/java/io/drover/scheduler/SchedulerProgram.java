package io.drover.scheduler;

import io.drover.api.audit.AuditEvent;
import io.drover.api.audit.AuditReportLoop;
import io.drover.runtime.setting.LiveSettings;
import io.drover.testkit.MariaDb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service in this process, with a token decoder of the test's and the audit rows it would report. */
final class SchedulerProgram implements AutoCloseable {
    private static final String SECRET = "a-secret-of-the-test-alone";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final PlayedIdentity identity = new PlayedIdentity();
    private final ConfigurableApplicationContext context;
    private final String base;

    SchedulerProgram(MariaDb database, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--drover.internal.secret=" + SECRET,
                "--drover.database.url=" + database.r2dbcUrl(System.getProperty("drover.test.driver", "mariadb")),
                "--drover.database.schema=" + database.schema(),
                "--drover.services.identity-url=" + identity.url(),
                "--drover.data-dir=" + data));
        arguments.addAll(List.of(more));
        context = SchedulerApplication.builder()
                .initializers(created -> {
                    var beans = (GenericApplicationContext) created;
                    beans.registerBean(ReactiveJwtDecoder.class, () -> SchedulerProgram::decode);
                    beans.registerBean(AuditReportLoop.Delivery.class, () -> this::deliver);
                })
                .run(arguments.toArray(String[]::new));
        // Nobody tells it settings here: the defaults hold.
        context.getBean(LiveSettings.class).replace(Map.of());
        base = "http://127.0.0.1:"
                + Objects.requireNonNull(((ReactiveWebServerApplicationContext) context).getWebServer())
                        .getPort();
    }

    /** The token is {@code role.environment}. */
    private static Mono<Jwt> decode(String token) {
        String[] parts = token.split("\\.", -1);
        var jwt = Jwt.withTokenValue(token)
                .header("alg", "none")
                .claim("sub", "1a1")
                .claim("kind", "user")
                .claim("name", "tester")
                .claim("role", parts[0]);
        return Mono.just(
                parts[1].isEmpty()
                        ? jwt.build()
                        : jwt.claim("env", parts[1])
                                .claim("env_uuid", "uuid-" + parts[1])
                                .claim("env_name", "env " + parts[1])
                                .build());
    }

    private Mono<Void> deliver(List<AuditEvent> events) {
        audited.addAll(events);
        return Mono.empty();
    }

    record Answer(int status, JsonNode body) {
        JsonNode ok() {
            if (status >= 300) {
                throw new AssertionError(this);
            }
            return body;
        }

        String id() {
            return ok().path("id").asString();
        }
    }

    Answer get(String token, String path) {
        return send("GET", token, path, null);
    }

    Answer post(String token, String path, Object body) {
        return send("POST", token, path, body);
    }

    Answer send(String method, String token, String path, @Nullable Object body) {
        return answer(request(method, "/v2-beta" + path, body).header("Authorization", "Bearer " + token));
    }

    /** As another part of the suite. */
    Answer internal(String path, Object body) {
        return answer(request("POST", "/internal" + path, body).header("X-Drover-Internal", SECRET));
    }

    private HttpRequest.Builder request(String method, String path, @Nullable Object body) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    private Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String body = response.body();
            return new Answer(response.statusCode(), body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** For agents that a test plays. */
    WebClient agents() {
        return WebClient.builder()
                .baseUrl(base)
                .defaultHeader("X-Drover-Internal", SECRET)
                .build();
    }

    /** Opens the host's document, which is its lease on life, until this is closed. */
    void linked(long host) {
        var request = HttpRequest.newBuilder(
                        URI.create(base + "/internal/hosts/" + host + "/desired?generation=&epoch=0&revision=0"))
                .header("X-Drover-Internal", SECRET)
                .header("Accept", "application/x-ndjson")
                .build();
        var unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    /** What was reported so far. */
    List<AuditEvent> audited() {
        return List.copyOf(audited);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        http.shutdownNow();
        context.close();
        identity.close();
    }
}
