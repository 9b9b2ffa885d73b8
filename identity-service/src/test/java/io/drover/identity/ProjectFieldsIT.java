package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** What is shown of an environment besides its own: its health, which scheduler-service knows, and its links to others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectFieldsIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private enum Mood {
        WELL,
        BROKEN,
        SILENT
    }

    /** Bodies of the questions, in order. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private volatile Mood mood = Mood.WELL;
    private DisposableServer scheduler;
    private IdentityServer server;
    private Api admin;
    private int people;

    @BeforeAll
    void start() {
        scheduler = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post(
                        "/internal/environments/health",
                        (request, response) ->
                                request.receive().aggregate().asString().flatMap(body -> answered(body, response))))
                .bindNow();
        server = IdentityServer.start(
                DATABASE,
                "mariadb",
                IdentityServer.folder(),
                "--DROVER_BOOTSTRAP_PASSWORD=" + ADMIN_PASSWORD,
                "--DROVER_BOOTSTRAP_KEY=" + ADMIN_KEY,
                "--drover.services.scheduler-url=http://127.0.0.1:" + scheduler.port());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
        scheduler.disposeNow();
    }

    @BeforeEach
    void nobodyWasAskedLately() {
        mood = Mood.WELL;
        asked.clear();
    }

    private Mono<Void> answered(String body, HttpServerResponse response) {
        asked.add(body);
        String health = NUMBER.matcher(body)
                .results()
                .map(number -> "\"" + number.group() + "\": \"degraded\"")
                .collect(Collectors.joining(", ", "{\"health\": {", "}}"));
        return switch (mood) {
            case WELL ->
                response.header("Content-Type", "application/json")
                        .sendString(Mono.just(health))
                        .then();
            case BROKEN -> response.status(500).send();
            case SILENT -> Mono.never();
        };
    }

    private String project(String name) {
        return admin.post("/projects", Map.of("name", name)).text("id");
    }

    private record Person(String account, String key) {
        Map<String, String> as(String role) {
            return Map.of("externalIdType", "rancher_id", "externalId", account, "role", role);
        }
    }

    private Person person() {
        String account =
                admin.post("/accounts", Map.of("name", "person" + ++people)).text("id");
        Answer made = admin.post("/apikeys", Map.of("accountId", account));
        return new Person(account, made.text("publicValue") + ":" + made.text("secretValue"));
    }

    private void members(String project, List<Map<String, String>> others) {
        List<Map<String, String>> all = new ArrayList<>(others);
        all.add(new Person("1a1", "").as("owner"));
        assertThat(admin.post("/projects/" + project + "?action=setmembers", Map.of("members", all))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aListOfManyAsksOnce() {
        IntStream.range(0, 5).forEach(i -> project("many" + i));
        asked.clear();

        List<Map<String, Object>> shown =
                admin.get("/projects?name_prefix=many").data();

        assertThat(shown).hasSize(5).allSatisfy(one -> assertThat(one).containsEntry("healthState", "degraded"));
        assertThat(asked).hasSize(1);
        assertThat(admin.get("/projects/" + shown.getFirst().get("id")).body())
                .containsEntry("healthState", "degraded");
    }

    @Test
    void withoutAnAnswerTheFieldIsNullAndTheListComes() {
        for (Mood bad : List.of(Mood.BROKEN, Mood.SILENT)) {
            String id = project("unlucky");
            mood = bad;
            Instant began = Instant.now();
            Answer list = admin.get("/projects?id=" + id);
            assertThat(list.data())
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one).containsEntry("healthState", null).containsEntry("name", "unlucky"));
            assertThat(admin.get("/projects/" + id).body()).containsEntry("healthState", null);
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
            mood = Mood.WELL;
        }
    }

    @Test
    void nobodyIsAskedWhereTheCallerMayNotKnowOrNothingIsLeft() {
        String id = project("narrow");
        Api owners = server.as(ADMIN_KEY, id);
        owners.post(
                "/projectroles",
                Map.of("name", "auditor", "baseRole", "member", "grants", List.of("auditLog,project:r")));
        Person auditor = person();
        members(id, List.of(auditor.as("auditor")));
        asked.clear();

        Api auditors = server.as(auditor.key(), id);
        assertThat(auditors.get("/projects/" + id).body())
                .containsEntry("name", "narrow")
                .containsEntry("healthState", null);
        admin.delete("/projects/" + id);
        assertThat(admin.get("/projects/" + id).body())
                .containsEntry("state", "removed")
                .containsEntry("healthState", null);
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsWrittenAsksNobodyBeforeItIsWritten() {
        String id = project("written");
        asked.clear();
        admin.put("/projects/" + id, Map.of("description", "x"));
        assertThat(asked).as("for the answer only").hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void administratorsLinkEnvironmentsAndOwnersSeeIt() {
        String one = project("one");
        String other = project("other");
        Person owner = person();
        Person member = person();
        members(one, List.of(owner.as("owner"), member.as("member")));

        assertThat(admin.put("/projects/" + one, Map.of("projectLinks", List.of(other, other, "1a5")))
                        .body())
                .containsEntry("projectLinks", List.of("1a5", other));
        for (String environment : new String[] {null, one}) {
            assertThat(server.as(owner.key(), environment)
                            .get("/projects/" + one)
                            .body())
                    .containsEntry("projectLinks", List.of("1a5", other));
        }
        assertThat(server.as(member.key(), null).get("/projects/" + one).body()).containsEntry("projectLinks", null);
        assertThat(server.as(member.key(), one).get("/projects/" + one).body()).doesNotContainKey("projectLinks");

        admin.put("/projects/" + one, Map.of("description", "says nothing of them"));
        server.as(owner.key(), null).put("/projects/" + one, Map.of("projectLinks", List.of()));
        assertThat(admin.get("/projects/" + one).body())
                .as("only administrators write them")
                .containsEntry("projectLinks", List.of("1a5", other));
        Map<String, Object> made = new HashMap<>(Map.of("name", "made", "projectLinks", List.of(one)));
        assertThat(admin.post("/projects", made).body()).containsEntry("projectLinks", List.of(one));
        assertThat(admin.put("/projects/" + one, Map.of("projectLinks", List.of()))
                        .body())
                .containsEntry("projectLinks", List.of());
    }

    @Test
    void aLinkToNothingIsRefusedAndNamed() {
        String one = project("lonely");
        String gone = project("gone");
        admin.delete("/projects/" + gone);
        List<String> tooMany =
                IntStream.range(0, 101).mapToObj(i -> "1a" + (1000 + i)).toList();
        record Case(List<String> links, String code, String named) {}
        for (Case wrong : List.of(
                new Case(List.of("1a99999"), "InvalidReference", "'1a99999'"),
                new Case(List.of("1a1"), "InvalidReference", "'1a1'"),
                new Case(List.of(gone), "InvalidReference", "'" + gone + "'"),
                new Case(List.of(one), "InvalidReference", "itself"),
                new Case(List.of("nothing"), "InvalidReference", "nothing"),
                new Case(tooMany, "MaxLengthExceeded", "101"))) {
            Answer refused = admin.put("/projects/" + one, Map.of("projectLinks", wrong.links(), "description", "x"));
            assertThat(refused.status()).as("%s", wrong).isEqualTo(422);
            assertThat(refused.body()).containsEntry("code", wrong.code()).containsEntry("fieldName", "projectLinks");
            assertThat(refused.body().toString()).contains(wrong.named());
        }
        assertThat(admin.get("/projects/" + one).body())
                .containsEntry("projectLinks", List.of())
                .containsEntry("description", null);
    }
}
