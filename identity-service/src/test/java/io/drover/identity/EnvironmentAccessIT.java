package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static io.drover.identity.IdentityServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;

/**
 * What holders of tokens hear when an environment or an account changes: streams end with what they hear, so they hear of an end
 * only where somebody may have lost something.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentAccessIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    private static final ParameterizedTypeReference<Map<String, Object>> LINE = new ParameterizedTypeReference<>() {};
    private static final Map<String, Object> STALE = Map.of("stale", true);
    private static final Map<String, Object> ENDED = Map.of();

    private final BlockingQueue<Map<String, Object>> lines = new LinkedBlockingQueue<>();
    private IdentityServer server;
    private Disposable stream;
    private Api admin;
    private String ann = "";

    @BeforeAll
    void start() throws InterruptedException {
        server = IdentityServer.startPreset(DATABASE, "mariadb", IdentityServer.folder());
        admin = server.admin();
        ann = admin.post("/accounts", Map.of("name", "ann")).text("id");
        stream = WebClient.create("http://127.0.0.1:" + server.port)
                .get()
                .uri("/internal/revocations")
                .header("X-Drover-Internal", SECRET)
                .accept(MediaType.APPLICATION_NDJSON)
                .retrieve()
                .bodyToFlux(LINE)
                .subscribe(lines::add, _ -> {});
        assertThat(lines.poll(20, TimeUnit.SECONDS)).as("the stream is there").isNotNull();
    }

    @AfterAll
    void stop() {
        stream.dispose();
        server.close();
    }

    /**
     * @param change of an environment, of which Ann is a restricted member and an auditor
     * @param expected what is heard of it besides its id
     */
    record Case(String sentence, BiConsumer<EnvironmentAccessIT, String> change, List<Map<String, Object>> expected) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("another description", (it, id) -> it.put(id, Map.of("description", "x")), List.of()),
            new Case("other ports", (it, id) -> it.put(id, Map.of("hostRemoveDelaySeconds", 9)), List.of()),
            new Case("another name", (it, id) -> it.put(id, Map.of("name", "renamed")), List.of(STALE)),
            new Case("a quota", (it, id) -> it.put(id, Map.of("quota", Map.of("hosts", 1))), List.of()),
            new Case("a wider policy", (it, id) -> it.put(id, policy("dockerSocket", "ulimits")), List.of()),
            new Case("a narrower policy", (it, id) -> it.put(id, policy()), List.of(ENDED)),
            new Case("the same members", (it, id) -> it.members(id, "restricted"), List.of()),
            new Case("a member rises", (it, id) -> it.members(id, "member"), List.of(STALE)),
            new Case("a member falls", (it, id) -> it.members(id, "readonly"), List.of(ENDED)),
            new Case("a member goes", (it, id) -> it.members(id, null), List.of(ENDED)),
            new Case("it is closed", (it, id) -> it.act(id, "deactivate"), List.of(ENDED)),
            new Case("it goes", (it, id) -> it.admin.delete("/projects/" + id), List.of(ENDED)),
            new Case("a role's description", (it, id) -> it.role(id, Map.of("description", "x")), List.of()),
            new Case("a role's name", (it, id) -> it.role(id, Map.of("name", "lookout")), List.of(STALE)),
            new Case(
                    "a role grows",
                    (it, id) -> it.role(id, Map.of("grants", List.of("auditLog:r", "account:r"))),
                    List.of(STALE)),
            new Case(
                    "a role shrinks", (it, id) -> it.role(id, Map.of("grants", List.of("account:r"))), List.of(ENDED)));

    @ParameterizedTest
    @FieldSource("CASES")
    void onlyWhatMayShrinkEndsAndOnlyWhatTokensSayIsStale(Case one) throws InterruptedException {
        String id = environment();
        settle(id);

        one.change().accept(this, id);

        assertThat(heardOf("environment", id)).containsExactlyElementsOf(one.expected());
    }

    @Test
    void anAccountLosesNothingByAnotherNameOrMoreRights() throws InterruptedException {
        String jo = admin.post("/accounts", Map.of("name", "jo")).text("id");
        accepted(admin.put("/accounts/" + jo, Map.of("name", "joanna")));
        accepted(admin.put("/accounts/" + jo, Map.of("kind", "admin")));
        assertThat(heardOf("account", jo)).containsExactly(STALE);

        accepted(admin.put("/accounts/" + jo, Map.of("kind", "user")));
        // Besides, what was said before can be heard a second time.
        assertThat(heardOf("account", jo)).contains(ENDED);
    }

    private String environment() {
        String id = admin.post("/projects", Map.of("name", "team")).text("id");
        put(id, policy("dockerSocket"));
        server.as(ADMIN_KEY, id)
                .post(
                        "/projectroles",
                        Map.of("name", "auditor", "baseRole", "readonly", "grants", List.of("auditLog:r")));
        members(id, "restricted");
        return id;
    }

    /** Every line comes twice, at once and by the feed: those of what was set up are waited for. */
    private void settle(String id) throws InterruptedException {
        int seen = 0;
        while (seen < 2) {
            Map<String, Object> line = lines.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("a line of the members of " + id).isNotNull();
            seen += line != null && id.equals(line.get("environment")) ? 1 : 0;
        }
    }

    /** Without the id; what another environment's end is heard after was said before it. */
    private Set<Map<String, Object>> heardOf(String what, String id) throws InterruptedException {
        String marker = admin.post("/projects", Map.of("name", "marker")).text("id");
        admin.delete("/projects/" + marker);
        Set<Map<String, Object>> heard = new LinkedHashSet<>();
        while (true) {
            Map<String, Object> line = lines.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("the end of " + marker).isNotNull();
            if (line == null || marker.equals(line.get("environment"))) {
                return heard;
            }
            if (id.equals(line.get(what))) {
                heard.add(line.containsKey("stale") ? STALE : ENDED);
            }
        }
    }

    private void put(String id, Map<String, Object> fields) {
        accepted(admin.put("/projects/" + id, fields));
    }

    private static Map<String, Object> policy(String... allowed) {
        return Map.of("privileges", Map.of("allowed", List.of(allowed)));
    }

    private void act(String id, String action) {
        accepted(admin.exchange(HttpMethod.POST, "/v2-beta/projects/" + id + "?action=" + action, Map.of()));
    }

    /** @param role of Ann, who besides is an auditor; null: she is neither */
    private void members(String id, @org.jspecify.annotations.Nullable String role) {
        List<Map<String, String>> members = new ArrayList<>();
        members.add(Map.of("externalIdType", "rancher_id", "externalId", "1a1", "role", "owner"));
        if (role != null) {
            members.add(Map.of("externalIdType", "rancher_id", "externalId", ann, "role", role));
            members.add(Map.of("externalIdType", "rancher_id", "externalId", ann, "role", "auditor"));
        }
        accepted(admin.post("/projects/" + id + "?action=setmembers", Map.of("members", members)));
    }

    private void role(String id, Map<String, Object> fields) {
        Api owner = server.as(ADMIN_KEY, id);
        String role = String.valueOf(
                owner.get("/projectroles?name=auditor").data().getFirst().get("id"));
        accepted(owner.put("/projectroles/" + role, fields));
    }

    private static void accepted(Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isIn(200, 202);
    }
}
