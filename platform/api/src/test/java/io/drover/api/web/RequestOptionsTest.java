package io.drover.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.resource.Resource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Options of requests that change how things are shown, not what is done (spec: api contract, sections 1 and 5). */
@SpringBootTest(
        classes = ToyApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "drover.internal.secret=" + ToyApplication.SECRET)
@AutoConfigureWebTestClient
class RequestOptionsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String OWNER = caller("user", "owner", "1a5");
    private static final String ADMIN_INSIDE = caller("admin", "owner", "1a5");

    @Autowired
    private WebTestClient client;

    @LocalServerPort
    private int port;

    @Autowired
    private Crates.CrateHandler crates;

    @Autowired
    private Crates.DepotHandler depots;

    @BeforeEach
    void aCrateInADepot() {
        crates.rows.clear();
        depots.rows.clear();
        depots.put(new Resource("depot", "1d1", Map.of("name", "north", "accountId", "1a5")));
        crates.put(new Resource(
                "crate",
                "1cr1",
                Map.of(
                        "name",
                        "<script>alert(1)</script>",
                        "state",
                        "active",
                        "depotId",
                        "1d1",
                        "accountId",
                        "1a5",
                        "color",
                        "red")));
    }

    private static String caller(String kind, String role, @Nullable String environment) {
        Map<String, Object> claims =
                new HashMap<>(Map.of("sub", "1a1", "kind", kind, "name", "ann", "role", role, "cred", "1c3"));
        if (environment != null) {
            claims.putAll(Map.of("env", environment, "env_uuid", "u-5", "env_name", "Default"));
        }
        return ToyApplication.token(claims);
    }

    private EntityExchangeResult<byte[]> get(String path, String caller, String agent, String accept) {
        return client.mutate()
                .responseTimeout(Duration.ofSeconds(10))
                .build()
                .get()
                .uri(URI.create("http://localhost:" + port + path))
                .headers(headers -> {
                    headers.setBearerAuth(caller);
                    headers.set("User-Agent", agent);
                    headers.set("Accept", accept);
                })
                .exchange()
                .expectBody()
                .returnResult();
    }

    private JsonNode json(String path, String caller) {
        return JSON.readTree(Objects.requireNonNull(
                get(path, caller, "curl/8", "application/json").getResponseBody()));
    }

    private static String text(EntityExchangeResult<byte[]> answer) {
        return new String(Objects.requireNonNull(answer.getResponseBody()), StandardCharsets.UTF_8);
    }

    @Test
    void aBrowserGetsAPageAndNothingInItRuns() {
        var page = get("/v2-beta/crates/1cr1", OWNER, FIREFOX, "text/html,*/*;q=0.8");
        assertThat(page.getResponseHeaders().getFirst("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(text(page)).contains("&lt;script&gt;alert(1)&lt;/script&gt;").doesNotContain("<script>");
    }

    @Test
    void aScriptInABrowserThatNamesJsonGetsJson() {
        var answer = get("/v2-beta/crates/1cr1", OWNER, FIREFOX, "application/json");
        assertThat(answer.getResponseHeaders().getFirst("Content-Type")).isEqualTo("application/json; charset=utf-8");
    }

    @Test
    void anErrorIsAPageToo() {
        var page = get("/v2-beta/boats%3Cscript%3E?_format=html", OWNER, "curl/8", "*/*");
        assertThat(page.getStatus().value()).isEqualTo(404);
        assertThat(text(page)).contains("<!doctype html>").doesNotContain("<script");
    }

    @Test
    void anAdministratorMaySeeNumbersForIds() {
        JsonNode crate = json("/v2-beta/crates/1?_plainId=true", ADMIN_INSIDE);
        assertThat(crate.path("id").asString()).isEqualTo("1");
        assertThat(crate.path("depotId").asString()).isEqualTo("1");
        assertThat(crate.path("links").path("depot").asString()).endsWith("/depots/1");
    }

    @Test
    void numbersAreReadWhereAnAdministratorIsShownThem() {
        assertThat(json("/v2-beta/crates?_plainId=true&depotId=1", ADMIN_INSIDE).path("data"))
                .hasSize(1);
        assertThat(json("/v2-beta/crates?_plainId=true&depotId=1", ADMIN_INSIDE)
                        .path("createDefaults")
                        .path("depotId")
                        .asString())
                .isEqualTo("1");
        assertThat(json("/v2-beta/crates?_plainId=true&depotId_ne=1", ADMIN_INSIDE)
                        .path("data"))
                .isEmpty();
        assertThat(json("/v2-beta/crates?_plainId=true&id=1", ADMIN_INSIDE).path("data"))
                .hasSize(1);
        assertThat(json("/v2-beta/crates?depotId=1", ADMIN_INSIDE).path("data")).isEmpty();
        client.post()
                .uri("/v2-beta/crates?_plainId=true")
                .headers(headers -> headers.setBearerAuth(ADMIN_INSIDE))
                .bodyValue(Map.of("name", "nine", "depotId", 1))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.depotId")
                .isEqualTo("1");
        client.post()
                .uri("/v2-beta/crates")
                .headers(headers -> headers.setBearerAuth(ADMIN_INSIDE))
                .bodyValue(Map.of("name", "ten", "depotId", "2"))
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void listsBelowAResourceAreNarrowedAndSorted() {
        crates.put(new Resource(
                "crate",
                "1cr2",
                Map.of("name", "b", "state", "active", "depotId", "1d1", "accountId", "1a5", "color", "green")));
        String crates = "/v2-beta/depots/1d1/crates";
        assertThat(json(crates + "?color=green", OWNER).path("data").findValuesAsString("name"))
                .containsExactly("b");
        assertThat(json(crates + "?sort=name&order=desc", OWNER).path("data").findValuesAsString("id"))
                .containsExactly("1cr2", "1cr1");
        assertThat(json(crates + "?limit=1", OWNER).path("data")).hasSize(2);
    }

    @Test
    void pagesProgramsMayCallActionsOtherwise() {
        byte[] body = client.get()
                .uri("/v2-beta/crates?include=depot")
                .headers(headers -> headers.setBearerAuth(OWNER))
                .header("X-Api-Action-Links", "actionLinks")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody();
        JsonNode list = JSON.readTree(Objects.requireNonNull(body));
        JsonNode crate = list.path("data").path(0);
        assertThat(list.has("actionLinks")).isTrue();
        assertThat(crate.path("actionLinks").has("remove")).isTrue();
        assertThat(crate.has("actions")).isFalse();
        assertThat(crate.path("depot").has("actionLinks")).isTrue();
    }

    @Test
    void othersDoNot() {
        assertThat(json("/v2-beta/crates/1cr1?_plainId=true", OWNER).path("id").asString())
                .isEqualTo("1cr1");
        assertThat(json("/v2-beta/crates/1?_plainId=true", OWNER).path("status").asInt())
                .isEqualTo(404);
    }

    @Test
    void anAdministratorMayLookAtAnotherRolesSchemas() {
        assertThat(json("/v2-beta/schemas/crate?_role=readonly", ADMIN_INSIDE)
                        .path("collectionMethods")
                        .toString())
                .isEqualTo("[\"GET\"]");
        assertThat(json("/v2-beta/schemas?_role=member", ADMIN_INSIDE)
                        .path("data")
                        .toString())
                .doesNotContain("\"id\":\"crate\"");
        assertThat(json("/v2-beta/schemas?_role=king", ADMIN_INSIDE)
                        .path("code")
                        .asString())
                .isEqualTo("InvalidRole");
    }

    @Test
    void anotherRoleIsForLookingAtSchemasOnly() {
        assertThat(json("/v2-beta/schemas/crate?_role=readonly", OWNER)
                        .path("collectionMethods")
                        .toString())
                .contains("POST");
        assertThat(json("/v2-beta/crates?_role=member", ADMIN_INSIDE)
                        .path("data")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void whatAListWasNarrowedToIsWhatANewMemberNeeds() {
        assertThat(json("/v2-beta/crates?color=red&depotId=1d1&state=active&name_like=a", OWNER)
                        .path("createDefaults")
                        .toString())
                .isEqualTo("{\"color\":\"red\",\"depotId\":\"1d1\"}");
        assertThat(json("/v2-beta/depots/1d1/crates", OWNER)
                        .path("createDefaults")
                        .toString())
                .isEqualTo("{\"depotId\":\"1d1\"}");
    }

    @Test
    void anEncodedIdIsTheSameId() {
        assertThat(json("/v2-beta/crates/%31cr1", OWNER).path("id").asString()).isEqualTo("1cr1");
    }

    @Test
    void theOlderVersionHasItsOwnIndex() {
        assertThat(json("/v1", OWNER).path("id").asString()).isEqualTo("v1");
        assertThat(json("/v1", OWNER).path("links").path("crates").asString()).contains("/v1/crates");
    }
}
