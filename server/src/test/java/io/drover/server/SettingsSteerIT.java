package io.drover.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A setting that is changed at the public port steers every part within seconds. */
class SettingsSteerIT {
    private static final String KEY = "SETTINGSACCESSKEY001:settings-secret-of-a-server-that-nobody-uses";
    private static final Duration SECONDS = Duration.ofSeconds(10);

    @TempDir
    static Path data;

    /** Version 1.1: an offer to upgrade wants no challenge. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static DroverServer server;
    private static Client admin;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("DROVER_BOOTSTRAP_KEY", KEY);
        server = new DroverServer(
                new DroverServer.Settings("127.0.0.1", 0, data, null, new TlsOptions.Choice(null, false, 0)));
        server.start();
        admin = new Client("http://127.0.0.1:" + server.port(), KEY, null);
    }

    @AfterAll
    static void stop() {
        server.close();
        System.clearProperty("DROVER_BOOTSTRAP_KEY");
    }

    private static void set(String name, String value) {
        admin.send("PUT", "/settings/" + name, Map.of("value", value)).ok();
    }

    private static void reset(String name) {
        admin.send("DELETE", "/settings/" + name, null).ok();
    }

    private static void await(Supplier<String> what, Callable<Boolean> reached) throws Exception {
        long deadline = System.nanoTime() + SECONDS.toNanos();
        while (!reached.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after %s still not: %s".formatted(SECONDS, what.get()));
            }
            Thread.sleep(100);
        }
    }

    @Test
    void theGatewaysChallengeFollows() throws Exception {
        String usual = challenge();
        set("api.auth.realm", "keys of the \"example\"");
        awaitChallenge("Basic realm=\"keys of the \\\"example\\\"\"");
        reset("api.auth.realm");
        awaitChallenge(usual);
    }

    private static void awaitChallenge(String wanted) throws Exception {
        AtomicReference<String> last = new AtomicReference<>("");
        await(() -> wanted + " but " + last.get(), () -> {
            last.set(challenge());
            return last.get().equals(wanted);
        });
    }

    private static String challenge() throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(admin.url() + "/v2-beta/accounts"))
                                .build(),
                        BodyHandlers.discarding())
                .headers()
                .firstValue("WWW-Authenticate")
                .orElse("none");
    }

    @Test
    void theSchedulersRegistriesFollow() throws Exception {
        Client environment = admin.in("1a5");
        set("registry.default", "registry.example.org:5000");
        await(
                () -> "the default registry",
                () -> image(environment, "defaulted", "team/app:1")
                        .equals("docker:registry.example.org:5000/team/app:1"));
        assertThat(image(environment, "named", "quay.io/team/app")).isEqualTo("docker:quay.io/team/app");

        set("registry.whitelist", "quay.io");
        await(() -> "the whitelist", () -> stack(environment, "refused", "app").status() == 422);
        Client.Answer refused = stack(environment, "refused", "app");
        assertThat(refused.text("code")).isEqualTo("InvalidOption");
        assertThat(refused.body().toString())
                .contains("The provided registry is not whitelisted")
                .contains("registry.example.org:5000/app")
                .contains("'refused'");
        assertThat(image(environment, "allowed", "quay.io/team/app")).isEqualTo("docker:quay.io/team/app");

        reset("registry.whitelist");
        reset("registry.default");
        await(
                () -> "no rules any more",
                () -> image(environment, "plain", "app").equals("docker:app"));
    }

    private static Client.Answer stack(Client environment, String name, String image) {
        return environment.post(
                "/stacks", Map.of("name", name, "dockerCompose", "services: {" + name + ": {image: '" + image + "'}}"));
    }

    /** What a service that is made now is stored with; the stack is removed again. */
    private static String image(Client environment, String name, String image) {
        String stack = stack(environment, name + System.nanoTime(), image.isEmpty() ? "app" : image)
                .ok()
                .path("id")
                .asString();
        String stored = environment
                .get("/services?stackId=" + stack)
                .ok()
                .path("data")
                .path(0)
                .path("launchConfig")
                .path("imageUuid")
                .asString();
        environment.send("DELETE", "/stacks/" + stack, null);
        return stored;
    }

    @Test
    void whatIsSetIsShownToEverybodyOnlyIfItIsPublic() {
        assertThat(admin.get("/settings/api.host").ok().path("type").asString()).isEqualTo("activeSetting");
        assertThat(admin.in("1a5").get("/settings/api.auth.realm").status()).isEqualTo(404);
        assertThat(admin.send("PUT", "/settings/api.security.enabled", Map.of("value", "false"))
                        .status())
                .isEqualTo(422);
    }
}
