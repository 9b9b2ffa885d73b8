package io.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pulling from a real registry with user and password: the distribution's {@code docker-registry}, on this machine's address in
 * the lab. A host and an environment of their own, because their engine must believe a registry without TLS.
 */
class RegistryE2E {
    private static final int HOST = 5; // beside those of the shared cluster, and of ImagesE2E
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String PASSWORD = "correct-horse-battery";

    @TempDir
    static Path folder;

    private static final Cluster cluster = Clusters.shared();
    private static String registry = "";
    private static @Nullable Process process;
    private static Api api;

    @BeforeAll
    static void startRegistryAndHost() throws IOException {
        registry = Lab.network() + ".1:" + FreePort.find();
        process = new ProcessBuilder("docker-registry", "serve", configuration().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        lab(Map.of("DROVER_LAB_DOCKERD_OPTIONS", "--insecure-registry " + registry), "boot", Integer.toString(HOST));
        push("web:1");
        String environment = cluster.root()
                .post("/projects", Map.of("name", "pulling"))
                .expect(201)
                .path("id")
                .asText();
        api = cluster.root().in(environment);
        String token = api.post("/registrationtokens", Map.of())
                .expect(201)
                .path("token")
                .asText();
        Lab.agent(HOST, cluster.server().urlForHosts(), token);
        Eventually.within(LIMIT)
                .value("the host is active", () -> api.list("/hosts?state=active"), active -> active.size() == 1);
    }

    @AfterAll
    static void stop() {
        Lab.command("down", HOST);
        if (process != null) {
            process.destroy();
        }
    }

    private static Path configuration() throws IOException {
        String line = Commands.run(LIMIT, Map.of(), List.of("htpasswd", "-Bbn", "ann", PASSWORD))
                .orThrow();
        Path users = Files.writeString(folder.resolve("htpasswd"), line + "\n");
        return Files.writeString(
                folder.resolve("registry.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "%s"}
                auth: {htpasswd: {realm: lab, path: %s}}
                """.formatted(folder.resolve("images"), registry, users));
    }

    /** Puts an image of the lab into the registry, and forgets the name on the host. */
    private static void push(String image) {
        Map<String, String> signedIn =
                Map.of("DOCKER_CONFIG", folder.resolve("docker").toString());
        String name = registry + "/" + image;
        Eventually.within(LIMIT)
                .check(
                        "the registry answers",
                        () -> Commands.run(
                                                LIMIT,
                                                Map.of(),
                                                List.of("curl", "-s", "-o", "/dev/null", "http://" + registry + "/v2/"))
                                        .code()
                                == 0);
        lab(signedIn, "docker", Integer.toString(HOST), "login", "-u", "ann", "-p", PASSWORD, registry);
        Lab.docker(HOST, "tag", image, name);
        lab(signedIn, "docker", Integer.toString(HOST), "push", "-q", name);
        Lab.docker(HOST, "rmi", name);
    }

    private static void lab(Map<String, String> environment, String... arguments) {
        Commands.bin(LIMIT, environment, "lab", arguments).orThrow();
    }

    @Test
    void anImageIsPulledWithTheEnvironmentsCredentialAndEachFailureSaysWhatItIs() {
        JsonNode stack = api.post(
                        "/stacks",
                        Map.of(
                                "name",
                                "private",
                                "startOnCreate",
                                true,
                                "dockerCompose",
                                "services: {web: {image: '%s/web:1'}}".formatted(registry)))
                .expect(201);
        awaitMessage(stack, "needs credentials");

        // A wrong password first: from the command line, as people do it.
        assertThat(addUser("wrong")).contains("is pulled from as ann");
        awaitMessage(stack, "does not accept user 'ann' with the stored password");

        addUser(PASSWORD);
        Eventually.within(LIMIT)
                .value(
                        "the container runs",
                        () -> api.list("/containers?state=running&nativeContainer=false"),
                        running -> running.size() == 1);
        assertThat(everythingOnTheHostsDisk()).doesNotContain(PASSWORD);
        assertThat(api.get("/registrycredentials").toString()).contains("ann").doesNotContain(PASSWORD);
        Eventually.within(LIMIT)
                .value(
                        "the audit log tells of the handout",
                        () -> api.list("/auditlogs?eventType=registryCredential.handout"),
                        rows -> !rows.isEmpty());

        JsonNode missing = deploy("missing", registry + "/web:no-such-tag");
        awaitMessage(missing, "does not exist on " + registry);
        JsonNode known = api.list("/registries").getFirst();
        api.act(known, "deactivate", Map.of());
        Lab.docker(HOST, "rmi", "-f", registry + "/web:1");
        awaitMessage(deploy("again", registry + "/web:1"), "is inactive in this environment");
    }

    private static JsonNode deploy(String name, String image) {
        return api.post(
                        "/stacks",
                        Map.of(
                                "name",
                                name,
                                "startOnCreate",
                                true,
                                "dockerCompose",
                                "services: {web: {image: '%s', pull_policy: always}}".formatted(image)))
                .expect(201);
    }

    private static void awaitMessage(JsonNode stack, String words) {
        Eventually.within(LIMIT)
                .value(
                        "a container of " + stack.path("name").asText() + " says: " + words,
                        () -> api.list("/containers?stackId=" + stack.path("id").asText()),
                        all -> all.stream()
                                .anyMatch(one -> one.path("transitioningMessage")
                                        .asText("")
                                        .contains(words)));
    }

    private static String addUser(String password) {
        try {
            Path file = Files.writeString(folder.resolve("password"), password + "\n");
            return cluster.cli(
                            "--env",
                            "pulling",
                            "registries",
                            "add",
                            registry,
                            "--user",
                            "ann",
                            "--password-file",
                            file.toString())
                    .orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Document, journal, logs: whatever agent and engine wrote. */
    private static String everythingOnTheHostsDisk() {
        String state = Objects.requireNonNullElse(System.getenv("DROVER_LAB_DIR"), "/var/lib/" + Lab.name() + "-lab");
        try (Stream<Path> files = Files.walk(Path.of(state, "h" + HOST, "agent"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
