package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static io.drover.identity.IdentityServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.drover.api.web.PolicyAudit;
import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.test.StepVerifier;

/** The whole service over HTTP. Each driver has a class of its own below. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IdentityIT {
    private static final Map<String, String> INTERNAL = Map.of("X-Drover-Internal", SECRET);

    private final String driver;
    private final Path data = IdentityServer.folder();
    private IdentityServer server;

    IdentityIT(String driver) {
        this.driver = driver;
    }

    abstract MariaDb database();

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database(), driver, data);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyRouteAndTypeHasAPolicy() {
        assertThat(PolicyAudit.uncovered(server.context)).isEmpty();
    }

    @Test
    void theFirstStartMakesTheAdministratorAndTheDefaultEnvironment() {
        Api admin = server.admin();

        assertThat(admin.get("/accounts/1a1").body())
                .containsEntry("name", "admin")
                .containsEntry("kind", "admin")
                .containsEntry("state", "active");
        assertThat(admin.get("/projects").data())
                .anySatisfy(project -> assertThat(project)
                        .containsEntry("id", "1a5")
                        .containsEntry("name", "Default")
                        .containsEntry("state", "active"));
    }

    @Test
    void internalEndpointsWantTheSecret() {
        assertThat(server.exchange(HttpMethod.POST, "/internal/token", Map.of(), Map.of())
                        .status())
                .isIn(401, 403);
        assertThat(server.exchange(
                                HttpMethod.POST,
                                "/internal/audit",
                                Map.of("X-Drover-Internal", "wrong-secret-of-some-length"),
                                List.of())
                        .status())
                .isIn(401, 403);
        assertThat(server.exchange(HttpMethod.GET, "/internal/jwks", Map.of(), null)
                        .body())
                .containsKey("keys");
    }

    @Test
    void anAdministratorsKeyIsOwnerInAnEnvironmentAndAdminOutside() throws ParseException {
        Answer inside = server.basicToken(ADMIN_KEY, "1a5");
        Answer outside = server.basicToken(ADMIN_KEY, null);

        assertThat(inside.body())
                .containsEntry("role", "owner")
                .containsEntry("accountId", "1a1")
                .containsEntry("accountKind", "admin")
                .containsEntry("environment", "1a5");
        assertThat(outside.body()).containsEntry("role", "admin").containsEntry("environment", null);
        JWTClaimsSet claims = SignedJWT.parse(inside.text("token")).getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("drover");
        assertThat(claims.getAudience()).containsExactly("drover");
        assertThat(claims.getStringClaim("env")).isEqualTo("1a5");
        assertThat(claims.getStringClaim("env_name")).isEqualTo("Default");
        assertThat(claims.getStringClaim("env_uuid")).isNotBlank();
    }

    @Test
    void wrongCredentialsAre401AndForeignEnvironments403() {
        assertThat(server.basicToken("TESTKEY:wrong-wrong-wrong", null).status())
                .isEqualTo(401);
        assertThat(server.basicToken("0123456789ABCDEF0123:x", null).status()).isEqualTo(401);
        assertThat(server.bearerToken("no-such-session", null).status()).isEqualTo(401);
        assertThat(server.token(Map.of("scheme", "none")).status()).isEqualTo(401);
        assertThat(server.basicToken(ADMIN_KEY, "1a99999").status()).isEqualTo(403);
        assertThat(server.basicToken(ADMIN_KEY, "1a1").status()).isEqualTo(403);
        Answer malformed = server.basicToken(ADMIN_KEY, "nonsense!");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.text("code")).isEqualTo("InvalidFormat");

        Person ann = person();
        assertThat(server.basicToken(ann.key, "1a5").status()).isEqualTo(403);
    }

    @Test
    void aKeysSecretIsShownOnceAndStoredAsAHash() throws Exception {
        Answer made = server.admin().post("/apikeys", Map.of("name", "ci"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("publicValue")).matches("[0-9A-F]{20}");
        assertThat(made.text("secretValue")).hasSize(40);
        assertThat(server.admin().get("/apikeys/" + made.text("id")).body()).doesNotContainKey("secretValue");
        assertThat(server.basicToken(made.text("publicValue") + ":" + made.text("secretValue"), null)
                        .body())
                .containsEntry("accountId", "1a1")
                .containsEntry("credential", made.text("id"));
        assertThat(everythingStored()).doesNotContain(made.text("secretValue"));
    }

    @Test
    void aDeactivatedOrRemovedKeyStopsWorking() {
        Answer key = server.admin().post("/apikeys", Map.of());
        String pair = key.text("publicValue") + ":" + key.text("secretValue");
        String path = "/apikeys/" + key.text("id");

        assertThat(server.admin().post(path + "?action=deactivate", Map.of()).body())
                .containsEntry("state", "inactive");
        assertThat(server.basicToken(pair, null).status()).isEqualTo(401);
        assertThat(server.admin().post(path + "?action=activate", Map.of()).body())
                .containsEntry("state", "active");
        assertThat(server.basicToken(pair, null).status()).isEqualTo(200);
        assertThat(server.admin().delete(path).body()).containsEntry("state", "removed");
        assertThat(server.basicToken(pair, null).status()).isEqualTo(401);
    }

    @Test
    void revocationsArriveWithinASecond() {
        Answer key = server.admin().post("/apikeys", Map.of());
        var lines = WebClient.create("http://127.0.0.1:" + server.port)
                .get()
                .uri("/internal/revocations")
                .header("X-Drover-Internal", SECRET)
                .retrieve()
                .bodyToFlux(new ParameterizedTypeReference<Map<String, Object>>() {});

        StepVerifier.create(lines.filter(line -> key.text("id").equals(line.get("credential")) || line.isEmpty()))
                .expectNext(Map.of())
                .then(() -> server.admin().post("/apikeys/" + key.text("id") + "?action=deactivate", Map.of()))
                .expectNext(Map.of("credential", key.text("id")))
                .thenCancel()
                .verify(Duration.ofSeconds(4));
    }

    @Test
    void membersComeAndGoAndRolesFollow() {
        Person ann = person();
        Person bob = person();
        Api annApi = server.as(ann.key, null);
        Answer project = annApi.post("/projects", Map.of("name", "team"));
        String id = project.text("id");
        assertThat(project.status()).isEqualTo(201);
        assertThat(project.map("actions")).containsKeys("setmembers", "deactivate", "update");
        assertThat(server.basicToken(ann.key, id).body()).containsEntry("role", "owner");
        assertThat(server.basicToken(bob.key, id).status()).isEqualTo(403);
        assertThat(server.as(bob.key, null).get("/projects/" + id).status()).isEqualTo(404);

        Answer set = annApi.post(
                "/projects/" + id + "?action=setmembers",
                Map.of("members", List.of(member(ann, "owner"), member(bob, "readonly"))));

        assertThat(set.status()).isIn(200, 202);
        assertThat(server.basicToken(bob.key, id).body()).containsEntry("role", "readonly");
        Api bobApi = server.as(bob.key, null);
        assertThat(bobApi.get("/projects/" + id).map("actions")).isEmpty();
        assertThat(bobApi.post("/projects/" + id + "?action=deactivate", Map.of())
                        .status())
                .isEqualTo(405);
        assertThat(bobApi.put("/projects/" + id, Map.of("name", "mine")).status())
                .isEqualTo(403);
        assertThat(annApi.get("/projects/" + id + "/projectmembers").data())
                .extracting("id", "role")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("rancher_id:" + ann.account, "owner"),
                        org.assertj.core.groups.Tuple.tuple("rancher_id:" + bob.account, "readonly"));
        Answer ownerless = annApi.post(
                "/projects/" + id + "?action=setmembers", Map.of("members", List.of(member(bob, "member"))));
        assertThat(ownerless.status()).isEqualTo(422);
        assertThat(ownerless.body().toString()).contains("does not have an owner");
    }

    @Test
    void anInactiveEnvironmentIsClosedToMembersAndARemovedOneToAll() {
        Person ann = person();
        Person bob = person();
        Api annApi = server.as(ann.key, null);
        String id = annApi.post(
                        "/projects",
                        Map.of("name", "x", "members", List.of(member(ann, "owner"), member(bob, "member"))))
                .text("id");

        assertThat(annApi.post("/projects/" + id + "?action=deactivate", Map.of())
                        .body())
                .containsEntry("state", "inactive");
        assertThat(server.basicToken(bob.key, id).status()).isEqualTo(403);
        assertThat(server.basicToken(ann.key, id).body()).containsEntry("role", "owner");
        assertThat(annApi.delete("/projects/" + id).body()).containsEntry("state", "removed");
        assertThat(server.basicToken(ann.key, id).status()).isEqualTo(403);
        assertThat(server.basicToken(ADMIN_KEY, id).status()).isEqualTo(403);
        assertThat(annApi.get("/projects/" + id).body()).containsEntry("state", "removed");
        assertThat(annApi.get("/projects").data()).extracting("id").doesNotContain(id);
    }

    @Test
    void anEnvironmentsKeySeesItsEnvironmentOnly() {
        Answer key = server.as(ADMIN_KEY, "1a5").post("/apikeys", Map.of("name", "deploy"));
        String pair = key.text("publicValue") + ":" + key.text("secretValue");

        assertThat(key.body()).containsEntry("accountId", "1a5");
        assertThat(server.basicToken(pair, null).body())
                .containsEntry("role", "project")
                .containsEntry("accountKind", "project")
                .containsEntry("environment", "1a5");
        Person ann = person();
        String other = server.as(ann.key, null)
                .post("/projects", Map.of("name", "other"))
                .text("id");
        assertThat(server.basicToken(pair, other).status()).isEqualTo(403);
        Api api = server.as(pair, "1a5");
        assertThat(api.get("/projects").data()).extracting("id").containsExactly("1a5");
        assertThat(api.post("/projects", Map.of("name", "no")).status()).isEqualTo(405);
        assertThat(api.get("/apikeys").data()).extracting("accountId").containsOnly("1a5");
    }

    @Test
    void nobodyMakesAKeyForWhatTheyDoNotHave() {
        Person ann = person();
        Person bob = person();
        String id = server.as(ann.key, null)
                .post(
                        "/projects",
                        Map.of("name", "y", "members", List.of(member(ann, "owner"), member(bob, "restricted"))))
                .text("id");

        assertThat(server.as(bob.key, null)
                        .post("/apikeys", Map.of("accountId", id))
                        .status())
                .isEqualTo(403);
        assertThat(server.as(bob.key, id).post("/apikeys", Map.of()).status()).isEqualTo(405);
        assertThat(server.as(bob.key, null)
                        .post("/apikeys", Map.of("accountId", "1a1"))
                        .status())
                .isEqualTo(403);
        assertThat(server.as(ann.key, null)
                        .post("/apikeys", Map.of("accountId", id))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void peopleSeeNobodyElsesAccountsKeysOrPasswords() {
        Person ann = person();
        server.signIn(ann.name + ":" + ann.password, "192.0.2.8");
        Api api = server.as(ann.key, null);
        Answer adminsKey = server.admin().post("/apikeys", Map.of());

        assertThat(api.get("/accounts").data()).extracting("id").containsExactly(ann.account);
        assertThat(api.get("/accounts/1a1").status()).isEqualTo(404);
        assertThat(api.get("/apikeys/" + adminsKey.text("id")).status()).isEqualTo(404);
        assertThat(api.delete("/apikeys/" + adminsKey.text("id")).status()).isEqualTo(404);
        assertThat(api.post("/accounts", Map.of("name", "eve", "kind", "admin")).status())
                .isEqualTo(405);
        assertThat(api.put("/accounts/" + ann.account, Map.of("kind", "admin")).status())
                .isEqualTo(405);
        assertThat(api.get("/auditlogs").data()).extracting("accountId").containsOnly(ann.account);
    }

    @Test
    void passwordsAreChangedByTheirOwnersWithTheOldOne() {
        Person ann = person();
        Answer session = server.signIn(ann.name + ":" + ann.password, "192.0.2.20");
        Api api = server.as(ann.key, null);
        String path = "/passwords/" + api.get("/passwords").data().getFirst().get("id") + "?action=changesecret";

        Answer wrong = api.post(path, Map.of("oldSecret", "wrong one", "newSecret", "a new password"));
        assertThat(wrong.body()).containsEntry("code", "InvalidOldPassword");
        assertThat(api.post(path, Map.of("oldSecret", ann.password, "newSecret", "short"))
                        .status())
                .isEqualTo(422);
        assertThat(api.post(path, Map.of("oldSecret", ann.password, "newSecret", "a new password"))
                        .status())
                .isEqualTo(200);

        assertThat(server.bearerToken(session.text("jwt"), null).status()).isEqualTo(401);
        assertThat(server.signIn(ann.name + ":" + ann.password, "192.0.2.20").status())
                .isEqualTo(401);
        assertThat(server.signIn(ann.name + ":a new password", "192.0.2.20").status())
                .isEqualTo(201);
        assertThat(server.basicToken(ann.name + ":a new password", null).body())
                .containsEntry("accountId", ann.account);
    }

    @Test
    void namesAreUniqueWhateverTheCase() {
        Person ann = person();
        Person bob = person();

        Answer taken = server.admin()
                .post(
                        "/passwords",
                        Map.of(
                                "accountId",
                                bob.account,
                                "publicValue",
                                ann.name.toUpperCase(java.util.Locale.ROOT),
                                "secretValue",
                                "12345678"));
        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.body()).containsEntry("code", "NotUnique").containsEntry("fieldName", "publicValue");
    }

    @Test
    void oneAdministratorAlwaysRemains() {
        assertThat(server.admin()
                        .post("/accounts/1a1?action=deactivate", Map.of())
                        .body())
                .containsEntry("code", "LastAdminAccount");
        assertThat(server.admin().put("/accounts/1a1", Map.of("kind", "user")).body())
                .containsEntry("code", "LastAdminAccount");
        assertThat(server.admin().delete("/accounts/1a1").body()).containsEntry("code", "LastAdminAccount");
    }

    @Test
    void aDeactivatedAccountIsSignedOut() {
        Person ann = person();
        String jwt = server.signIn(ann.name + ":" + ann.password, "192.0.2.30").text("jwt");

        server.admin().post("/accounts/" + ann.account + "?action=deactivate", Map.of());

        assertThat(server.bearerToken(jwt, null).status()).isEqualTo(401);
        assertThat(server.basicToken(ann.key, null).status()).isEqualTo(401);
        assertThat(server.signIn(ann.name + ":" + ann.password, "192.0.2.31").status())
                .isEqualTo(401);
    }

    @Test
    void aHostRegistersWithATokenAndFindsItselfAgain() throws Exception {
        Answer token = server.as(ADMIN_KEY, "1a5").post("/registrationtokens", Map.of());
        assertThat(token.status()).isEqualTo(201);
        assertThat(token.text("command"))
                .isEqualTo("docker run -d --name drover-agent --restart unless-stopped --network host"
                        + " -v /var/run/docker.sock:/var/run/docker.sock -v /var/lib/drover:/var/lib/drover"
                        + " -e DROVER_SERVER=http://drover.example:8080 -e DROVER_TOKEN=" + token.text("token")
                        + " drover/agent:0.1.0");
        assertThat(token.body()).containsEntry("registrationUrl", null);

        String machine = "machine-key-" + UUID.randomUUID();
        Api register = server.as("registrationToken:" + token.text("token"), null);
        assertThat(register.get("/registers?key=" + machine).data()).isEmpty();
        Answer made = register.post("/register", Map.of("key", machine));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().get("secretKey")).isNull();
        assertThat(register.get("/register").data()).isEmpty();
        Map<String, Object> keys =
                register.get("/register?key=" + machine).data().getFirst();
        String pair = keys.get("accessKey") + ":" + keys.get("secretKey");
        assertThat(register.post("/register", Map.of("key", machine)).text("id"))
                .isEqualTo(made.text("id"));
        assertThat(register.get("/register?key=" + machine).data().getFirst())
                .containsEntry("secretKey", keys.get("secretKey"));

        Answer agent = server.basicToken(pair, null);
        assertThat(agent.body())
                .containsEntry("role", "agent")
                .containsEntry("accountKind", "agent")
                .containsEntry("environment", "1a5");
        long number = SignedJWT.parse(agent.text("token")).getJWTClaimsSet().getLongClaim("agent");
        assertThat(made.text("agentId")).isEqualTo(Long.toString(number));
        assertThat(everythingStored()).doesNotContain(machine).doesNotContain(String.valueOf(keys.get("secretKey")));

        Api agentApi = server.as(pair, null);
        for (String type : List.of("projects", "accounts", "apikeys", "registrationtokens", "register", "auditlogs")) {
            assertThat(agentApi.get("/" + type).status()).as(type).isEqualTo(404);
            assertThat(register.get("/" + type).status()).as(type).isEqualTo(type.equals("register") ? 200 : 404);
        }
        assertThat(server.exchange(HttpMethod.DELETE, "/internal/agents/" + number, INTERNAL, null)
                        .status())
                .isEqualTo(204);
        assertThat(server.basicToken(pair, null).status()).isEqualTo(401);
    }

    @Test
    void aRegistrationTokenWorksWhileItIsActive() {
        Api owner = server.as(ADMIN_KEY, "1a5");
        Answer token = owner.post("/registrationtokens", Map.of());
        String pair = "registrationToken:" + token.text("token");
        assertThat(server.basicToken(pair, null).body()).containsEntry("role", "register");
        assertThat(server.basicToken(pair + "x", null).status()).isEqualTo(401);

        owner.post("/registrationtokens/" + token.text("id") + "?action=deactivate", Map.of());

        assertThat(server.basicToken(pair, null).status()).isEqualTo(401);
    }

    @Test
    void readersDoNotSeeRegistrationTokens() {
        Person ann = person();
        Person bob = person();
        String id = server.as(ann.key, null)
                .post(
                        "/projects",
                        Map.of("name", "z", "members", List.of(member(ann, "owner"), member(bob, "readonly"))))
                .text("id");
        server.as(ann.key, id).post("/registrationtokens", Map.of());

        assertThat(server.as(bob.key, id).get("/registrationtokens").status()).isEqualTo(404);
        assertThat(server.as(ann.key, id).get("/registrationtokens").data()).hasSize(1);
        assertThat(server.as(ADMIN_KEY, "1a5")
                        .get("/registrationtokens/"
                                + server.as(ann.key, id)
                                        .get("/registrationtokens")
                                        .data()
                                        .getFirst()
                                        .get("id"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void ticketsAreForStreamsOnly() throws ParseException {
        Answer ticket = server.exchange(
                HttpMethod.POST,
                "/internal/tickets",
                INTERNAL,
                Map.of(
                        "purpose", "logs",
                        "environment", "1a5",
                        "account", "1a1",
                        "claims", Map.of("host", 3, "request", Map.of("follow", true), "aud", "drover", "sub", "1a9")));
        JWTClaimsSet claims = SignedJWT.parse(ticket.text("token")).getJWTClaimsSet();

        assertThat(claims.getAudience()).containsExactly("drover-stream");
        assertThat(claims.getSubject()).isEqualTo("1a1");
        assertThat(claims.getStringClaim("purpose")).isEqualTo("logs");
        assertThat(claims.getLongClaim("host")).isEqualTo(3);
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(server.exchange(
                                HttpMethod.GET,
                                "/v2-beta/projects",
                                Map.of("Authorization", "Bearer " + ticket.text("token")),
                                null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theGatewaysAuditRowsAreKept() {
        String host = "1h" + Math.abs(UUID.randomUUID().hashCode());
        Answer stored = server.exchange(
                HttpMethod.POST,
                "/internal/audit",
                INTERNAL,
                List.of(Map.of(
                        "created", "2026-04-01T10:00:00Z",
                        "eventType", "api.host.delete",
                        "resourceType", "host",
                        "resourceId", host,
                        "authType", "BasicAuth",
                        "authenticatedAsAccountId", "1a1",
                        "accountId", "1a5",
                        "responseCode", 200,
                        "clientIp", "192.0.2.5",
                        "somethingNew", true)));
        assertThat(stored.status()).isEqualTo(204);

        List<Map<String, Object>> rows =
                server.as(ADMIN_KEY, "1a5").get("/auditlogs?resourceId=" + host).data();
        assertThat(rows)
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("eventType", "api.host.delete")
                        .containsEntry("created", "2026-04-01T10:00:00Z")
                        .containsEntry("authenticatedAsAccountId", "1a1")
                        .containsEntry("responseCode", 200));
    }

    @Test
    void identitiesAndSettingsCanBeLookedUp() {
        Person ann = person();
        Api api = server.as(ann.key, null);

        assertThat(api.get("/identities").data()).extracting("id").containsExactly("rancher_id:" + ann.account);
        assertThat(api.get("/identities?name=" + ann.name).data())
                .extracting("id")
                .containsExactly("rancher_id:" + ann.account);
        assertThat(api.get("/identities/rancher_id:1a1").body()).containsEntry("name", "admin");
        assertThat(api.get("/settings/bootstrap.required.image").status()).isEqualTo(404);
        assertThat(server.admin().get("/settings/bootstrap.required.image").body())
                .containsEntry("value", "drover/agent:0.1.0");
        assertThat(api.get("/settings/no.such.setting").status()).isEqualTo(404);
        assertThat(api.get("/schemas/token").status()).isEqualTo(200);
    }

    @Test
    void aSecondStartChangesNothing() throws Exception {
        Answer key = server.admin().post("/apikeys", Map.of());
        server.admin().put("/accounts/1a1", Map.of("description", "the boss"));
        try (IdentityServer again = IdentityServer.start(
                database(),
                driver,
                data,
                "--DROVER_BOOTSTRAP_PASSWORD=another password",
                "--DROVER_BOOTSTRAP_KEY=" + ADMIN_KEY)) {
            assertThat(again.admin().get("/accounts/1a1").body()).containsEntry("description", "the boss");
            assertThat(again.signIn("admin:another password", "192.0.2.40").status())
                    .isEqualTo(401);
            assertThat(again.signIn("admin:" + ADMIN_PASSWORD, "192.0.2.40").status())
                    .isEqualTo(201);
            // Signed by one replica, verified by the other.
            String token = server.basicToken(ADMIN_KEY, null).text("token");
            assertThat(again.exchange(
                                    HttpMethod.GET,
                                    "/v2-beta/projects",
                                    Map.of("Authorization", "Bearer " + token),
                                    null)
                            .status())
                    .isEqualTo(200);
            assertThat(again.basicToken(key.text("publicValue") + ":" + key.text("secretValue"), null)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(Files.exists(data.resolve("admin-password"))).isFalse();
    }

    private record Person(String account, String name, String password, String key) {}

    /** Somebody new with a password and an API key. */
    private Person person() {
        String name = "ann" + UUID.randomUUID().toString().substring(0, 8);
        String account = server.admin().post("/accounts", Map.of("name", name)).text("id");
        Answer password = server.admin()
                .post(
                        "/passwords",
                        Map.of("accountId", account, "publicValue", name, "secretValue", "pass:word" + name));
        assertThat(password.status()).isEqualTo(201);
        assertThat(password.body()).doesNotContainKey("secretValue");
        Answer key = server.admin().post("/apikeys", Map.of("accountId", account));
        return new Person(account, name, "pass:word" + name, key.text("publicValue") + ":" + key.text("secretValue"));
    }

    private static Map<String, Object> member(Person person, String role) {
        return Map.of("externalId", person.account, "externalIdType", "rancher_id", "role", role);
    }

    /** Every text of the tables that hold credentials. */
    private String everythingStored() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database().connect()) {
            for (String table : List.of("account", "credential", "auth_token", "agent", "signing_key", "audit_log")) {
                try (ResultSet rows = connection.createStatement().executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            all.append(rows.getString(i)).append('\n');
                        }
                    }
                }
            }
        }
        return all.toString();
    }
}
