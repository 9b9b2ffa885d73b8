package io.drover.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A server and lab hosts with agents, ready to deploy on. */
public final class Cluster implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final ServerProcess server;
    private final int hosts;
    private final Api root;
    private final Api api;

    private Cluster(Path folder, ServerProcess server, int hosts) {
        this.folder = folder;
        this.server = server;
        this.hosts = hosts;
        this.root = Api.withKey(server.url(), ServerProcess.KEY, ServerProcess.SECRET);
        this.api = root.in(root.named("projects", "Default").path("id").asText());
    }

    /** A fresh server with a new data folder, and {@code hosts} fresh hosts whose agents are connected. */
    public static Cluster fresh(int hosts) {
        try {
            Path folder = Files.createTempDirectory("drover-e2e");
            var server = new ServerProcess(folder.resolve("data"), FreePort.find());
            Lab.down();
            server.start();
            var cluster = new Cluster(folder, server, hosts);
            Lab.up(hosts);
            cluster.addHosts();
            return cluster;
        } catch (IOException e) {
            throw new IllegalStateException("no folder for the server's data", e);
        }
    }

    private void addHosts() {
        String token = registrationToken();
        IntStream.rangeClosed(1, hosts).forEach(host -> Lab.agent(host, server.urlForHosts(), token));
        Eventually.within(LIMIT)
                .value(
                        "all agents are connected",
                        () -> api.list("/hosts?state=active"),
                        active -> active.size() == hosts);
    }

    /** A token with which an agent can register in the environment. */
    public String registrationToken() {
        return api.post("/registrationtokens", Map.of())
                .expect(201)
                .path("token")
                .asText();
    }

    public ServerProcess server() {
        return server;
    }

    public Path folder() {
        return folder;
    }

    public int hosts() {
        return hosts;
    }

    /** The API with the administrator's key, outside any environment. */
    public Api root() {
        return root;
    }

    /** The API with the administrator's key, inside the environment Default. */
    public Api api() {
        return api;
    }

    /** Creates a started stack from compose text. */
    public JsonNode deploy(String name, String compose) {
        return api.post("/stacks", Map.of("name", name, "dockerCompose", compose, "startOnCreate", true))
                .expect(201);
    }

    /** Waits until every service of the stack is active, and returns them. */
    public List<JsonNode> awaitActive(JsonNode stack) {
        String services = "/services?stackId=" + stack.path("id").asText();
        return Eventually.within(LIMIT)
                .value(
                        "all services of " + stack.path("name").asText() + " are active",
                        () -> api.list(services),
                        all -> !all.isEmpty() && all.stream().allMatch(Cluster::isActive));
    }

    private static boolean isActive(JsonNode service) {
        return service.path("state").asText().equals("active");
    }

    /** The service's containers that are not being removed. */
    public List<JsonNode> containers(String service) {
        JsonNode found = api.named("services", service);
        return api.list("/containers?limit=1000&serviceId=" + found.path("id").asText()).stream()
                .filter(container -> !container.path("state").asText().startsWith("remov"))
                .toList();
    }

    /** Waits until exactly that many containers of the service run, and nothing else of it is there. */
    public List<JsonNode> awaitRunning(String service, int count) {
        return Eventually.within(LIMIT)
                .value(
                        count + " containers of " + service + " run",
                        () -> containers(service),
                        all -> all.size() == count
                                && all.stream()
                                        .allMatch(one ->
                                                one.path("state").asText().equals("running")));
    }

    /** Number (from 1) of the lab host a container is on. */
    public int hostOf(JsonNode container) {
        String hostname = api.get("/hosts/" + container.path("hostId").asText())
                .path("hostname")
                .asText();
        return Integer.parseInt(hostname.replaceAll("\\D", ""));
    }

    /** Every container of Drover's on every host, with its start time: equal lists mean nothing was touched. */
    public List<String> incarnations() {
        return IntStream.rangeClosed(1, hosts)
                .mapToObj(Lab::incarnations)
                .flatMap(List::stream)
                .sorted()
                .toList();
    }

    /** Removes all stacks and waits until their containers are gone from the engines. */
    public void clear() {
        for (JsonNode stack : api.list("/stacks")) {
            if (stack.path("actions").has("remove")) {
                api.send("DELETE", "/stacks/" + stack.path("id").asText(), null);
            }
        }
        Eventually.within(LIMIT).value("all stacks are gone", () -> api.list("/stacks"), List::isEmpty);
        Eventually.within(LIMIT).value("all containers are gone", this::incarnations, List::isEmpty);
    }

    /** The command line, with the administrator's key. */
    public Commands.Result cli(String... arguments) {
        return cli(Duration.ofMinutes(2), arguments);
    }

    public Commands.Result cli(Duration limit, String... arguments) {
        return Commands.bin(
                limit,
                Map.of(
                        "DROVER_URL",
                        server.url(),
                        "DROVER_ACCESS_KEY",
                        ServerProcess.KEY,
                        "DROVER_SECRET_KEY",
                        ServerProcess.SECRET,
                        "DROVER_ENVIRONMENT",
                        "Default",
                        "DROVER_CLI_CONFIG",
                        folder.resolve("cli.json").toString()),
                "drover",
                Stream.of(arguments).toArray(String[]::new));
    }

    @Override
    public void close() {
        Lab.down();
        server.close();
    }
}
