package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What those in an environment are told of its keys, tokens, roles and of itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    private IdentityServer server;
    private Api admin;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(DATABASE, "mariadb", IdentityServer.folder());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Somebody listens; what is told stands in {@code heard}, one line after the other. */
    private final class Ear implements AutoCloseable {
        private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        private final Disposable call;

        Ear(String pair, String environment) throws InterruptedException {
            call = WebClient.create("http://127.0.0.1:" + server.port)
                    .get()
                    .uri("/v2-beta/subscribe?eventNames=resource.change")
                    .header(
                            "Authorization",
                            "Bearer " + server.basicToken(pair, environment).text("token"))
                    .header("X-Drover-Base", "http://drover.example:8080/v2-beta/projects/" + environment)
                    .accept(MediaType.APPLICATION_NDJSON)
                    .retrieve()
                    .bodyToFlux(String.class)
                    .subscribe(line -> heard.add(JSON.readTree(line)));
            assertThat(next().path("name").asString()).isEqualTo("ping");
        }

        JsonNode next() throws InterruptedException {
            JsonNode event = heard.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("an event in time").isNotNull();
            return event;
        }

        /** The resource of the next event. */
        JsonNode told() throws InterruptedException {
            return next().path("data").path("resource");
        }

        @Override
        public void close() {
            call.dispose();
        }
    }

    private String environment(String name) {
        return admin.post("/projects", Map.of("name", name)).text("id");
    }

    private static String pair(IdentityServer.Answer key) {
        return key.text("publicValue") + ":" + key.text("secretValue");
    }

    @Test
    void keysAndTokensOfTheEnvironmentAsTheReaderWouldGetThem() throws Exception {
        String team = environment("told");
        String others = environment("others");
        Api inside = server.as(IdentityServer.ADMIN_KEY, team);
        try (Ear ear = new Ear(IdentityServer.ADMIN_KEY, team);
                Ear elsewhere = new Ear(IdentityServer.ADMIN_KEY, others)) {
            IdentityServer.Answer key = inside.post("/apikeys", Map.of("name", "robot"));
            JsonNode made = ear.told();
            assertThat(made.path("type").asString()).isEqualTo("apiKey");
            assertThat(made.path("name").asString()).isEqualTo("robot");
            assertThat(made.path("id").asString()).isEqualTo(key.text("id"));
            assertThat(made.path("secretValue").isNull()
                            || made.path("secretValue").isMissingNode())
                    .as("the secret is shown in the answer alone")
                    .isTrue();
            assertThat(made.path("links").path("self").asString())
                    .isEqualTo("http://drover.example:8080/v2-beta/projects/" + team + "/apikeys/" + key.text("id"));

            inside.put("/apikeys/" + key.text("id"), Map.of("name", "robot 2"));
            assertThat(ear.told().path("name").asString()).isEqualTo("robot 2");
            inside.post("/apikeys/" + key.text("id") + "?action=deactivate", Map.of());
            assertThat(ear.told().path("state").asString()).isEqualTo("inactive");

            String token = inside.post("/registrationtokens", Map.of()).text("id");
            JsonNode registration = ear.told();
            assertThat(registration.path("type").asString()).isEqualTo("registrationToken");
            assertThat(registration.path("id").asString()).isEqualTo(token);

            admin.post("/apikeys", Map.of("name", "of the account alone"));
            inside.post("/projectroles", role());
            JsonNode own = ear.told();
            assertThat(own.path("type").asString()).as(own.toString()).isEqualTo("projectRole");
            assertThat(own.path("name").asString()).isEqualTo("deployer");

            server.as(IdentityServer.ADMIN_KEY, others).post("/apikeys", Map.of("name", "there"));
            assertThat(elsewhere.told().path("name").asString())
                    .as("the first that is heard in the other environment")
                    .isEqualTo("there");
        }
    }

    @Test
    void theEnvironmentItself() throws Exception {
        String team = environment("before");
        try (Ear ear = new Ear(IdentityServer.ADMIN_KEY, team)) {
            admin.put("/projects/" + team, Map.of("name", "after"));
            JsonNode told = ear.told();
            assertThat(told.path("type").asString()).isEqualTo("project");
            assertThat(told.path("name").asString()).isEqualTo("after");
        }
    }

    /** An environment's key hears of keys; who may not read registration tokens hears nothing of them. */
    @Test
    void nobodyHearsOfWhatTheyMayNotRead() throws Exception {
        String team = environment("quiet");
        Api inside = server.as(IdentityServer.ADMIN_KEY, team);
        IdentityServer.Answer person = admin.post("/accounts", Map.of("name", "reader"));
        String reader = pair(admin.post("/apikeys", Map.of("accountId", person.text("id"))));
        admin.post(
                "/projects/" + team + "?action=setmembers",
                Map.of("members", List.of(member(administrator(), "owner"), member(person.text("id"), "readonly"))));
        try (Ear ear = new Ear(reader, team)) {
            inside.post("/registrationtokens", Map.of());
            inside.post("/apikeys", Map.of("name", "robot"));
            assertThat(ear.told().path("type").asString())
                    .as("the first that a reader hears of")
                    .isEqualTo("apiKey");
        }
    }

    private String administrator() {
        return String.valueOf(
                admin.get("/accounts?kind=admin").data().getFirst().get("id"));
    }

    private static Map<String, Object> member(String account, String role) {
        return Map.of("externalId", account, "externalIdType", "rancher_id", "role", role);
    }

    private static Map<String, Object> role() {
        return Map.of("name", "deployer", "baseRole", "member", "grants", List.of("apiKey:ra"));
    }
}
