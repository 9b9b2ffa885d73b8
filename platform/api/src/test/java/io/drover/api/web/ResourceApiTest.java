package io.drover.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.audit.AuditEvent;
import io.drover.api.audit.AuditObjects;
import io.drover.api.resource.Resource;
import io.drover.testkit.GoldenFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The contract over HTTP, on the toy service. */
@SpringBootTest(
        classes = ToyApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "drover.internal.secret=" + ToyApplication.SECRET)
@AutoConfigureWebTestClient
class ResourceApiTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String BASE = "http://drover.example/v2-beta/projects/1a5";
    private static final String OWNER = caller("owner", "1a5");
    private static final String READONLY = caller("readonly", "1a5");
    private static final String OUTSIDE = caller("owner", null);
    private static final String FOREIGN = caller("owner", "1a9");
    private static final String MEMBER = caller("member", "1a5");

    @Autowired
    private WebTestClient client;

    @Autowired
    private Crates.CrateHandler crates;

    @Autowired
    private Crates.DepotHandler depots;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ToyApplication.Reported reported;

    @BeforeEach
    void twoCratesInADepot() {
        crates.rows.clear();
        depots.rows.clear();
        depots.put(new Resource("depot", "1d1", Map.of("name", "north", "accountId", "1a5")));
        crates.put(crate("1cr1", "apples", "inactive", 10));
        crates.put(crate("1cr2", "pears", "active", 20));
    }

    private static Resource crate(String id, String name, String state, long weight) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "name",
                name,
                "state",
                state,
                "weight",
                weight,
                "accountId",
                "1a5",
                "depotId",
                "1d1",
                "created",
                Crates.CREATED));
        fields.put("key", "sesame");
        return new Resource("crate", id, Map.copyOf(fields));
    }

    private static String caller(String role, @Nullable String environment) {
        Map<String, Object> claims =
                new HashMap<>(Map.of("sub", "1a1", "kind", "user", "name", "Zoë", "role", role, "cred", "1c3"));
        if (environment != null) {
            claims.putAll(Map.of("env", environment, "env_uuid", "u-5", "env_name", "Default"));
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
            @Nullable String code,
            String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> ANSWERS = List.of(
            get("list", "/v2-beta/crates", OWNER, 200, null, "apples"),
            get("singular", "/v2-beta/crate", OWNER, 200, null, "apples"),
            get("parent type's name", "/v2-beta/things", OWNER, 200, null, "apples"),
            get("v1", "/v1/crates/1cr1", OWNER, 200, null, "apples"),
            get("any case", "/v2-beta/CRATES/1cr1", OWNER, 200, null, "apples"),
            get("double slashes", "/v2-beta//crates//1cr1", OWNER, 200, null, "apples"),
            get("unknown type", "/v2-beta/boats", OWNER, 404, "Not Found", "boats"),
            get("type the role does not see", "/v2-beta/crates", MEMBER, 404, "Not Found", "crate"),
            get("no environment", "/v2-beta/crates", OUTSIDE, 403, "Forbidden", "belongs to an environment"),
            get("another environment's", "/v2-beta/crates/1cr1", FOREIGN, 404, "Not Found", "1cr1"),
            get("malformed id", "/v2-beta/crates/zzz", OWNER, 404, "Not Found", "zzz"),
            get("reference link", "/v2-beta/crates/1cr1/depot", OWNER, 200, null, "north"),
            get("child link", "/v2-beta/depots/1d1/crates", OWNER, 200, null, "pears"),
            get("child link, with an include", "/v2-beta/depots/1d1/crates?include=depot", OWNER, 200, null, "north"),
            get("child link of a foreign parent", "/v2-beta/depots/1d1/crates", FOREIGN, 404, "Not Found", "1d1"),
            get("unknown link", "/v2-beta/depots/1d1/boats", OWNER, 404, "Not Found", "boats"),
            get("declared link without an answer", "/v2-beta/crates/1cr1/scales", OWNER, 404, "Not Found", "scales"),
            get("include of a reference", "/v2-beta/crates/1cr1?include=DEPOT", OWNER, 200, null, "north"),
            get("include of children", "/v2-beta/depots?include=crates", OWNER, 200, null, "pears"),
            get("filter", "/v2-beta/crates?weight_gt=15", OWNER, 200, null, "pears"),
            get("schema", "/v2-beta/schemas/crates", READONLY, 200, null, "collectionFilters"),
            get(
                    "schema of schemas",
                    "/v2-beta/schemas/schema",
                    READONLY,
                    200,
                    null,
                    "\"collection\":\"" + BASE + "/schemas\""),
            get("schema of schemas by its plural", "/v2-beta/schemas/schemas", MEMBER, 200, null, "resourceFields"),
            get("unknown schema", "/v2-beta/schemas/boat", OWNER, 404, "Not Found", "boat"),
            get("too deep", "/v2-beta/crates/1cr1/depot/more", OWNER, 404, "Not Found", "at most"),
            get("no such version", "/v3/crates", OWNER, 403, "Forbidden", ""),
            get("a route with a policy row", "/v2-beta/clock", OWNER, 200, null, "noon"),
            get("a route's policy refuses", "/v2-beta/clock", READONLY, 403, "Forbidden", "role"),
            get("a route without a policy row", "/v2-beta/backdoor", OWNER, 404, "Not Found", "backdoor"),
            get("a route outside", "/debug", OWNER, 403, "Forbidden", "role"),
            get("an internal route", "/internal/hosts", OWNER, 401, "Unauthorized", "X-Drover-Internal"),
            get("the names of types", "/internal/types", OWNER, 401, "Unauthorized", "X-Drover-Internal"),
            new Case(
                    "read only creates",
                    "POST",
                    "/v2-beta/crates",
                    READONLY,
                    "{}",
                    405,
                    "Method not allowed",
                    "create"),
            new Case("create", "POST", "/v2-beta/crates", OWNER, "{\"name\":\"plums\"}", 201, null, "plums"),
            new Case("create by form", "POST", "/v2-beta/crates?name=figs", OWNER, null, 201, null, "figs"),
            new Case(
                    "a scalar twice in a form",
                    "POST",
                    "/v2-beta/crates",
                    OWNER,
                    "name=figs&name=nuts",
                    422,
                    "InvalidFormat",
                    "'name'"),
            new Case(
                    "create a child",
                    "POST",
                    "/v2-beta/depots/1d1/crates",
                    OWNER,
                    "{\"name\":\"nuts\"}",
                    201,
                    null,
                    "1d1"),
            new Case("misspelt", "POST", "/v2-beta/crates", OWNER, "{\"nmae\":\"x\"}", 422, "UnknownField", "'name'?"),
            new Case("missing", "POST", "/v2-beta/crates", OWNER, "{}", 422, "MissingRequired", "'name'"),
            new Case("broken", "POST", "/v2-beta/crates", OWNER, "{\n \"name\":}", 400, "InvalidBodyContent", "line 2"),
            new Case("no object", "POST", "/v2-beta/crates", OWNER, "[1]", 400, "InvalidBodyContent", "object"),
            new Case(
                    "conflict",
                    "POST",
                    "/v2-beta/crates",
                    OWNER,
                    "{\"name\":\"full\"}",
                    409,
                    "DepotFull",
                    "no further"),
            new Case("update", "PUT", "/v2-beta/crates/1cr1", OWNER, "{\"weight\":\"11\"}", 200, null, "11"),
            new Case(
                    "update by _method",
                    "POST",
                    "/v2-beta/crates/1cr1?_method=put",
                    OWNER,
                    "{\"weight\":12}",
                    200,
                    null,
                    "12"),
            new Case(
                    "update too much",
                    "PUT",
                    "/v2-beta/crates/1cr1",
                    OWNER,
                    "{\"weight\":101}",
                    422,
                    "MaxLimitExceeded",
                    "100"),
            new Case(
                    "foreign update",
                    "PUT",
                    "/v2-beta/crates/1cr1",
                    FOREIGN,
                    "{\"weight\":2}",
                    404,
                    "Not Found",
                    "1cr1"),
            new Case("delete", "DELETE", "/v2-beta/crates/1cr1", OWNER, null, 200, null, "removed"),
            new Case(
                    "delete by action",
                    "POST",
                    "/v2-beta/crates/1cr1?action=remove",
                    OWNER,
                    "{}",
                    202,
                    null,
                    "removed"),
            new Case("foreign delete", "DELETE", "/v2-beta/crates/1cr1", FOREIGN, null, 404, "Not Found", "1cr1"),
            new Case("delete a type", "DELETE", "/v2-beta/crates", OWNER, null, 405, "Method not allowed", "DELETE"),
            new Case("action", "POST", "/v2-beta/crates/1cr1?action=activate", OWNER, "{}", 202, null, "active"),
            new Case(
                    "an action that takes nothing, told something",
                    "POST",
                    "/v2-beta/crates/1cr1?action=activate",
                    OWNER,
                    "{\"strategy\":{\"batchSize\":1}}",
                    202,
                    null,
                    "active"),
            new Case(
                    "action in the wrong state",
                    "POST",
                    "/v2-beta/crates/1cr2?action=activate",
                    OWNER,
                    "{}",
                    405,
                    "ActionNotAvailable",
                    "in state 'active'; it is in: inactive"),
            new Case(
                    "action the resource refuses",
                    "POST",
                    "/v2-beta/crates/1cr2?action=melt",
                    OWNER,
                    "{}",
                    405,
                    "ActionNotAvailable",
                    "melt"),
            new Case(
                    "unknown action",
                    "POST",
                    "/v2-beta/crates/1cr2?action=fly",
                    OWNER,
                    "{}",
                    405,
                    "InvalidAction",
                    "activate"),
            new Case(
                    "action with input",
                    "POST",
                    "/v2-beta/crates/1cr2?action=weigh",
                    OWNER,
                    "{\"times\":2}",
                    200,
                    null,
                    "14"),
            new Case(
                    "action's input",
                    "POST",
                    "/v2-beta/crates/1cr2?action=weigh",
                    OWNER,
                    "{\"times\":9}",
                    422,
                    "MaxLimitExceeded",
                    "3"),
            new Case(
                    "reader's action", "POST", "/v2-beta/crates/1cr2?action=look", READONLY, "{}", 200, null, "ws://x"),
            new Case(
                    "not a reader's action",
                    "POST",
                    "/v2-beta/crates/1cr2?action=weigh",
                    READONLY,
                    "{}",
                    405,
                    "Method not allowed",
                    "readonly"),
            new Case(
                    "action of the collection", "POST", "/v2-beta/crates?action=count", READONLY, "{}", 200, null, "2"),
            new Case("post to one", "POST", "/v2-beta/crates/1cr2", OWNER, "{}", 405, "Method not allowed", "?action"));

    private static Case get(String name, String path, String caller, int status, @Nullable String code, String says) {
        return new Case(name, "GET", path, caller, null, status, code, says);
    }

    @ParameterizedTest
    @FieldSource("ANSWERS")
    void answers(Case given) {
        String body = send(given.method(), given.path(), given.caller(), given.body(), given.status());

        assertThat(body).contains(given.says());
        if (given.code() != null) {
            JsonNode error = JSON.readTree(body);
            assertThat(error.get("code").asString()).isEqualTo(given.code());
            assertThat(error.get("type").asString()).isEqualTo("error");
            assertThat(error.get("status").asInt()).isEqualTo(given.status());
        }
    }

    private String send(String method, String path, String token, @Nullable String body, int status) {
        WebTestClient.RequestBodySpec request = client.method(HttpMethod.valueOf(method))
                .uri(path)
                .header("Authorization", "Bearer " + token)
                .header("X-Drover-Base", BASE);
        if (body != null) {
            boolean isForm = body.startsWith("name=");
            request.header("Content-Type", isForm ? "application/x-www-form-urlencoded" : "application/json")
                    .bodyValue(body);
        }
        byte[] answer = request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return answer == null ? "" : new String(answer, StandardCharsets.UTF_8);
    }

    @Test
    void showsASecretOnlyInTheAnswerToItsCreation() {
        String created =
                send("POST", "/v2-beta/crates", OWNER, "{\"name\":\"plums\",\"key\":\"sesame\",\"pin\":\"1234\"}", 201);
        assertThat(created)
                .contains("\"key\":\"sesame\"")
                .doesNotContain("1234")
                .doesNotContain("never shown");
        assertThat(send("GET", "/v2-beta/crates/1cr3", OWNER, null, 200)).doesNotContain("sesame");
        assertThat(send("GET", "/v2-beta/crates", OWNER, null, 200)).doesNotContain("sesame");
        assertThat(send("GET", "/v2-beta/depots/1d1?include=crates", OWNER, null, 200))
                .doesNotContain("sesame");
    }

    @Test
    void saysNothingOfTheInsideWhenItFails() {
        String body = send("POST", "/v2-beta/crates", OWNER, "{\"name\":\"bug\"}", 500);
        assertThat(body).doesNotContain("select").contains("00000000-0000-0000-0000-000000000001");
    }

    @Test
    void removedOnesLeaveTheListsAndAreStillFoundById() {
        send("DELETE", "/v2-beta/crates/1cr1", OWNER, null, 200);
        assertThat(send("GET", "/v2-beta/crates", OWNER, null, 200)).doesNotContain("apples");
        assertThat(send("GET", "/v2-beta/crates?_removed", OWNER, null, 200)).contains("apples");
        assertThat(JSON.readTree(send("GET", "/v2-beta/crates/1cr1", OWNER, null, 200))
                        .get("actions")
                        .size())
                .isZero();
        assertThat(send("DELETE", "/v2-beta/crates/1cr1", OWNER, null, 405)).contains("in state 'removed'");
    }

    @Test
    void wantsAToken() {
        client.get()
                .uri("/v2-beta/crates")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("Unauthorized");
        client.get()
                .uri("/v2-beta/crates")
                .header("Authorization", "Bearer nonsense")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        client.get()
                .uri("/v2-beta/crates")
                .header("X-Drover-Internal", ToyApplication.SECRET)
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void anOpenRouteNeedsNoTokenButNoFalseOneEither() {
        client.get().uri("/v2-beta/greeting").exchange().expectStatus().isOk();
        client.get()
                .uri("/v2-beta/greeting")
                .header("Authorization", "Bearer nonsense")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void longFiltersWork() {
        client.get()
                .uri("/v2-beta/crates?name_ne=" + "x".repeat(16_384 - 512))
                .header("Authorization", "Bearer " + OWNER)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void internalPathsWantTheSecretAndNothingElse() {
        client.get()
                .uri("/internal/hosts")
                .header("X-Drover-Internal", ToyApplication.SECRET)
                .exchange()
                .expectStatus()
                .isOk();
        client.get()
                .uri("/internal/hosts")
                .header("X-Drover-Internal", ToyApplication.SECRET + "x")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void otherPartsAreToldTheNamesOfTypesWithAPolicyRow() {
        client.get()
                .uri("/internal/types")
                .header("X-Drover-Internal", ToyApplication.SECRET)
                .exchange()
                .expectBody()
                .json("{'names': ['crate', 'depot']}".replace('\'', '"'), JsonCompareMode.STRICT);
    }

    @Test
    void headersOfTheContract() {
        client.get()
                .uri("/v2-beta/crates")
                .header("Authorization", "Bearer " + OWNER)
                .header("X-Drover-Base", BASE)
                .header("X-API-Client-IP", "192.0.2.7")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("X-API-Schemas", BASE + "/schemas")
                .expectHeader()
                .valueEquals("X-API-ACCOUNT-ID", "1a5")
                .expectHeader()
                .valueEquals("X-API-USER-ID", "1a1")
                .expectHeader()
                .valueEquals("X-API-ACCOUNT-KIND", "user")
                .expectHeader()
                .valueEquals("X-API-ACCOUNT-NAME", "Zo?")
                .expectHeader()
                .valueEquals("X-API-Client-IP", "192.0.2.7")
                .expectHeader()
                .valueEquals("Content-Type", "application/json; charset=utf-8");
    }

    @Test
    void theAuditFindsEveryRouteWithoutAPolicy() {
        assertThat(PolicyAudit.uncovered(context))
                .containsExactlyInAnyOrder(
                        "the route GET /v2-beta/backdoor has no policy: add a RoutePolicy bean that says which roles may call it",
                        "the route GET /debug has no policy: add a RoutePolicy bean that says which roles may call it");
    }

    record Golden(
            String name,
            String method,
            String path,
            String caller,
            @Nullable String body,
            int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Golden> DOCUMENTS = List.of(
            new Golden("index-owner", "GET", "/v2-beta", OWNER, null, 200),
            new Golden("schemas-owner", "GET", "/v2-beta/schemas", OWNER, null, 200),
            new Golden("schemas-readonly", "GET", "/v2-beta/schemas", READONLY, null, 200),
            new Golden("schemas-member", "GET", "/v2-beta/schemas", MEMBER, null, 200),
            new Golden("resource-owner", "GET", "/v2-beta/crates/1cr1", OWNER, null, 200),
            new Golden("resource-readonly", "GET", "/v2-beta/crates/1cr1", READONLY, null, 200),
            new Golden(
                    "created",
                    "POST",
                    "/v2-beta/crates",
                    OWNER,
                    "{\"name\":\"plums\",\"key\":\"sesame\",\"lid\":{\"material\":\"oak\"},\"depotId\":\"1d1\"}",
                    201),
            new Golden(
                    "collection",
                    "GET",
                    "/v2-beta/crates?limit=1&sort=weight&order=desc&name_ne=red fig&weight_gt=1",
                    OWNER,
                    null,
                    200),
            new Golden("collection-second-page", "GET", "/v2-beta/crates?limit=1&marker=m1", OWNER, null, 200),
            new Golden("children", "GET", "/v2-beta/depots/1d1/crates", OWNER, null, 200),
            new Golden("included", "GET", "/v2-beta/depots?include=crates", OWNER, null, 200),
            new Golden("error", "POST", "/v2-beta/crates", OWNER, "{\"name\":\"UPPER\"}", 422));

    @ParameterizedTest
    @FieldSource("DOCUMENTS")
    void looksLikeTheContract(Golden given) {
        String body = send(given.method(), given.path(), given.caller(), given.body(), given.status());
        GoldenFile.named("api/" + given.name() + ".json").assertMatches(JSON.writeValueAsString(JSON.readTree(body)));
    }

    @Test
    void aReadThatThePolicyRefusesIsReportedAndAMistypedOneIsNot() throws InterruptedException {
        for (String path : List.of("/v2-beta/nothings", "/v2-beta/crates/1cr99", "/v2-beta/crates")) {
            client.get()
                    .uri(path)
                    .header("Authorization", "Bearer " + (path.endsWith("99") ? OWNER : MEMBER))
                    .header("X-API-Client-IP", "192.0.2.9")
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
        AuditEvent event = reported.events.poll(10, TimeUnit.SECONDS);
        while (event != null && !"192.0.2.9".equals(event.clientIp())) {
            event = reported.events.poll(10, TimeUnit.SECONDS);
        }
        assertThat(event)
                .isNotNull()
                .extracting(AuditEvent::eventType, AuditEvent::responseCode, AuditEvent::accountId)
                .containsExactly("api.crate.read", 404, "1a5");
    }

    @Test
    void theGatewayGetsTheMaskedObjectsOfAChangeAlsoOfARefusedOne() {
        String created = post("{\"name\":\"plums\",\"key\":\"sesame\",\"pin\":\"1234\"}")
                .expectStatus()
                .isCreated()
                .returnResult(String.class)
                .getResponseHeaders()
                .getFirst(AuditObjects.HEADER);
        AuditObjects objects = AuditObjects.read(String.valueOf(created)).orElseThrow();
        assertThat(objects.request()).isEqualTo("{\"name\":\"plums\",\"key\":\"***\",\"pin\":\"***\"}");
        assertThat(objects.response())
                .contains("plums")
                .doesNotContain("sesame")
                .doesNotContain("1234");

        String refused = post("{\"name\":\"far too long for a name\"}")
                .expectStatus()
                .is4xxClientError()
                .returnResult(String.class)
                .getResponseHeaders()
                .getFirst(AuditObjects.HEADER);
        assertThat(AuditObjects.read(String.valueOf(refused)).orElseThrow())
                .isEqualTo(new AuditObjects("{\"name\":\"far too long for a name\"}", null));
    }

    private WebTestClient.ResponseSpec post(String body) {
        return client.post()
                .uri("/v2-beta/crates")
                .header("Authorization", "Bearer " + OWNER)
                .header("Content-Type", "application/json")
                .header(AuditObjects.HEADER, AuditObjects.WANTED)
                .bodyValue(body)
                .exchange();
    }
}
