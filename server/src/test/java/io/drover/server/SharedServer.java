package io.drover.server;

import io.drover.server.training.PaperAgentClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One server for all tests that only use it: with an environment, a host on paper in it, and a running stack. */
final class SharedServer implements BeforeAllCallback {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String COMPOSE = "services: {web: {image: 'nginx:1.27', environment: {PASSWORD: gold}}}";
    private static final String KEY = "SHAREDACCESSKEY00001:shared-secret-of-a-server-that-nobody-uses";

    /** What the tests find. */
    record Place(
            DroverServer server, Path data, String url, String environment, Client client, CompletableFuture<?> agent)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            server.close();
            try (Stream<Path> files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static @Nullable Place place;

    /** The server of the class that is tested. */
    static Place place() {
        return Objects.requireNonNull(place);
    }

    static String key() {
        return KEY;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        place = context.getRoot()
                .getStore(Namespace.create(SharedServer.class))
                .getOrComputeIfAbsent(Place.class, _ -> started(), Place.class);
    }

    private static Place started() {
        try {
            System.setProperty("DROVER_BOOTSTRAP_KEY", KEY);
            Path data = Files.createTempDirectory(Path.of("target"), "shared-server");
            var server = new DroverServer(new DroverServer.Settings(
                    "127.0.0.1", 0, data.toAbsolutePath(), null, new TlsOptions.Choice(null, false, 0)));
            server.start();
            System.clearProperty("DROVER_BOOTSTRAP_KEY");
            return furnished(server, data);
        } catch (Exception failed) {
            throw new IllegalStateException("the server of the tests did not start", failed);
        }
    }

    private static Place furnished(DroverServer server, Path data) throws InterruptedException {
        Client admin = new Client("http://127.0.0.1:" + server.port(), KEY, null);
        String environment = admin.post("/projects", Map.of("name", "contract"))
                .ok()
                .path("id")
                .asString();
        Client inside = admin.in(environment);
        CompletableFuture<?> agent = agent(inside);
        await(inside, "/hosts?state=active");
        inside.post("/stacks", Map.of("name", "shop", "dockerCompose", COMPOSE, "startOnCreate", true))
                .ok();
        await(inside, "/containers?state=running");
        return new Place(server, data, admin.url(), environment, inside, agent);
    }

    private static CompletableFuture<?> agent(Client inside) throws InterruptedException {
        var token = inside.post("/registrationtokens", Map.of()).ok();
        Client host =
                inside.in(null).as("registrationToken:" + token.path("token").asString());
        String key = "0123456789abcdef".repeat(4);
        host.post("/register", Map.of("key", key)).ok();
        var granted = await(
                        host,
                        "/register?key=" + key,
                        answer -> answer.body().path("data").path(0).hasNonNull("secretKey"))
                .body()
                .path("data")
                .path(0);
        return PaperAgentClient.link(
                inside.url(),
                granted.path("accessKey").asString(),
                granted.path("secretKey").asString());
    }

    private static void await(Client client, String path) throws InterruptedException {
        await(client, path, answer -> !answer.body().path("data").isEmpty());
    }

    private static Client.Answer await(Client client, String path, Predicate<Client.Answer> reached)
            throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Client.Answer answer = client.get(path);
            if (answer.status() == 200 && reached.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after %s still: %s".formatted(LIMIT, answer));
            }
            Thread.sleep(100);
        }
    }
}
