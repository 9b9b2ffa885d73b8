package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static io.drover.identity.IdentityServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.model.environment.EnvironmentFacts.State;
import io.drover.model.environment.EnvironmentNews;
import io.drover.model.environment.Privilege;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.drover.testkit.MariaDb;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;

/** What an environment may have, who says so, and how it ends. Each driver has a class of its own. */
abstract class EnvironmentsIT {
    private final IdentityServer server;

    EnvironmentsIT(String driver, Path data) {
        server = IdentityServer.startPreset(database(), driver, data);
    }

    abstract MariaDb database();

    @AfterEach
    void stop() {
        server.close();
    }

    /** The stream as scheduler-service follows it. */
    private final class Followed implements AutoCloseable {
        private final BlockingQueue<EnvironmentNews> lines = new LinkedBlockingQueue<>();
        private final Disposable stream = WebClient.create("http://127.0.0.1:" + server.port)
                .get()
                .uri("/internal/environments")
                .header("X-Drover-Internal", SECRET)
                .accept(MediaType.APPLICATION_NDJSON)
                .retrieve()
                .bodyToFlux(EnvironmentNews.class)
                .subscribe(lines::add, _ -> {});

        EnvironmentNews next() throws InterruptedException {
            EnvironmentNews line = lines.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("a line within 20 s").isNotNull();
            return java.util.Objects.requireNonNull(line);
        }

        /** The next word about that environment. */
        EnvironmentFacts about(String id) throws InterruptedException {
            while (true) {
                EnvironmentFacts facts = next().environment();
                if (facts != null && facts.id().toString().equals(id)) {
                    return facts;
                }
            }
        }

        @Override
        public void close() {
            stream.dispose();
        }
    }

    @Test
    void onlyAdministratorsChangeLimitsAndMembersSeeThem() {
        Api admin = server.admin();
        Answer made =
                admin.post("/projects", Map.of("name", "team", "quota", Map.of("containers", 10, "memory", 1024)));
        assertThat(made.status()).isEqualTo(201);
        String path = "/projects/" + made.text("id");
        assertThat(made.map("quota")).containsEntry("containers", 10).containsEntry("hosts", 0);
        assertThat(made.map("privileges")).containsEntry("unrestricted", false).containsEntry("allowed", List.of());

        Answer set = admin.put(
                path,
                Map.of(
                        "privileges",
                        Map.of("allowed", List.of("hostNetwork"), "capabilities", List.of("cap_net_admin"))));
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
        assertThat(set.map("privileges"))
                .containsEntry("allowed", List.of("hostNetwork"))
                .containsEntry("capabilities", List.of("NET_ADMIN"));
        assertThat(set.map("quota")).containsEntry("containers", 10);

        Api member = owner(made.text("id"));
        assertThat(member.get(path).map("quota")).containsEntry("containers", 10);
        Answer tried = member.put(path, Map.of("quota", Map.of("containers", 1000), "name", "team"));
        assertThat(tried.status()).isIn(200, 403, 422);
        assertThat(admin.get(path).map("quota")).containsEntry("containers", 10);
    }

    @Test
    void twoChangesAtOnceDoNotUndoEachOther() throws Exception {
        Api admin = server.admin();
        String id = admin.post(
                        "/projects", Map.of("name", "team", "privileges", Map.of("allowed", List.of("hostNetwork"))))
                .text("id");
        String path = "/projects/" + id;

        List<Answer> answers = LockedRow.behind(
                database(),
                "account",
                id,
                List.of(
                        () -> admin.put(path, Map.of("privileges", Map.of("allowed", List.of()))),
                        () -> admin.put(path, Map.of("quota", Map.of("containers", 7)))));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        Answer after = admin.get(path);
        assertThat(after.map("privileges")).containsEntry("allowed", List.of());
        assertThat(after.map("quota")).containsEntry("containers", 7);
    }

    @Test
    void whatIsNoLimitIsRefusedAndNamed() {
        Map<String, Map<String, Object>> bad = Map.of(
                "quota.containers", Map.of("quota", Map.of("containers", -1)),
                "quota.pods", Map.of("quota", Map.of("pods", 1)),
                "privileges.allowed", Map.of("privileges", Map.of("allowed", List.of("everything"))),
                "privileges.capabilities", Map.of("privileges", Map.of("capabilities", List.of("net admin"))),
                "privileges.hostPaths", Map.of("privileges", Map.of("hostPaths", List.of("/srv/../etc"))),
                "privileges.devices", Map.of("privileges", Map.of("devices", List.of("sda"))));
        bad.forEach((field, body) -> {
            Answer answer = server.admin().put("/projects/1a5", body);
            assertThat(answer.status()).as(field + " " + answer).isEqualTo(422);
            assertThat(answer.text("fieldName")).isEqualTo(field);
        });
    }

    @Test
    void othersHearOfEveryEnvironmentThenOfEachChangeAndOfItsEnd() throws InterruptedException {
        Api admin = server.admin();
        String gone = admin.post("/projects", Map.of("name", "gone")).text("id");
        admin.delete("/projects/" + gone);
        try (var followed = new Followed()) {
            assertThat(followed.about("1a5").quota()).isEqualTo(Quota.UNLIMITED);
            assertThat(followed.about(gone).state()).isEqualTo(State.REMOVED);
            EnvironmentNews alive = followed.next();
            while (alive.environment() != null) {
                alive = followed.next();
            }
            assertThat(alive).isEqualTo(EnvironmentNews.ALIVE);

            admin.put(
                    "/projects/1a5",
                    Map.of("quota", Map.of("hosts", 3), "privileges", Map.of("allowed", List.of("dockerSocket"))));
            EnvironmentFacts limited = followed.about("1a5");
            assertThat(limited.quota()).isEqualTo(Quota.of(Map.of(Quota.Item.HOSTS, 3L)));
            assertThat(limited.privileges())
                    .isEqualTo(new PrivilegePolicy(
                            false,
                            Set.of(Privilege.DOCKER_SOCKET),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of()));

            String made = admin.post("/projects", Map.of("name", "new")).text("id");
            assertThat(followed.about(made).state()).isEqualTo(State.ACTIVE);
            admin.post("/projects/" + made + "?action=deactivate", Map.of());
            assertThat(followed.about(made).state()).isEqualTo(State.INACTIVE);
            admin.delete("/projects/" + made);
            assertThat(followed.about(made).state()).isEqualTo(State.REMOVED);
            admin.post("/projects/" + made + "?action=purge", Map.of());
            assertThat(followed.about(made).state()).isEqualTo(State.REMOVED);
        }
        assertThat(internal(HttpMethod.GET, "/internal/environments/5", null).body())
                .containsKey("generation");
        assertThat(internal(HttpMethod.GET, "/internal/environments/999999", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void othersHearHowLongTheHostsOfAnEnvironmentMayStayAway() throws InterruptedException {
        Api admin = server.admin();
        String made = admin.post("/projects", Map.of("name", "delays")).text("id");
        String path = "/projects/" + made;
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("hostRemoveDelaySeconds", null);
        try (var followed = new Followed()) {
            assertThat(followed.about(made).hostRemoveDelay()).isNull();
            for (int seconds : List.of(60, 0, -1)) {
                assertThat(admin.put(path, Map.of("hostRemoveDelaySeconds", seconds))
                                .body())
                        .containsEntry("hostRemoveDelaySeconds", seconds);
                assertThat(followed.about(made).hostRemoveDelay()).isEqualTo(seconds);
            }
            admin.put(path, Map.of("description", "keeps it"));
            assertThat(followed.about(made).hostRemoveDelay()).isEqualTo(-1);
            admin.exchange(HttpMethod.PUT, "/v2-beta" + path, nothing);
            assertThat(followed.about(made).hostRemoveDelay()).isNull();
        }
        assertThat(admin.put(path, Map.of("hostRemoveDelaySeconds", -2)).body())
                .containsEntry("code", "MinLimitExceeded")
                .containsEntry("fieldName", "hostRemoveDelaySeconds");
    }

    @Test
    void agentsOutliveTheirEnvironmentUntilNothingIsLeftOfIt() {
        Api admin = server.admin();
        String id = admin.post("/projects", Map.of("name", "ends")).text("id");
        Api inside = server.as(ADMIN_KEY, id);
        Answer key = inside.post("/apikeys", Map.of("name", "deploy"));
        String pair = key.text("publicValue") + ":" + key.text("secretValue");
        String token = inside.post("/registrationtokens", Map.of()).text("token");
        Api machine = server.as("registrationToken:" + token, null);
        machine.post("/register", Map.of("key", "a-machine's-own-secret"));
        Map<String, Object> agent =
                machine.get("/register?key=a-machine's-own-secret").data().getFirst();
        String agentPair = agent.get("accessKey") + ":" + agent.get("secretKey");
        assertThat(server.basicToken(agentPair, null).body()).containsEntry("role", "agent");

        Answer removed = admin.delete("/projects/" + id);
        assertThat(removed.body()).containsEntry("state", "removed").containsEntry("transitioning", "yes");
        assertThat(server.basicToken(pair, null).status()).isEqualTo(401);
        assertThat(server.basicToken("registrationToken:" + token, null).status())
                .isEqualTo(401);
        assertThat(server.basicToken(agentPair, null).body()).containsEntry("role", "agent");

        long number = Long.parseLong(id.substring(2));
        removal(number, "3 containers on 1 host are being removed", false);
        assertThat(admin.get("/projects/" + id).body())
                .containsEntry("transitioning", "yes")
                .containsEntry("transitioningMessage", "3 containers on 1 host are being removed");
        assertThat(server.basicToken(agentPair, null).status()).isEqualTo(200);

        removal(number, "nothing is left", true);
        assertThat(admin.get("/projects/" + id).body())
                .containsEntry("transitioning", "no")
                .containsEntry("transitioningMessage", "nothing is left");
        assertThat(server.basicToken(agentPair, null).status()).isEqualTo(401);
    }

    @Test
    void aLivingEnvironmentIsNotEmptiedByAWord() {
        removal(5, "nothing is left", true);
        assertThat(server.admin().get("/projects/1a5").body())
                .containsEntry("state", "active")
                .containsEntry("transitioning", "no");
    }

    private void removal(long environment, String sentence, boolean finished) {
        assertThat(internal(
                                HttpMethod.POST,
                                "/internal/environments/" + environment + "/removal",
                                Map.of("sentence", sentence, "finished", finished))
                        .status())
                .isEqualTo(204);
    }

    private Answer internal(HttpMethod method, String path, @Nullable Object body) {
        return server.exchange(method, path, Map.of("X-Drover-Internal", SECRET), body);
    }

    /** Somebody who owns that environment and is no administrator. */
    private Api owner(String environment) {
        Api admin = server.admin();
        String account =
                admin.post("/accounts", Map.of("name", "ann", "kind", "user")).text("id");
        admin.post(
                "/passwords", Map.of("accountId", account, "publicValue", "ann", "secretValue", "long enough words"));
        admin.post(
                "/projects/" + environment + "?action=setmembers",
                Map.of(
                        "members",
                        List.of(Map.of("externalIdType", "rancher_id", "externalId", account, "role", "owner"))));
        return server.as("ann:long enough words", null);
    }
}
