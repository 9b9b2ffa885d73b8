package io.drover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What the reference's command line needs before it does anything, and how it looks things up (spec: identity sheet, 8.1 and
 * 8.2). Each of these was found by running its code against a server.
 */
@ExtendWith(SharedServer.class)
class ReferenceCommandIT {
    private static SharedServer.Place place() {
        return SharedServer.place();
    }

    private static SchemaClient at(String path) {
        return SchemaClient.go(place().url() + path, SharedServer.key());
    }

    /** It keeps as its address what the schema of schemas calls its collection. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v2-beta/", "/v2-beta/schemas", "/v1/schemas/"})
    void isConfiguredWithAnyAddressOfTheServer(String path) {
        JsonNode schema = at(path).schema("schema");
        assertThat(schema.path("links").path("collection").asString()).isEqualTo(place().url() + "/v2-beta/schemas");
        assertThat(at("/v2-beta/schemas").list("project", Map.of("all", true)).path("data"))
                .isNotEmpty();
    }

    /** It says {@code schemas} twice when it begins in an environment. */
    @Test
    void beginsInAnEnvironment() {
        SchemaClient client = at("/v2-beta/projects/" + place().environment() + "/schemas/schemas");
        assertThat(client.schema("service").path("links").path("collection").asString())
                .isEqualTo(place().url() + "/v2-beta/projects/" + place().environment() + "/services");
    }

    @Test
    void looksANameUpInOneTypeAfterTheOther() {
        SchemaClient client = at("/v1/projects/" + place().environment());
        for (String type : List.of("volume", "machine", "secret", "projectTemplate")) {
            JsonNode found = client.list(type, Map.of("name", "nobody-has-this-name", "removed_null", "1"));
            assertThat(found.path("data").size()).as(type).isZero();
            assertThatThrownBy(() -> client.byId(type, "nobody-has-this-name"))
                    .isInstanceOfSatisfying(
                            SchemaClient.Refused.class,
                            refused -> assertThat(refused.status).as(type).isEqualTo(404));
        }
    }

    /** It asks for the template {@code Cattle}; its first versions sent a field without a name when none was wanted. */
    @Test
    void makesAnEnvironment() {
        SchemaClient client = at("/v2-beta");
        JsonNode template = client.list("projectTemplate", Map.of("name", "Cattle", "removed_null", "1"))
                .path("data")
                .path(0);
        assertThat(template.path("isPublic").asBoolean()).isTrue();
        JsonNode made = client.create(
                "project",
                Map.of(
                        "name",
                        "by-the-command",
                        "projectTemplateId",
                        template.path("id").asString()));
        assertThat(made.path("projectTemplateId")).isEqualTo(template.path("id"));
        JsonNode first = client.create(
                "project",
                Map.of("name", "by-its-first", "swarm", false, "kubernetes", false, "mesos", false, "", true));
        assertThat(first.path("name").asString()).isEqualTo("by-its-first");
        for (JsonNode one : List.of(made, first)) {
            client.action(client.reload(one), "deactivate", null);
            client.delete(client.reload(one));
        }
    }

    /** A restart says how many at a time, also to a single container. */
    @Test
    void restartsASingleContainerAsItDoesServices() {
        SchemaClient client = at("/v1/projects/" + place().environment());
        JsonNode container = client.list("container", Map.of("state", "running"))
                .path("data")
                .path(0);
        JsonNode restarted = client.action(
                container, "restart", Map.of("rollingRestartStrategy", Map.of("batchSize", 1, "intervalMillis", 1000)));
        assertThat(restarted.path("id")).isEqualTo(container.path("id"));
    }

    /** An administrator inside one environment lists all; what each links to is its own. */
    @Test
    void followsTheLinksOfAnotherEnvironment() {
        SchemaClient client = at("/v2-beta/projects/" + place().environment());
        JsonNode other = client.create("project", Map.of("name", "linked-from-elsewhere"));
        JsonNode stacks = client.link(client.reload(other), "stacks");
        assertThat(stacks.path("data").size()).isZero();
        assertThat(stacks.path("links").path("self").asString())
                .isEqualTo(
                        place().url() + "/v2-beta/projects/" + other.path("id").asString() + "/stacks");
        client.delete(client.reload(other));
    }

    @Test
    void anEnvironmentsKeyReadsWhoItIs() {
        JsonNode key = at("/v2-beta/projects/" + place().environment())
                .create("apiKey", new HashMap<>(Map.of("name", "of the environment")));
        SchemaClient client = SchemaClient.go(
                place().url() + "/v2-beta",
                key.path("publicValue").asString() + ":"
                        + key.path("secretValue").asString());
        JsonNode identity = client.list("identity", Map.of()).path("data").path(0);
        assertThat(client.byId("identity", identity.path("id").asString())).isEqualTo(identity);
    }
}
