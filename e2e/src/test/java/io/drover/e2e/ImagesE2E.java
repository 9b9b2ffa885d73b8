package io.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Drover from its images alone, on a host that has a Docker engine and nothing else: server and agent are containers there. */
class ImagesE2E {
    private static final int HOST = 4; // beside those of the shared cluster
    private static final Duration BUILDING = Duration.ofMinutes(8);
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final String SERVER = "drover-server";
    private static final String AGENT = "drover-agent";

    private static final String COMPOSE = """
            services:
              web:
                image: web:1
                deploy:
                  replicas: 2
            """;

    private static String url = "";

    @BeforeAll
    static void startTheServerFromItsImage() {
        Lab.run("boot", Integer.toString(HOST));
        Commands.bin(BUILDING, Map.of("DOCKER_HOST", Lab.engine(HOST)), "drover", "images")
                .orThrow();
        Lab.docker(HOST, serverCommand().toArray(String[]::new));
        url = "http://" + Lab.address(HOST) + ":8080";
        awaitPing();
    }

    private static List<String> serverCommand() {
        return List.of(
                "run",
                "-d",
                "--name",
                SERVER,
                "--restart",
                "unless-stopped",
                "-p",
                "8080:8080",
                "-v",
                "drover:/var/lib/drover",
                "-e",
                "DROVER_BOOTSTRAP_PASSWORD=" + ServerProcess.PASSWORD,
                "-e",
                "DROVER_BOOTSTRAP_KEY=" + ServerProcess.KEY + ":" + ServerProcess.SECRET,
                "drover/server:latest");
    }

    @AfterAll
    static void removeTheHost() {
        Lab.command("down", HOST);
    }

    private static void awaitPing() {
        Eventually.within(STARTING).value("the server answers pong", ImagesE2E::ping, "pong"::equals);
    }

    private static String ping() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url + "/ping"))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (java.io.IOException notYet) {
            return notYet.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theRegistrationCommandMakesTheMachineAHostAndItsContainersOutliveBothProcesses() {
        Api root = Api.withKey(url, ServerProcess.KEY, ServerProcess.SECRET);
        Api api = root.in(root.named("projects", "Default").path("id").asText());

        String command = api.post("/registrationtokens", Map.of())
                .expect(201)
                .path("command")
                .asText();
        Lab.run("exec", Integer.toString(HOST), "sh", "-c", command);
        JsonNode host = Eventually.within(STARTING)
                .value("the host is active", () -> api.list("/hosts?state=active"), active -> active.size() == 1)
                .getFirst();
        assertThat(host.path("agentIpAddress").asText()).isEqualTo(Lab.address(HOST));
        assertThat(host.path("hostname").asText()).isEqualTo("h" + HOST);

        api.post("/stacks", Map.of("name", "shop", "dockerCompose", COMPOSE, "startOnCreate", true))
                .expect(201);
        awaitTwoRunning(api);
        List<String> before = Lab.incarnations(HOST);
        assertThat(before).hasSize(2);

        // The state folder is the agent's only memory: a container made anew on it is the same host.
        Lab.docker(HOST, "rm", "-f", AGENT);
        Lab.run("exec", Integer.toString(HOST), "sh", "-c", command);
        Lab.docker(HOST, "restart", SERVER);
        awaitPing();
        Eventually.within(STARTING)
                .value("the host is back", () -> api.list("/hosts?state=active"), active -> active.size() == 1);
        awaitTwoRunning(api);
        assertThat(api.list("/hosts")).hasSize(1);
        assertThat(Lab.incarnations(HOST)).as("nothing was restarted").isEqualTo(before);
    }

    private static void awaitTwoRunning(Api api) {
        Eventually.within(STARTING)
                .value(
                        "two run",
                        () -> api.list("/containers?state=running&nativeContainer=false"),
                        all -> all.size() == 2);
    }
}
