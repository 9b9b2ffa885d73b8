package io.drover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the reference's clients do, request by request: the Go client's generic base, the Python client, and the command line's
 * {@code env}, {@code host}, {@code stack}, {@code ps}, {@code events} and {@code wait} on top of the former (spec: identity sheet,
 * 8). They are not here themselves; {@link SchemaClient} asks as they ask and relies on what they rely on.
 */
@ExtendWith(SharedServer.class)
class ReferenceClientsIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What the command line sends with every list, unless it is to show everything. */
    private static final Map<String, Object> LIST = Map.of(
            "limit",
            -2,
            "removed_null",
            "1",
            "state_ne",
            List.of("inactive", "stopped", "removing"),
            "system",
            "false");

    private static SharedServer.Place place() {
        return SharedServer.place();
    }

    private static SchemaClient go() {
        return SchemaClient.go(
                place().url() + "/v1/projects/" + place().environment() + "/schemas", SharedServer.key());
    }

    private static SchemaClient python() {
        return SchemaClient.python(place().url() + "/v2-beta/projects/" + place().environment(), SharedServer.key());
    }

    @Test
    void everySchemaIsOfTheShapeThatClientsDecode() {
        SchemaClient client = go();
        JsonNode all = client.get(place().url() + "/v2-beta/projects/" + place().environment() + "/schemas", Map.of());
        List<String> problems = new ArrayList<>();
        for (JsonNode schema : all.path("data")) {
            for (String texts : List.of("resourceMethods", "collectionMethods", "includeableLinks")) {
                if (!schema.path(texts).isArray()) {
                    problems.add(schema.path("id") + "." + texts + ": " + schema.path(texts));
                }
            }
            for (String map : List.of("resourceFields", "resourceActions", "collectionActions", "collectionFilters")) {
                if (!schema.path(map).isObject()) {
                    problems.add(schema.path("id") + "." + map + ": " + schema.path(map));
                }
            }
            schema.path("resourceFields").properties().forEach(field -> fieldProblems(schema, field, problems));
        }
        assertThat(problems).isEmpty();
    }

    private static void fieldProblems(JsonNode schema, Map.Entry<String, JsonNode> field, List<String> problems) {
        String name = schema.path("id").asString() + "." + field.getKey();
        JsonNode value = field.getValue();
        for (String flag : List.of("create", "update", "nullable", "unique", "required", "readOnCreateOnly")) {
            if (value.has(flag) && !value.path(flag).isBoolean()) {
                problems.add(name + "." + flag + ": " + value.path(flag));
            }
        }
        for (String number : List.of("min", "max", "minLength", "maxLength")) {
            if (value.has(number) && !value.path(number).isIntegralNumber()) {
                problems.add(name + "." + number + ": " + value.path(number));
            }
        }
        boolean isBoolean = value.path("type").asString("").equals("boolean");
        if (isBoolean && value.has("default") && !value.path("default").isBoolean()) {
            problems.add(name + ".default: " + value.path("default"));
        }
    }

    @Test
    void whatIsListedCanBeDecodedByTheGoClient() {
        SchemaClient client = go();
        List<String> problems = new ArrayList<>();
        for (String type : List.of("host", "stack", "service", "container", "project")) {
            JsonNode collection = client.list(type, Map.of("limit", -1));
            assertThat(collection.path("data").isEmpty()).as(type).isFalse();
            collection.path("data").forEach(one -> problems.addAll(GoTypes.problems(one)));
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void theGoClientMakesChangesRunsAndRemoves() throws InterruptedException {
        SchemaClient client = go();
        JsonNode stack = client.create("stack", Map.of("name", "go-made", "startOnCreate", false));
        assertThat(stack.path("state").asString()).isNotEmpty();
        // A typed client sends what was never set.
        JsonNode service = client.create(
                "service",
                Map.of(
                        "name",
                        "web",
                        "stackId",
                        stack.path("id").asString(),
                        "scale",
                        1,
                        "assignServiceIpAddress",
                        false,
                        "launchConfig",
                        Map.of("imageUuid", "docker:nginx:1.27", "tty", false)));
        JsonNode scaled = client.update(service, Map.of("scale", 2));
        assertThat(scaled.path("scale").asInt()).isEqualTo(2);
        assertThat(scaled.path("name").asString()).isEqualTo("web");
        // The whole of what was read may be sent back.
        assertThat(client.update(client.reload(service), client.reload(service))
                        .path("scale")
                        .asInt())
                .isEqualTo(2);
        assertThat(client.link(service, "stack").path("id")).isEqualTo(stack.path("id"));
        assertThat(client.link(stack, "services").path("data").path(0).path("id"))
                .isEqualTo(service.path("id"));
        JsonNode activated = client.action(settled(client, service), "activate", null);
        assertThat(activated.path("id")).isEqualTo(service.path("id"));
        assertThat(client.delete(client.reload(stack)).path("type").asString()).isEqualTo("stack");
    }

    /** As these clients wait: they read again until the resource is in no transition. */
    private static JsonNode settled(SchemaClient client, JsonNode resource) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        JsonNode now = client.reload(resource);
        while (now.path("transitioning").asString().equals("yes")) {
            assertThat(System.nanoTime()).as("still %s", now).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(100);
            now = client.reload(now);
        }
        return now;
    }

    @Test
    void somethingThatIsNotThereIs404ForTheGoClient() {
        SchemaClient client = go();
        for (String id : List.of("1s99999", "web", "1s", "no such name")) {
            assertThatThrownBy(() -> client.byId("service", id.replace(" ", "%20")))
                    .isInstanceOfSatisfying(
                            SchemaClient.Refused.class,
                            refused -> assertThat(refused.status).isEqualTo(404));
        }
    }

    @Test
    void thePythonClientDoesTheSameWithoutTypesOfBodies() {
        SchemaClient client = python();
        JsonNode stack = client.create("stack", Map.of("name", "python-made"));
        assertThat(client.byId("stack", stack.path("id").asString())
                        .path("name")
                        .asString())
                .isEqualTo("python-made");
        assertThat(client.list("stack", Map.of("name", "python-made", "system", "False"))
                        .path("data")
                        .size())
                .isEqualTo(1);
        assertThat(client.update(stack, Map.of("description", "x"))
                        .path("description")
                        .asString())
                .isEqualTo("x");
        assertThat(client.action(client.reload(stack), "remove", Map.of()).path("id"))
                .isEqualTo(stack.path("id"));
    }

    @Test
    void pagesAreFollowedToTheEnd() {
        SchemaClient client = python();
        JsonNode stack = client.create("stack", Map.of("name", "pages"));
        for (int i = 0; i < 5; i++) {
            client.create(
                    "service",
                    Map.of(
                            "name", "page-" + i,
                            "stackId", stack.path("id").asString(),
                            "launchConfig", Map.of("imageUuid", "docker:nginx:1.27")));
        }
        List<String> names = new ArrayList<>();
        JsonNode page = client.list("service", Map.of("name_prefix", "page-", "limit", 2, "sort", "name"));
        while (page != null) {
            page.path("data").forEach(one -> names.add(one.path("name").asString()));
            page = client.next(page);
        }
        assertThat(names).containsExactly("page-0", "page-1", "page-2", "page-3", "page-4");
        client.delete(stack);
    }

    @Test
    void theCommandLineFindsItsEnvironment() {
        SchemaClient raw = SchemaClient.go(place().url() + "/v1", SharedServer.key());
        assertThat(raw.list("project", Map.of("all", true)).path("data").toString())
                .contains("\"name\":\"contract\"");
        assertThat(raw.list("project", LIST).path("data").toString()).contains("\"name\":\"contract\"");
        assertThat(raw.byId("project", place().environment()).path("name").asString())
                .isEqualTo("contract");
        // By name it asks for an account first, and wants to be told that it is a project.
        JsonNode found = raw.list("account", Map.of("name", "contract", "removed_null", "1"));
        assertThat(found.path("data").path(0).path("type").asString()).isEqualTo("project");
        assertThat(found.path("data").path(0).path("id").asString()).isEqualTo(place().environment());
        assertThat(raw.byId("account", place().environment()).path("type").asString())
                .isEqualTo("project");
    }

    @Test
    void theCommandLineShowsHostsStacksServicesAndContainers() {
        SchemaClient client = go();
        for (String type : List.of("host", "stack", "service", "container")) {
            assertThat(client.list(type, LIST).path("data").isEmpty()).as(type).isFalse();
        }
        JsonNode service = client.list("service", Map.of("name", "web", "removed_null", 1))
                .path("data")
                .path(0);
        assertThat(service.path("launchConfig").path("imageUuid").asString()).isEqualTo("docker:nginx:1.27");
        JsonNode container = client.link(service, "instances").path("data").path(0);
        assertThat(client.link(container, "hosts")
                        .path("data")
                        .path(0)
                        .path("hostname")
                        .asString())
                .isEqualTo("paper");
        assertThat(client.link(container, "host").path("id")).isEqualTo(container.path("hostId"));
        JsonNode host = client.byId("host", container.path("hostId").asString());
        assertThat(client.link(host, "instances").path("data").toString())
                .contains(container.path("id").asString());
        assertThat(client.list(
                                "container",
                                Map.of(
                                        "stackId",
                                        service.path("stackId").asString(),
                                        "name",
                                        container.path("name").asString()))
                        .path("data")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void logsAndShellsAreHandedOutAsAnAddressAndATicket() {
        SchemaClient client = go();
        JsonNode container = client.list("container", Map.of("state", "running"))
                .path("data")
                .path(0);
        for (var wanted : Map.of(
                        "logs", Map.of("follow", true, "lines", 100),
                        "execute", Map.of("command", List.of("/bin/sh"), "tty", true))
                .entrySet()) {
            JsonNode access = client.action(container, wanted.getKey(), wanted.getValue());
            assertThat(access.path("url").asString()).startsWith("ws://127.0.0.1:");
            assertThat(access.path("token").asString()).isNotEmpty();
            assertThat(access.path("type").asString()).isEqualTo("hostAccess");
        }
    }

    /** The command line's {@code events} and {@code --wait}: the address is the collection of the schema {@code subscribe}. */
    @Test
    void changesAreToldWhereTheSchemaSaysWithWhatAskedFor() throws Exception {
        SchemaClient client = go();
        String address =
                client.schema("subscribe").path("links").path("collection").asString();
        var heard = new LinkedBlockingQueue<String>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(SharedServer.key().getBytes(StandardCharsets.UTF_8)))
                .buildAsync(
                        URI.create(
                                address.replaceFirst("^http", "ws")
                                        + "?eventNames=resource.change&eventNames=service.kubernetes.change&include=services&include=other"),
                        new Listening(heard))
                .get(30, TimeUnit.SECONDS);
        assertThat(JSON.readTree(heard.poll(30, TimeUnit.SECONDS)).path("name").asString())
                .isEqualTo("ping");
        JsonNode stack = client.create(
                "stack", Map.of("name", "heard", "dockerCompose", "services: {web: {image: 'nginx:1.27'}}"));
        JsonNode event = awaitEvent(heard, stack.path("id").asString());
        assertThat(event.path("resourceType").asString()).isEqualTo("stack");
        JsonNode resource = event.path("data").path("resource");
        assertThat(resource.path("services").path(0).path("name").asString()).isEqualTo("web");
        assertThat(resource.path("links").path("self").asString()).startsWith(place().url() + "/v2-beta/projects/");
        socket.abort();
        client.delete(stack);
    }

    private static JsonNode awaitEvent(LinkedBlockingQueue<String> heard, String id) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            String frame = heard.poll(30, TimeUnit.SECONDS);
            JsonNode event = frame == null ? JSON.createObjectNode() : JSON.readTree(frame);
            if (event.path("resourceId").asString("").equals(id)) {
                return event;
            }
        }
        throw new AssertionError("no event of " + id);
    }

    private static final class Listening implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> heard;
        private final StringBuilder frame = new StringBuilder();

        Listening(LinkedBlockingQueue<String> heard) {
            this.heard = heard;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            frame.append(data);
            if (last) {
                heard.add(frame.toString());
                frame.setLength(0);
            }
            socket.request(1);
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }
    }
}
