package io.drover.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Read-only tokens and custom roles over HTTP, on the toy service: two depots, a crate in each and one in none. */
@SpringBootTest(
        classes = ToyApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "drover.internal.secret=" + ToyApplication.SECRET)
@AutoConfigureWebTestClient
class NarrowedCallerTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String WHOLE = token(false);
    private static final String READ_ONLY = token(true);
    /** Everything in the first depot; reads all crates' depots nowhere else. */
    private static final String FIRST_DEPOT = token(false, "crate,depot:crud@1st1");
    /** Reads every crate, and changes those of the first depot. */
    private static final String READS_ALL = token(false, "crate:r", "crate:cu@1st1");

    private static final String LOOKS_IN_FIRST = token(false, "crate:r@1st1");
    private static final String DEPOTS_ONLY = token(false, "depot:crud");

    @Autowired
    private WebTestClient client;

    @Autowired
    private Crates.CrateHandler crates;

    @Autowired
    private Crates.DepotHandler depots;

    @BeforeEach
    void twoDepotsAndThreeCrates() {
        crates.rows.clear();
        depots.rows.clear();
        depots.put(new Resource("depot", "1d1", Map.of("name", "north", "accountId", "1a5")));
        depots.put(new Resource("depot", "1d2", Map.of("name", "south", "accountId", "1a5")));
        crates.put(crate("1cr1", "apples", "1d1"));
        crates.put(crate("1cr2", "pears", "1d2"));
        crates.put(crate("1cr3", "stray", null));
        crates.put(crate("1cr4", "plums", "1d1"));
    }

    private static Resource crate(String id, String name, @Nullable String depot) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("name", name, "state", "inactive", "accountId", "1a5", "weight", 1L));
        if (depot != null) {
            fields.put("depotId", depot);
        }
        return new Resource("crate", id, Map.copyOf(fields));
    }

    private static String token(boolean readOnly, String... grants) {
        Map<String, Object> claims = new HashMap<>(Map.of(
                "sub", "1a1", "kind", "user", "role", "owner", "env", "1a5", "env_uuid", "u-5", "env_name", "Default"));
        claims.put("read_only", readOnly);
        if (grants.length > 0) {
            claims.put("grants", List.of(grants));
            claims.put("role_name", "deployer");
        }
        return ToyApplication.token(claims);
    }

    record Case(
            String name,
            String method,
            String path,
            String caller,
            @Nullable String body,
            int status,
            String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> ANSWERS = List.of(
            new Case("reads", "GET", "/crates/1cr1", READ_ONLY, null, 200, "apples"),
            new Case("read-only creates", "POST", "/crates", READ_ONLY, "{\"name\":\"figs\"}", 405, "read-only"),
            new Case("read-only updates", "PUT", "/crates/1cr1", READ_ONLY, "{\"weight\":2}", 405, "read-only"),
            new Case("read-only removes", "DELETE", "/crates/1cr1", READ_ONLY, null, 405, "read-only"),
            new Case("read-only acts", "POST", "/crates/1cr1?action=activate", READ_ONLY, "{}", 405, "read-only"),
            new Case("read-only removes by action", "POST", "/crates/1cr1?action=remove", READ_ONLY, "{}", 405, "only"),
            new Case("read-only by another method", "POST", "/crates/1cr1?_method=DELETE", READ_ONLY, "", 405, "only"),
            new Case("read-only makes a child", "POST", "/depots/1d1/crates", READ_ONLY, "{}", 405, "read-only"),
            new Case("read-only looks", "POST", "/crates/1cr1?action=look", READ_ONLY, "{}", 200, "ws://x"),
            new Case("in its stack", "GET", "/crates/1cr1", FIRST_DEPOT, null, 200, "apples"),
            new Case("its stack", "GET", "/depots/1d1", FIRST_DEPOT, null, 200, "north"),
            new Case("in another stack", "GET", "/crates/1cr2", FIRST_DEPOT, null, 404, "1cr2"),
            new Case("in no stack", "GET", "/crates/1cr3", FIRST_DEPOT, null, 404, "1cr3"),
            new Case("another stack", "GET", "/depots/1d2", FIRST_DEPOT, null, 404, "1d2"),
            new Case("changes in another stack", "PUT", "/crates/1cr2", FIRST_DEPOT, "{\"weight\":2}", 404, "1cr2"),
            new Case("removes in another stack", "DELETE", "/crates/1cr2", FIRST_DEPOT, null, 404, "1cr2"),
            new Case("acts in another stack", "POST", "/crates/1cr2?action=activate", FIRST_DEPOT, "{}", 404, "1cr2"),
            new Case("looks in another stack", "POST", "/crates/1cr2?action=look", FIRST_DEPOT, "{}", 404, "1cr2"),
            new Case("changes", "PUT", "/crates/1cr1", FIRST_DEPOT, "{\"weight\":2}", 200, "apples"),
            new Case("acts", "POST", "/crates/1cr1?action=activate", FIRST_DEPOT, "{}", 202, "active"),
            new Case("creates", "POST", "/crates", FIRST_DEPOT, "{\"name\":\"a\",\"depotId\":\"1d1\"}", 201, "1d1"),
            new Case("creates as a child", "POST", "/depots/1d1/crates", FIRST_DEPOT, "{\"name\":\"a\"}", 201, "1d1"),
            new Case(
                    "creates in another stack",
                    "POST",
                    "/crates",
                    FIRST_DEPOT,
                    "{\"name\":\"a\",\"depotId\":\"1d2\"}",
                    403,
                    "the role 'deployer' may not create a 'crate' outside of: 1st1"),
            new Case("creates in no stack", "POST", "/crates", FIRST_DEPOT, "{\"name\":\"a\"}", 403, "outside of"),
            new Case(
                    "child of another stack",
                    "POST",
                    "/depots/1d2/crates",
                    FIRST_DEPOT,
                    "{\"name\":\"a\"}",
                    404,
                    "1d2"),
            new Case("makes a stack", "POST", "/depots", FIRST_DEPOT, "{\"name\":\"a\"}", 405, "may not create"),
            new Case("link from another stack", "GET", "/crates/1cr2/depot", READS_ALL, null, 404, "depot"),
            new Case("children of another stack", "GET", "/depots/1d2/crates", FIRST_DEPOT, null, 404, "1d2"),
            new Case("the collection's action", "POST", "/crates?action=count", FIRST_DEPOT, "{}", 405, "outside of"),
            new Case("the collection's action", "POST", "/crates?action=count", READS_ALL, "{}", 200, "tally"),
            new Case("reads elsewhere", "GET", "/crates/1cr2", READS_ALL, null, 200, "pears"),
            new Case(
                    "changes where it only reads",
                    "PUT",
                    "/crates/1cr2",
                    READS_ALL,
                    "{\"weight\":2}",
                    405,
                    "the role 'deployer' may not change a 'crate' outside of: 1st1"),
            new Case("a verb no grant names", "DELETE", "/crates/1cr1", READS_ALL, null, 405, "may not remove"),
            new Case("a type no grant names", "GET", "/crates", DEPOTS_ONLY, null, 404, "no type 'crate'"),
            new Case("schema of such a type", "GET", "/schemas/crate", DEPOTS_ONLY, null, 404, "crate"),
            new Case("route", "GET", "/clock", READ_ONLY, null, 200, "noon"));

    @ParameterizedTest
    @FieldSource("ANSWERS")
    void answers(Case given) {
        assertThat(send(given.method(), given.path(), given.caller(), given.body(), given.status()))
                .contains(given.says());
    }

    @Test
    void listsAreRestrictedBeforeTheyAreCutIntoPages() {
        assertThat(names("/crates", WHOLE)).containsExactly("apples", "pears", "stray", "plums");
        assertThat(names("/crates", FIRST_DEPOT)).containsExactly("apples", "plums");
        assertThat(names("/crates?limit=2", FIRST_DEPOT)).containsExactly("apples", "plums");
        assertThat(names("/crates?limit=1&marker=m1", FIRST_DEPOT)).containsExactly("plums");
        assertThat(names("/crates?depotId=1d2", FIRST_DEPOT)).isEmpty();
        assertThat(names("/depots", FIRST_DEPOT)).containsExactly("north");
        assertThat(names("/crates", READS_ALL)).hasSize(4);
        assertThat(send("GET", "/crates", FIRST_DEPOT, null, 200))
                .as("the restriction is no filter of the client's")
                .contains("\"depotId\":null")
                .doesNotContain("\"in\"");
    }

    @Test
    void includeAndChildLinksShowNothingOfOtherStacks() {
        assertThat(send("GET", "/crates/1cr1?include=depot", LOOKS_IN_FIRST, null, 200))
                .as("no grant for depots")
                .doesNotContain("north");
        assertThat(send("GET", "/crates/1cr1?include=depot", FIRST_DEPOT, null, 200))
                .contains("north");
        assertThat(send("GET", "/crates?include=depot", token(false, "crate:r", "depot:r@1st1"), null, 200))
                .contains("pears", "north")
                .doesNotContain("south");
        String everyDepot = token(false, "depot:r", "crate:r@1st1");
        assertThat(names("/depots/1d1/crates", everyDepot)).containsExactly("apples", "plums");
        assertThat(names("/depots/1d2/crates", everyDepot)).isEmpty();
        assertThat(send("GET", "/depots?include=crates", everyDepot, null, 200))
                .contains("south", "apples")
                .doesNotContain("pears");
    }

    @Test
    void actionLinksAndWaysToCreateAreWhatIsLeft() {
        assertThat(actions("/crates/1cr1", WHOLE)).contains("activate", "remove", "look");
        assertThat(actions("/crates/1cr1", READ_ONLY)).containsExactly("look");
        assertThat(actions("/crates/1cr1", READS_ALL)).contains("activate").doesNotContain("remove");
        assertThat(actions("/crates/1cr2", READS_ALL)).containsExactly("look");
        assertThat(read("/crates", READ_ONLY).path("createTypes").isEmpty()).isTrue();
        assertThat(read("/crates", FIRST_DEPOT).path("createTypes").has("crate"))
                .isTrue();
        assertThat(read("/depots", FIRST_DEPOT).path("createTypes").has("depot"))
                .isFalse();
    }

    @Test
    void schemasSayWhatIsLeft() {
        JsonNode whole = read("/schemas/crate", WHOLE);
        JsonNode readOnly = read("/schemas/crate", READ_ONLY);
        assertThat(words(whole.path("collectionMethods"))).containsExactly("GET", "POST");
        assertThat(words(readOnly.path("collectionMethods"))).containsExactly("GET");
        assertThat(words(readOnly.path("resourceMethods"))).containsExactly("GET");
        assertThat(readOnly.path("resourceActions").propertyNames()).containsExactly("look");
        assertThat(readOnly.path("resourceFields").path("name").path("create").asBoolean())
                .isFalse();
        assertThat(words(read("/schemas/crate", READS_ALL).path("resourceMethods")))
                .containsExactly("GET", "PUT");
        assertThat(words(read("/schemas/depot", FIRST_DEPOT).path("collectionMethods")))
                .containsExactly("GET");
        assertThat(read("", DEPOTS_ONLY).path("links").propertyNames())
                .contains("depots")
                .doesNotContain("crates");
    }

    private List<String> actions(String path, String token) {
        return List.copyOf(read(path, token).path("actions").propertyNames());
    }

    private List<String> names(String path, String token) {
        List<String> names = new ArrayList<>();
        read(path, token).path("data").forEach(one -> names.add(one.path("name").asString()));
        return names;
    }

    private static List<String> words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asString()));
        return words;
    }

    private JsonNode read(String path, String token) {
        return JSON.readTree(send("GET", path, token, null, 200));
    }

    private String send(String method, String path, String token, @Nullable String body, int status) {
        WebTestClient.RequestBodySpec request = client.method(HttpMethod.valueOf(method))
                .uri("/v2-beta" + path)
                .header("Authorization", "Bearer " + token);
        if (body != null) {
            request.header("Content-Type", "application/json").bodyValue(body);
        }
        byte[] answer = request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return answer == null ? "" : new String(answer, StandardCharsets.UTF_8);
    }
}
