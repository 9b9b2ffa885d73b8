package io.drover.server.training;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What a new server does first, so that the AOT cache holds it: a host is registered, stacks are deployed on it, looked at,
 * scaled and removed. All of it is real but for the host, which is a {@link PaperAgentClient}.
 */
public final class Training {
    /** Presets the key that the training uses; before the server starts. Its data folder lives no longer than the training. */
    public static final String KEY_SETTING = "DROVER_BOOTSTRAP_KEY";

    public static final String KEY = "TRAININGACCESSKEY001:training-secret-of-a-server-that-nobody-uses";

    private static final Logger log = LoggerFactory.getLogger(Training.class);
    private static final int ROUNDS = 3;
    private static final int READS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String COMPOSE = """
            version: '2'
            services:
              web:
                image: training/web
                command: [serve, --all]
                environment: {A: one, B: two}
                labels: {io.rancher.scheduler.affinity:host_label_soft: a=b}
                scale: 12
                mem_limit: 64m
                ports: ['8000']
              db:
                image: training/db
                volumes: [data:/data]
            volumes:
              data: {}
            """;

    private final TrainingClient root;
    private final String server;

    private Training(HttpClient http, String server) {
        this.root = new TrainingClient(http, server, KEY);
        this.server = server;
    }

    /** @param port of a server that started with {@link #KEY_SETTING} */
    public static void run(int port) throws IOException, InterruptedException, TimeoutException {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            new Training(http, "http://127.0.0.1:" + port).run();
        }
    }

    private void run() throws IOException, InterruptedException, TimeoutException {
        for (String path : List.of("", "/schemas", "/token", "/accounts", "/nothing-of-that-name")) {
            root.get(path);
        }
        for (String path : List.of("/.well-known/oauth-authorization-server", "/oauth2/sign-in")) {
            root.visit(path);
        }
        String environment = "/projects/"
                + root.get("/projects").path("data").path(0).path("id").asString();
        addHost(environment);
        for (int round = 0; round < ROUNDS; round++) {
            deploy(environment, "train" + round);
        }
        log.info("trained: {} deployments", ROUNDS);
    }

    private void addHost(String environment) throws IOException, InterruptedException, TimeoutException {
        String token = root.post(environment + "/registrationtokens", Map.of())
                .path("token")
                .asString();
        TrainingClient host = root.as("registrationToken:" + token);
        String key = "0123456789abcdef".repeat(4);
        host.post("/register", Map.of("key", key));
        JsonNode granted = await(
                        host,
                        "/register?key=" + key,
                        found -> found.path("data").path(0).hasNonNull("secretKey"))
                .path("data")
                .path(0);
        var unused = PaperAgentClient.link(
                        server,
                        granted.path("accessKey").asString(),
                        granted.path("secretKey").asString())
                .whenComplete((_, failure) -> log.info("the paper agent's link ended", failure));
        await(root, environment + "/hosts?state=active", Training::isNotEmpty);
    }

    private void deploy(String environment, String name) throws IOException, InterruptedException, TimeoutException {
        String stack = environment + "/stacks/"
                + root.post(
                                environment + "/stacks",
                                Map.of("name", name, "dockerCompose", COMPOSE, "startOnCreate", true))
                        .path("id")
                        .asString();
        await(root, stack, found -> found.path("healthState").asString().equals("healthy"));
        for (int read = 0; read < READS; read++) {
            for (String path :
                    List.of("/stacks", "/services", "/containers?state=running&sort=name&limit=10", "/hosts")) {
                root.get(environment + path);
            }
        }
        JsonNode web = root.get(environment + "/services?name=web&state=active")
                .path("data")
                .path(0);
        String service = environment + "/services/" + web.path("id").asString();
        root.send("PUT", service, Map.of("scale", 4));
        await(root, service, found -> found.path("state").asString().equals("active"));
        root.send("DELETE", stack, null);
        await(root, environment + "/stacks", found -> !isNotEmpty(found));
    }

    private static boolean isNotEmpty(JsonNode collection) {
        return !collection.path("data").isEmpty();
    }

    private static JsonNode await(TrainingClient client, String path, Predicate<JsonNode> reached)
            throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            JsonNode answer = client.get(path);
            if (reached.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("after %s still: %s".formatted(LIMIT, answer));
            }
            Thread.sleep(PAUSE);
        }
    }
}
