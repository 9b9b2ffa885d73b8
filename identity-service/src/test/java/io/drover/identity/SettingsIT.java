package io.drover.identity;

import static io.drover.identity.IdentityServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingLine;
import io.drover.testkit.MariaDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

/** Settings over the API, and what they steer in this service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SettingsIT {
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private final String driver;
    private IdentityServer server;
    private Api admin;
    private int people;

    SettingsIT(String driver) {
        this.driver = driver;
    }

    abstract MariaDb database();

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database(), driver, IdentityServer.folder());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void reset() {
        admin.get("/settings").data().stream()
                .filter(setting -> Boolean.TRUE.equals(setting.get("inDb")))
                .forEach(setting -> admin.delete("/settings/" + setting.get("name")));
    }

    private record Person(String login, String account, String key) {
        String code() {
            return login + ":" + login + "-password";
        }
    }

    private Person person() {
        String login = "person" + people++;
        String account = admin.post("/accounts", Map.of("name", login)).text("id");
        assertThat(password(account, login, login + "-password").status()).isEqualTo(201);
        Answer key = admin.post("/apikeys", Map.of("accountId", account));
        return new Person(login, account, key.text("publicValue") + ":" + key.text("secretValue"));
    }

    private Answer password(String account, String login, String password) {
        return admin.post("/passwords", Map.of("accountId", account, "publicValue", login, "secretValue", password));
    }

    private void set(String name, String value) {
        Answer answer = admin.put("/settings/" + name, Map.of("value", value));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        Awaitility.await().atMost(SECONDS).until(() -> live(server, name), value::equals);
    }

    private static String live(IdentityServer server, String name) {
        return server.context.getBean(LiveSettings.class).text(name, "");
    }

    @Test
    void aSettingIsReadWrittenAndTakenBack() {
        Answer before = admin.get("/settings/project.create.default");
        assertThat(before.body())
                .containsEntry("id", "project.create.default")
                .containsEntry("type", "activeSetting")
                .containsEntry("baseType", "setting")
                .containsEntry("value", "true")
                .containsEntry("inDb", false)
                .containsEntry("source", "Code Packaged Defaults");

        Answer written = admin.put("/settings/1as!project.create.default", Map.of("value", " false "));
        assertThat(written.body())
                .containsEntry("value", "false")
                .containsEntry("activeValue", "false")
                .containsEntry("inDb", true)
                .containsEntry("source", "Database");
        assertThat(admin.get("/activesettings/project.create.default").body()).isEqualTo(written.body());
        Awaitility.await().atMost(SECONDS).until(() -> live(server, "project.create.default"), "false"::equals);

        Answer reset = admin.delete("/settings/project.create.default");
        assertThat(reset.status()).isEqualTo(200);
        assertThat(reset.body()).isEqualTo(before.body());
    }

    @Test
    void postMakesOrChangesAndClientsKeepTheirOwn() {
        assertThat(admin.post("/settings", Map.of("name", "ui.pl", "value", "ours"))
                        .status())
                .isEqualTo(201);
        assertThat(admin.post("/settings", Map.of("name", "ui.pl", "value", "theirs"))
                        .body())
                .containsEntry("value", "theirs");

        assertThat(admin.get("/settings/theme.colour").status()).isEqualTo(404);
        assertThat(admin.post("/settings", Map.of("name", "theme.colour", "value", "green"))
                        .body())
                .containsEntry("id", "theme.colour")
                .containsEntry("source", "Database");
        assertThat(admin.put("/settings/theme.colour", Map.of("value", "blue")).body())
                .containsEntry("activeValue", "blue");
        assertThat(admin.get("/settings?name=theme.colour").data()).hasSize(1);
        assertThat(admin.put("/settings/theme.font", Map.of("value", "serif")).body())
                .containsEntry("id", "theme.font")
                .containsEntry("inDb", true);
        assertThat(admin.delete("/settings/theme.font").status()).isEqualTo(204);
        assertThat(admin.put("/settings/api.hots", Map.of("value", "x")).text("message"))
                .contains("did you mean 'api.host'?");
        assertThat(admin.put("/settings/Theme", Map.of("value", "x")).status()).isEqualTo(404);
        assertThat(admin.delete("/settings/theme.colour").status()).isEqualTo(204);
        assertThat(admin.get("/settings/theme.colour").status()).isEqualTo(404);
    }

    /** @param words the sentence has all of them */
    record Refusal(String name, @Nullable String value, String code, List<String> words) {}

    static final List<Refusal> REFUSALS = List.of(
            new Refusal(
                    "api.auth.jwt.token.expiry",
                    "16h",
                    "InvalidOption",
                    List.of("'api.auth.jwt.token.expiry'", "'16h'", "a whole number from 60000")),
            new Refusal("api.security.enabled", "false", "InvalidOption", List.of("cannot be switched off")),
            new Refusal("api.auth.provider.configured", "none", "InvalidOption", List.of("/v1-auth/config")),
            new Refusal("api.hots", "x", "InvalidOption", List.of("did you mean 'api.host'?")),
            new Refusal("my.token.secret", "x", "InvalidOption", List.of("no place for secrets")),
            new Refusal("ui.pl", null, "MissingRequired", List.of("DELETE takes a setting back")));

    @ParameterizedTest
    @FieldSource("REFUSALS")
    void anErrorNamesSettingValueAndWhatIsAccepted(Refusal given) {
        Map<String, Object> body = new HashMap<>();
        body.put("name", given.name());
        if (given.value() != null) {
            body.put("value", given.value());
        }
        Answer refused = admin.post("/settings", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).containsEntry("code", given.code());
        assertThat(refused.text("detail") + refused.text("message")).contains(given.words());
    }

    @Test
    void onlyAdministratorsWriteAndOthersSeeWhatIsPublic() {
        Api ann = server.as(person().key(), null);

        assertThat(ann.get("/settings/api.host").status()).isEqualTo(200);
        assertThat(ann.get("/settings/api.auth.realm").status()).isEqualTo(404);
        assertThat(ann.get("/settings?all=true").data())
                .extracting("name")
                .contains("api.host", "ui.show.system")
                .doesNotContain("api.auth.realm", "install.uuid");
        assertThat(ann.put("/settings/api.host", Map.of("value", "http://evil")).status())
                .isEqualTo(405);
        assertThat(ann.post("/settings", Map.of("name", "api.host", "value", "http://evil"))
                        .status())
                .isEqualTo(405);
        assertThat(ann.delete("/settings/api.host").status()).isEqualTo(405);
        Api owner = server.as(IdentityServer.ADMIN_KEY, "1a5");
        assertThat(owner.put("/settings/api.host", Map.of("value", "http://evil"))
                        .status())
                .isEqualTo(405);

        assertThat(admin.get("/settings").data()).extracting("name").contains("api.host", "api.auth.realm");
        assertThat(admin.get("/settings?all=false").data())
                .extracting("name")
                .contains("api.host")
                .doesNotContain("api.auth.realm");
        assertThat(admin.get("/settings?limit=5").data()).hasSize(5);
        assertThat(admin.get("/settings/api.auth.ldap.openldap.service.account.password")
                        .body())
                .containsEntry("value", null)
                .containsEntry("activeValue", null);
        assertThat(admin.get("/settings/api.auth.provider.configured").body())
                .containsEntry("value", "localAuthConfig")
                .containsEntry("source", "Configuration");
    }

    @Test
    void othersFollowTheSettingsWithinSeconds() {
        var lines = WebClient.create("http://127.0.0.1:" + server.port)
                .get()
                .uri("/internal/settings")
                .header("X-Drover-Internal", SECRET)
                .retrieve()
                .bodyToFlux(SettingLine.class);

        StepVerifier.create(
                        lines.filter(line -> line.name() == null || line.name().equals("registry.whitelist")))
                .expectNext(new SettingLine("registry.whitelist", ""))
                .expectNext(SettingLine.ALIVE)
                .then(() -> admin.put("/settings/registry.whitelist", Map.of("value", "quay.io")))
                .thenConsumeWhile(SettingLine.ALIVE::equals)
                .expectNext(new SettingLine("registry.whitelist", "quay.io"))
                .expectNext(SettingLine.ALIVE)
                .thenCancel()
                .verify(Duration.ofSeconds(20));
        StepVerifier.create(lines.takeUntil(SettingLine.ALIVE::equals)
                        .mapNotNull(SettingLine::name)
                        .collectList())
                .assertNext(names -> assertThat(names)
                        .contains("api.auth.realm")
                        .noneMatch(name -> name.contains("password") && !name.contains("validate")))
                .verifyComplete();
    }

    @Test
    void aReplicaFollowsAndTheSurroundingsWinOverTheDatabase() throws Exception {
        Path folder = IdentityServer.folder();
        Path file = folder.resolve("settings.properties");
        Files.writeString(file, "ui.pl = from the file\n");
        Path key = Path.of(
                server.context.getEnvironment().getRequiredProperty("drover.identity.data-dir"), "identity.key");
        try (IdentityServer replica =
                IdentityServer.start(database(), driver, folder, "--drover.identity.key-file=" + key)) {
            set("registry.default", "quay.io");
            Awaitility.await().atMost(SECONDS).until(() -> live(replica, "registry.default"), "quay.io"::equals);
            assertThat(replica.admin()
                            .put("/settings/ui.pl", Map.of("value", "from the database"))
                            .body())
                    .containsEntry("value", "from the database")
                    .containsEntry("activeValue", "from the file")
                    .containsEntry("source", "Local File")
                    .containsEntry("inDb", true);
            assertThat(admin.get("/settings/ui.pl").body()).containsEntry("activeValue", "from the database");
        }
        Files.writeString(file, "telemetry.opt = perhaps\n");
        assertThatThrownBy(() -> IdentityServer.start(database(), driver, folder, "--drover.identity.key-file=" + key))
                .rootCause()
                .hasMessageContaining("drover.settings.file")
                .hasMessageContaining("telemetry.opt")
                .hasMessageContaining("'perhaps'")
                .hasMessageContaining("in, out, prompt");
    }

    @Test
    void hostsAreToldTheAddressThatIsSet() {
        Api owner = server.as(IdentityServer.ADMIN_KEY, "1a5");
        set("api.host", "https://drover.example.org:8443/");
        set("bootstrap.required.image", "mirror/agent:7");

        Answer token = owner.post("/registrationtokens", Map.of());
        assertThat(token.text("command"))
                .contains("DROVER_SERVER=https://drover.example.org:8443 ")
                .endsWith(" mirror/agent:7");
        assertThat(token.body()).containsEntry("registrationUrl", null);
        assertThat(token.body()).containsEntry("image", "mirror/agent:7");
    }

    @Test
    void hostsAreBroughtInByTheRolesThatAreSet() {
        Api owner = server.as(IdentityServer.ADMIN_KEY, "1a5");
        Answer token = owner.post("/registrationtokens", Map.of());
        assertThat(token.map("actions")).containsKey("deactivate");

        set("modify.infrastructure.roles", "admin,service");
        Answer refused = owner.post("/registrationtokens", Map.of());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().toString()).contains("'owner'").contains("modify.infrastructure.roles");
        assertThat(owner.get("/registrationtokens/" + token.text("id")).map("actions"))
                .isEmpty();
        assertThat(owner.delete("/registrationtokens/" + token.text("id")).status())
                .isEqualTo(403);
    }

    @Test
    void sessionsLastAsLongAsIsSetAndCanBeTheOnlyOne() throws SQLException {
        Person ann = person();
        set("api.auth.jwt.token.expiry", "3600000");
        String first = server.signIn(ann.code(), "192.0.2.1").text("jwt");
        assertThat(count("select timestampdiff(second, created, expires) from auth_token order by id desc limit 1"))
                .isEqualTo(3600);
        String second = server.signIn(ann.code(), "192.0.2.2").text("jwt");
        assertThat(server.bearerToken(first, null).status()).isEqualTo(200);

        set("api.auth.restrict.concurrent.sessions", "true");
        String third = server.signIn(ann.code(), "192.0.2.3").text("jwt");
        assertThat(server.bearerToken(first, null).status()).isEqualTo(401);
        assertThat(server.bearerToken(second, null).status()).isEqualTo(401);
        assertThat(server.bearerToken(third, null).status()).isEqualTo(200);
    }

    @Test
    void newEnvironmentsGetThePortsThatAreSet() {
        set("environment.services.port.range", "2000-2999");
        Answer project = admin.post("/projects", Map.of("name", "ports"));
        assertThat(project.map("servicesPortRange"))
                .containsEntry("startPort", 2000)
                .containsEntry("endPort", 2999);
    }

    @Test
    void theRolesThatAreSetChangeMembers() {
        Person ann = person();
        Person bob = person();
        String project = admin.post("/projects", Map.of("name", "team")).text("id");
        List<Map<String, String>> members = List.of(member("1a1", "owner"), member(ann.account(), "member"));
        admin.post("/projects/" + project + "?action=setmembers", Map.of("members", members));
        Api api = server.as(ann.key(), null);
        Map<String, Object> withBob = Map.of(
                "members",
                List.of(
                        members.get(0),
                        members.get(1),
                        Map.of("externalIdType", "rancher_id", "externalId", bob.account(), "role", "readonly")));
        assertThat(api.get("/projects/" + project).map("actions")).doesNotContainKey("setmembers");
        assertThat(api.post("/projects/" + project + "?action=setmembers", withBob)
                        .status())
                .isIn(403, 405);

        set("project.set.member.roles", "owner,member");
        assertThat(api.get("/projects/" + project).map("actions"))
                .containsKey("setmembers")
                .doesNotContainKey("deactivate");
        assertThat(api.post("/projects/" + project + "?action=setmembers", withBob)
                        .status())
                .isIn(200, 202);
        assertThat(server.basicToken(bob.key(), project).body()).containsEntry("role", "readonly");
    }

    /** Schemas are per role, and the setting is live: what they show is what it says now. */
    @Test
    void theSchemaOfARoleShowsTheMembersActionWhileTheSettingNamesIt() {
        Person ann = person();
        Person bob = person();
        String project = admin.post("/projects", Map.of("name", "team")).text("id");
        Map<String, String> owner = member("1a1", "owner");
        Map<String, Object> withBob =
                Map.of("members", List.of(owner, member(ann.account(), "member"), member(bob.account(), "readonly")));
        String path = "/projects/" + project + "?action=setmembers";
        admin.post(path, withBob);
        Api anns = server.as(ann.key(), project);
        Api bobs = server.as(bob.key(), project);
        Api owners = server.as(IdentityServer.ADMIN_KEY, project);

        assertThat(actionsInSchema(anns)).isEmpty();
        assertThat(anns.get("/schemas/setProjectMembersInput").status()).isEqualTo(404);
        assertThat(anns.get("/projects/" + project).map("actions")).isEmpty();
        Answer refused = anns.post(path, withBob);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.text("detail")).contains("'member'", "'setmembers'");
        assertThat(actionsInSchema(owners)).contains("setmembers", "deactivate", "purge");

        set("project.set.member.roles", "member");
        assertThat(actionsInSchema(anns)).containsExactly("setmembers");
        assertThat(anns.get("/schemas/setProjectMembersInput").status()).isEqualTo(200);
        assertThat(anns.get("/projects/" + project).map("actions")).containsOnlyKeys("setmembers");
        assertThat(anns.post(path, withBob).status()).isIn(200, 202);
        assertThat(anns.post("/projects/" + project + "?action=deactivate", Map.of())
                        .status())
                .isEqualTo(405);
        assertThat(actionsInSchema(bobs)).isEmpty();
        assertThat(actionsInSchema(owners)).contains("deactivate").doesNotContain("setmembers");

        set("project.set.member.roles", "owner,readonly,restricted");
        assertThat(actionsInSchema(anns)).isEmpty();
        assertThat(actionsInSchema(bobs)).containsExactly("setmembers");
        assertThat(bobs.post(path, withBob).status()).isIn(200, 202);
    }

    private static java.util.Set<String> actionsInSchema(Api api) {
        return ((Map<?, ?>) api.get("/schemas/project").map("resourceActions"))
                .keySet().stream().map(String::valueOf).collect(java.util.stream.Collectors.toSet());
    }

    @Test
    void whoChangesMembersAndIsNoOwnerMakesNobodyMoreThanThemselves() {
        Person ann = person();
        Person bob = person();
        Map<String, String> owner = member("1a1", "owner");
        Map<String, String> asMember = member(ann.account(), "member");
        String project = admin.post("/projects", Map.of("name", "team")).text("id");
        String path = "/projects/" + project + "?action=setmembers";
        admin.post(path, Map.of("members", List.of(owner, asMember, member(bob.account(), "restricted"))));
        set("project.set.member.roles", "owner,member,restricted");
        Api anns = server.as(ann.key(), null);
        Api bobs = server.as(bob.key(), null);

        for (List<Map<String, String>> list : List.of(
                List.of(owner, member(ann.account(), "owner")),
                List.of(member(ann.account(), "owner")),
                List.of(owner, asMember, member(bob.account(), "owner")))) {
            assertThat(anns.post(path, Map.of("members", list)).status())
                    .as("%s", list)
                    .isEqualTo(422);
        }
        assertThat(bobs.post(path, Map.of("members", List.of(owner, asMember, member(bob.account(), "member"))))
                        .status())
                .isEqualTo(422);
        assertThat(server.basicToken(bob.key(), project).body()).containsEntry("role", "restricted");
        assertThat(anns.post(path, Map.of("members", List.of(owner, asMember, member(bob.account(), "member"))))
                        .status())
                .isIn(200, 202);
    }

    private static Map<String, String> member(String account, String role) {
        return Map.of("externalIdType", "rancher_id", "externalId", account, "role", role);
    }

    @Test
    void newPasswordsAreJudgedByTheServerThatIsSet() {
        AtomicReference<String> heard = new AtomicReference<>("");
        AtomicReference<Integer> status = new AtomicReference<>(204);
        AtomicReference<String> body = new AtomicReference<>("");
        DisposableServer judge = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post(
                        "/check",
                        (request, response) -> request.receive()
                                .aggregate()
                                .asString()
                                .doOnNext(heard::set)
                                .then(response.status(status.get())
                                        .header("Content-Type", "application/json")
                                        .header("Location", "/elsewhere")
                                        .sendString(reactor.core.publisher.Mono.just(body.get()))
                                        .then())))
                .bindNow();
        String account = admin.post("/accounts", Map.of("name", "judged")).text("id");
        try {
            set("api.auth.local.validate.url", "http://127.0.0.1:" + judge.port() + "/check");
            set("api.auth.local.validate.timeout.milliseconds", "2000");
            status.set(422);
            body.set("{\"type\": \"TooShort\", \"message\": \"twenty characters at least\"}");
            Answer refused = password(account, "judged", "short-password");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body())
                    .containsEntry("code", "TooShort")
                    .containsEntry("message", "twenty characters at least");
            assertThat(heard.get()).isEqualTo("{\"secret\":\"short-password\"}");

            body.set("{\"no\": 1}");
            assertThat(password(account, "judged", "short-password").body().toString())
                    .contains("Incomplete JSON response")
                    .doesNotContain("short-password");
            for (int other : List.of(302, 500)) {
                status.set(other);
                assertThat(password(account, "judged", "short-password").status())
                        .isEqualTo(503);
            }
            status.set(200);
            assertThat(password(account, "judged", "short-password").status()).isEqualTo(201);
        } finally {
            judge.disposeNow();
        }
        Answer away = password(account, "judged2", "short-password");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.body().toString()).contains("password check").doesNotContain("short-password");
    }

    private long count(String query) throws SQLException {
        try (Connection connection = database().connect();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
