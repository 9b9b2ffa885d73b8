package io.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bad input gets a clear error, and nothing is half created. */
class RefusalsE2E {
    private final Cluster cluster = Clusters.shared();
    private final Api api = cluster.api();

    @Test
    void aWrongPasswordIsRefusedAndNotExplained() {
        Api.Answer wrong =
                Api.withKey(cluster.server().url(), "nobody", "nothing").post("/token", Map.of("code", "admin:wrong"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text("type")).isEqualTo("error");
        Api.Answer right = Api.withKey(cluster.server().url(), "nobody", "nothing")
                .post("/token", Map.of("code", "admin:" + ServerProcess.PASSWORD));
        assertThat(right.status()).as(right.body().toString()).isEqualTo(201);
        assertThat(right.text("jwt")).isNotEmpty();
    }

    @Test
    void anotherEnvironmentsResourceDoesNotExist() {
        JsonNode other =
                cluster.root().post("/projects", Map.of("name", "other")).expect(201);
        Api elsewhere = cluster.root().in(other.path("id").asText());
        JsonNode stack = elsewhere.post("/stacks", Map.of("name", "hidden")).expect(201);
        String path = "/stacks/" + stack.path("id").asText();
        assertThat(elsewhere.send("GET", path, null).status()).isEqualTo(200);
        assertThat(api.send("GET", path, null).status()).isEqualTo(404);
        assertThat(api.send("DELETE", path, null).status()).isEqualTo(404);
        assertThat(api.send("PUT", path, Map.of("description", "mine")).status())
                .isEqualTo(404);
        assertThat(api.list("/stacks")).isEmpty();
        assertThat(elsewhere.send("DELETE", path, null).status()).isEqualTo(200);
    }

    @Test
    void aRevokedKeyStopsWorkingWithinASecondOrTwo() {
        JsonNode key =
                cluster.root().post("/apikeys", Map.of("name", "short-lived")).expect(201);
        Api withKey = Api.withKey(
                cluster.server().url(),
                key.path("publicValue").asText(),
                key.path("secretValue").asText());
        assertThat(withKey.send("GET", "/projects", null).status()).isEqualTo(200);
        cluster.root().act(key, "deactivate", Map.of());
        Eventually.within(Duration.ofSeconds(10))
                .check(
                        "the key is refused",
                        () -> withKey.send("GET", "/projects", null).status() == 401);
    }

    @Test
    void anUnknownFieldIsNamed() {
        Api.Answer answer = api.post("/stacks", Map.of("name", "typo", "dockerComposed", "services: {}"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("fieldName")).isEqualTo("dockerComposed");
        assertThat(answer.text("message")).contains("dockerCompose");
        assertThat(api.list("/stacks?name=typo")).isEmpty();
    }

    @Test
    void brokenYamlIsLocatedAndCreatesNothing() {
        Api.Answer answer = api.post(
                "/stacks",
                Map.of("name", "broken", "dockerCompose", "services:\n  web:\n    image: web:1\n   ports: [\n"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("fieldName")).isEqualTo("dockerCompose");
        assertThat(answer.text("message")).contains("line 4").contains("column");
        assertThat(api.list("/stacks?name=broken")).isEmpty();
    }

    @Test
    void aSecondStackOfTheSameNameIsRefused() {
        JsonNode first = api.post("/stacks", Map.of("name", "twice")).expect(201);
        Api.Answer second = api.post("/stacks", Map.of("name", "twice"));
        assertThat(second.status()).isEqualTo(422);
        assertThat(second.text("code")).isEqualTo("NotUnique");
        assertThat(second.text("fieldName")).isEqualTo("name");
        api.send("DELETE", "/stacks/" + first.path("id").asText(), null);
        Eventually.within(Duration.ofSeconds(20))
                .check("it is gone", () -> api.list("/stacks?name=twice").isEmpty());
    }

    @Test
    void listsPageSortAndFilter() {
        for (String name : new String[] {"page-a", "page-b", "page-c"}) {
            api.post("/stacks", Map.of("name", name)).expect(201);
        }
        JsonNode first = api.get("/stacks?name_prefix=page-&sort=name&order=desc&limit=2");
        assertThat(first.path("data").path(0).path("name").asText()).isEqualTo("page-c");
        assertThat(first.path("data")).hasSize(2);
        JsonNode second = api.get(first.path("pagination").path("next").asText());
        assertThat(second.path("data").path(0).path("name").asText()).isEqualTo("page-a");
        for (JsonNode stack : api.list("/stacks?name_prefix=page-")) {
            api.send("DELETE", "/stacks/" + stack.path("id").asText(), null);
        }
    }

    @Test
    void changesArePushedToSubscribers() {
        Api.Frames events = api.subscribe();
        Eventually.within(Duration.ofSeconds(10))
                .check(
                        "the first frame is a ping",
                        () -> !events.all().isEmpty() && events.all().getFirst().contains("\"ping\""));
        JsonNode stack = api.post("/stacks", Map.of("name", "watched")).expect(201);
        Eventually.within(Duration.ofSeconds(10))
                .check(
                        "the stack is pushed",
                        () -> events.all().stream()
                                .anyMatch(frame -> frame.contains("resource.change")
                                        && frame.contains(
                                                "\"" + stack.path("id").asText() + "\"")));
        events.close();
        api.send("DELETE", "/stacks/" + stack.path("id").asText(), null);
    }
}
