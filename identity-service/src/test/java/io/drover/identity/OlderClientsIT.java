package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static io.drover.identity.IdentityServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;

/** What scripts and pages that were written for the reference do, and other tests do not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderClientsIT {
    @RegisterExtension
    static final MariaDb database = MariaDb.forService("identity");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private IdentityServer server;
    private Api admin;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database, "mariadb", IdentityServer.folder());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** @param login what the person signs in with; the account is called otherwise */
    private record Person(String account, String login, String password) {}

    private Person person() {
        String login = "jo" + NUMBER.incrementAndGet();
        String account = admin.post("/accounts", Map.of("name", "Jo " + login)).text("id");
        String password = "a long password of " + login;
        Answer given =
                admin.post("/passwords", Map.of("accountId", account, "publicValue", login, "secretValue", password));
        assertThat(given.status()).as(given.toString()).isEqualTo(201);
        return new Person(account, login, password);
    }

    private Answer signIn(Person person) {
        Answer token = server.signIn(person.login + ":" + person.password, "192.0.2.33");
        assertThat(token.status()).as(token.toString()).isEqualTo(201);
        return token;
    }

    @Test
    void sessionsBeginAndEndUnderEveryAddress() {
        Person jo = person();
        for (String address : List.of("/v1/token", "/v1/tokens", "/v2-beta/token", "/v2-beta/tokens")) {
            assertThat(server.exchange(HttpMethod.GET, address, Map.of(), null).data())
                    .as(address)
                    .hasSize(1);
            for (String ended : List.of(address, address + "/current")) {
                Answer token = server.exchange(
                        HttpMethod.POST,
                        address,
                        Map.of("X-API-Client-IP", "192.0.2.34"),
                        Map.of("code", jo.login + ":" + jo.password));
                assertThat(token.status()).as(address).isEqualTo(201);
                Api session = server.session(token.text("jwt"), null);
                assertThat(session.exchange(HttpMethod.DELETE, ended, null).status())
                        .as(ended)
                        .isEqualTo(204);
                assertThat(server.bearerToken(token.text("jwt"), null).status()).isEqualTo(401);
            }
        }
    }

    @Test
    void theTokenHasItsTypeItsShapeAndTheNameForActions() {
        Answer nobody =
                server.exchange(HttpMethod.GET, "/v2-beta/token", Map.of("X-API-Action-Links", "actionLinks"), null);

        assertThat(nobody.header("Content-Type")).isEqualToIgnoringCase("application/json;charset=utf-8");
        assertThat(nobody.body())
                .containsKeys("sortLinks", "sort", "filters", "createDefaults", "actionLinks")
                .doesNotContainKey("actions");
        assertThat(admin.get("/schemas/token").map("resourceFields")).containsKey("authenticatedAsAccountId");
    }

    @Test
    void theNameIsTheOneThatWasTyped() {
        Person jo = person();
        Answer token = signIn(jo);

        assertThat(token.text("user")).isEqualTo(jo.login);
        assertThat(token.map("userIdentity")).containsEntry("login", jo.login).containsEntry("name", "Jo " + jo.login);
        assertThat(admin.get("/identities/rancher_id:" + jo.account.substring(2))
                        .body())
                .containsEntry("id", "rancher_id:" + jo.account)
                .containsEntry("login", jo.login);
        Api owner = server.session(token.text("jwt"), token.text("defaultProject"));
        assertThat(owner.get("/projectmembers").data())
                .singleElement()
                .satisfies(member ->
                        assertThat(member).containsEntry("login", jo.login).containsEntry("name", "Jo " + jo.login));
    }

    @Test
    void theFirstSignInMakesAnEnvironmentAndNoOtherDoes() {
        Person jo = person();
        String first = signIn(jo).text("defaultProject");
        Api owner = server.session(signIn(jo).text("jwt"), null);

        assertThat(owner.get("/projects").data())
                .singleElement()
                .satisfies(environment -> assertThat(environment)
                        .containsEntry("id", first)
                        .containsEntry("name", jo.login + "-Default"));
        assertThat(owner.delete("/projects/" + first).status()).isEqualTo(200);
        assertThat(signIn(jo).body()).containsEntry("defaultProject", null);
    }

    @Test
    void nobodyGetsOneWhoIsAMemberSomewhereOrIfItIsNotWanted() {
        Person member = person();
        String environment = admin.post("/projects", Map.of("name", "theirs")).text("id");
        admin.post(
                "/projects/" + environment + "?action=setmembers",
                Map.of("members", List.of(membership("1a1", "owner"), membership(member.account, "member"))));
        assertThat(signIn(member).text("defaultProject")).isEqualTo(environment);

        Person unwanted = person();
        admin.put("/settings/project.create.default", Map.of("value", "false"));
        try {
            org.awaitility.Awaitility.await()
                    .until(() -> admin.get("/settings/project.create.default")
                            .text("activeValue")
                            .equals("false"));
            assertThat(signIn(unwanted).body()).containsEntry("defaultProject", null);
        } finally {
            admin.delete("/settings/project.create.default");
        }
    }

    private static Map<String, Object> membership(String account, String role) {
        return Map.of("externalIdType", "rancher_id", "externalId", account, "role", role);
    }

    @Test
    void setUpScriptsNameTheAdministrator() {
        assertThat(admin.get("/localauthconfig").data())
                .singleElement()
                .satisfies(config ->
                        assertThat(config).containsEntry("enabled", true).doesNotContainKeys("username", "password"));
        assertThat(configure("root", "a password for root").status()).isEqualTo(201);
        assertThat(server.signIn("root:a password for root", "192.0.2.35").body())
                .containsEntry("accountId", "1a1")
                .containsEntry("user", "root");
        assertThat(server.signIn("admin:" + ADMIN_PASSWORD, "192.0.2.36").status())
                .isEqualTo(401);

        assertThat(configure("root", "a password for root").status()).isEqualTo(201);
        expect(configure("root", "another password"), 401, "IncorrectPassword");
        expect(configure("", "another password"), 400, "UserCredentialCreation");
        expect(configure("root", ""), 400, "UserCredentialCreation");
        Person jo = person();
        String password = String.valueOf(admin.get("/passwords?publicValue=" + jo.login)
                .data()
                .getFirst()
                .get("id"));
        admin.post("/passwords/" + password + "?action=deactivate", Map.of());
        expect(configure(jo.login, "another password"), 409, "UsernameIsTaken");
        Answer off = admin.post("/localauthconfig", Map.of("enabled", false));
        expect(off, 422, "InvalidOption");
        assertThat(configure("admin", ADMIN_PASSWORD).status()).isEqualTo(201);
    }

    private Answer configure(String login, String password) {
        return admin.post(
                "/localauthconfig",
                Map.of(
                        "enabled",
                        true,
                        "accessMode",
                        "unrestricted",
                        "name",
                        "admin",
                        "username",
                        login,
                        "password",
                        password));
    }

    private static void expect(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    @Test
    void theAuditLogSaysWhoAnAccountIs() {
        Map<String, Object> event = new HashMap<>(Map.of(
                "eventType", "api.host.delete",
                "resourceType", "host",
                "resourceId", "1h77001",
                "authType", "BasicAuth",
                "authenticatedAsAccountId", "1a1",
                "accountId", "1a5",
                "responseCode", 200));
        Answer stored = server.exchange(
                HttpMethod.POST, "/internal/audit", Map.of("X-Drover-Internal", SECRET), List.of(event));

        assertThat(stored.status()).isEqualTo(204);
        assertThat(admin.get("/auditlogs?resourceId=1h77001&authType=BasicAuth").data())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("authenticatedAsIdentityId", "rancher_id:1a1"));
    }

    @Test
    void typesSayWhatTheyAreAKindOf() {
        assertThat(admin.get("/projects/1a5").body())
                .containsEntry("type", "project")
                .containsEntry("baseType", "account")
                .containsEntry("transitioningProgress", null);
        assertThat(admin.get("/apikeys").data())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key).containsEntry("baseType", "credential"));
        assertThat(admin.get("/credentials").status()).isEqualTo(200);
        assertThat(admin.get("/accounts/1a1").body()).containsEntry("type", "account");
    }

    @Test
    void administratorsPurgeAccountsAndAllowTheSystemRole() {
        Person jo = person();
        assertThat(admin.delete("/accounts/" + jo.account).map("actions")).containsKey("purge");
        assertThat(admin.post("/accounts/" + jo.account + "?action=purge", Map.of())
                        .body())
                .containsEntry("state", "purged");
        assertThat(admin.post("/projects", Map.of("name", "system", "allowSystemRole", true))
                        .body())
                .containsEntry("allowSystemRole", true);
    }
}
