package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.identity.api.directory.DirectoryAccessLoop;
import io.drover.identity.directory.Slapd;
import io.drover.testkit.MariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Sign-in with OpenLDAP over the service's API: real directory, real database. Each driver has a class of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DirectoryIT {
    private static final String FROM = "192.0.2.9";

    private final String driver;
    private final Path data = IdentityServer.folder();
    private IdentityServer server;
    private Slapd slapd;
    private Api admin;
    private int people;

    DirectoryIT(String driver) {
        this.driver = driver;
    }

    abstract MariaDb database();

    @BeforeAll
    void start() {
        slapd = Slapd.start();
        server = IdentityServer.startPreset(database(), driver, data);
        admin = server.admin();
        slapd.addUser("boss", "boss-password");
    }

    @AfterAll
    void stop() {
        slapd.close();
        server.close();
    }

    @BeforeEach
    void everybodyMayIn() {
        assertThat(enable(Map.of()).status()).isEqualTo(201);
    }

    private Answer enable(Map<String, Object> more) {
        return admin.post("/openldapconfig", config(more));
    }

    private Map<String, Object> config(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "enabled",
                true,
                "server",
                Slapd.HOST,
                "port",
                slapd.port(),
                "domain",
                Slapd.PEOPLE,
                "groupSearchDomain",
                Slapd.GROUPS,
                "serviceAccountUsername",
                Slapd.SERVICE,
                "serviceAccountPassword",
                Slapd.SERVICE_PASSWORD,
                "groupObjectClass",
                "groupOfNames",
                "groupMemberMappingAttribute",
                "member",
                "code",
                "boss:boss-password"));
        config.putAll(Map.of("userEnabledAttribute", "employeeNumber", "userDisabledBitMask", 2));
        config.putAll(more);
        return config;
    }

    /** A user of the directory nobody has used before. */
    private String person() {
        String login = "user" + ++people;
        slapd.addUser(login, login + "-password");
        return login;
    }

    private Answer signIn(String login) {
        return server.signIn(login + ":" + login + "-password", FROM);
    }

    private static String name(String login) {
        return "uid=" + login + "," + Slapd.PEOPLE;
    }

    private static Map<String, Object> identity(String type, String externalId) {
        return Map.of("externalIdType", type, "externalId", externalId);
    }

    private int check() {
        return server.context
                .getBean(DirectoryAccessLoop.class)
                .passOrLater()
                .toFuture()
                .join();
    }

    @Test
    void aFirstSignInMakesTheAccountAndAnEnvironment() {
        String login = person();
        slapd.addGroup("team-" + login, List.of(name(login)));

        Answer token = signIn(login);

        assertThat(token.status()).isEqualTo(201);
        assertThat(token.body())
                .containsEntry("user", login)
                .containsEntry("userType", "user")
                .containsEntry("authProvider", "openldapconfig");
        assertThat(token.map("userIdentity"))
                .containsEntry("id", "openldap_user:" + name(login))
                .containsEntry("login", login);
        assertThat(token.text("identities")).contains("openldap_group:cn=team-" + login);
        Api session = server.session(token.text("jwt"), null);
        assertThat(session.get("/projects").data())
                .singleElement()
                .satisfies(project -> assertThat(project).containsEntry("name", login + "-Default"));
        assertThat(signIn(login).text("accountId")).isEqualTo(token.text("accountId"));
        assertThat(session.get("/projects").data()).hasSize(1);
    }

    @Test
    void wrongPasswordsDisabledUsersAndEmptyPasswordsAre401() {
        String login = person();

        assertThat(server.signIn(login + ":wrong", "192.0.2.31").status()).isEqualTo(401);
        assertThat(server.signIn("no-such-user:x", "192.0.2.31").status()).isEqualTo(401);
        assertThat(server.signIn(login + ":", "192.0.2.31").status()).isEqualTo(400);
        slapd.modify(name(login), new Modification(ModificationType.ADD, "employeeNumber", "2"));
        assertThat(signIn(login).status()).isEqualTo(401);
        assertThat(admin.get("/auditlogs?clientIp=192.0.2.31&resourceType=token")
                        .data())
                .extracting("description")
                .containsExactly(
                        "sign-in refused: no such user in the directory",
                        "sign-in refused: the directory does not accept the password");
    }

    @Test
    void guessingIsThrottledHereToo() {
        String login = person();
        for (int i = 0; i < 5; i++) {
            assertThat(server.signIn(login + ":guess" + i, "198.51.100.9").status())
                    .isEqualTo(401);
        }

        assertThat(server.signIn(login + ":guess", "198.51.100.9").status()).isEqualTo(429);
        assertThat(signIn(login).status()).isEqualTo(201);
    }

    @Test
    void aDirectoryThatIsAwayKeepsLocalAdministratorsInAndRevokesNobody() {
        String login = person();
        String session = signIn(login).text("jwt");
        slapd.stop();
        try {
            Answer away = signIn(login);

            assertThat(away.status()).isEqualTo(503);
            assertThat(away.body().toString()).contains("directory").contains("accounts with a local password can");
            assertThat(server.signIn("admin:" + ADMIN_PASSWORD, FROM).status()).isEqualTo(201);
            assertThat(check()).isZero();
            assertThat(server.bearerToken(session, null).status()).isEqualTo(200);
        } finally {
            slapd.resume();
        }
        assertThat(signIn(login).status()).isEqualTo(201);
    }

    @Test
    void whoIsDisabledOrGoneLosesSessionsAndKeysAndGetsThemBack() {
        String login = person();
        Answer token = signIn(login);
        String session = token.text("jwt");
        Answer key = server.session(session, null).post("/apikeys", Map.of("name", "k"));
        String pair = key.text("publicValue") + ":" + key.text("secretValue");
        assertThat(server.basicToken(pair, null).status()).isEqualTo(200);
        OAuthBrowser browser = new OAuthBrowser(server.port);
        browser.signIn(OAuthBrowser.request(), login, login + "-password", "");
        JsonNode granted = browser.exchange(
                        browser.allow(browser.question(OAuthBrowser.request())).code())
                .json();
        String access = granted.path("access_token").asString();
        assertThat(server.bearerToken(access, null).status()).isEqualTo(200);

        slapd.modify(name(login), new Modification(ModificationType.ADD, "employeeNumber", "514"));
        assertThat(check()).isEqualTo(1);

        assertThat(server.bearerToken(session, null).status()).isEqualTo(401);
        assertThat(server.bearerToken(access, null).status()).isEqualTo(401);
        assertThat(browser.refresh(granted.path("refresh_token").asString()).status())
                .isEqualTo(400);
        assertThat(server.basicToken(pair, null).status()).isEqualTo(401);
        assertThat(admin.get("/auditlogs?eventType=directory.access.ended&accountId=" + token.text("accountId"))
                        .data())
                .extracting("description")
                .containsExactly("the user is disabled in the directory");
        assertThat(check()).isZero();

        slapd.modify(name(login), new Modification(ModificationType.DELETE, "employeeNumber"));
        assertThat(check()).isEqualTo(1);
        assertThat(server.basicToken(pair, null).status()).isEqualTo(200);
        slapd.delete(name(login));
        assertThat(check()).isEqualTo(1);
        assertThat(server.basicToken(pair, null).status()).isEqualTo(401);
    }

    @Test
    void whoHasOnlyWhatAProgramWasGivenIsLookedUpToo() throws Exception {
        String login = person();
        OAuthBrowser browser = new OAuthBrowser(server.port);
        browser.signIn(OAuthBrowser.request(), login, login + "-password", "");
        JsonNode granted = browser.exchange(
                        browser.allow(browser.question(OAuthBrowser.request())).code())
                .json();
        String access = granted.path("access_token").asString();
        sql("delete from auth_token");
        String group = slapd.addGroup("group-" + login, List.of(name(login)));
        assertThat(check()).as("a new group").isEqualTo(1);
        assertThat(server.session(access, null).get("/identities").data().toString())
                .contains(group);

        slapd.modify(name(login), new Modification(ModificationType.ADD, "employeeNumber", "514"));

        assertThat(check()).isEqualTo(1);
        assertThat(server.bearerToken(access, null).status()).isEqualTo(401);
        assertThat(browser.refresh(granted.path("refresh_token").asString()).status())
                .isEqualTo(400);
    }

    @Test
    void nobodyTakesSomebodyElsesNameAway() {
        String login = person();
        Map<String, Object> taken = Map.of("publicValue", login, "secretValue", "another password");

        assertThat(server.session(signIn(person()).text("jwt"), null)
                        .post("/passwords", taken)
                        .status())
                .isIn(403, 405);
        assertThat(signIn(login).status()).isEqualTo(201);
    }

    @Test
    void groupsAreMembersOfEnvironmentsAndFollowTheDirectory() {
        String login = person();
        String inner = slapd.addGroup("inner-" + login, List.of(name(login)));
        String outer = slapd.addGroup("outer-" + login, List.of(inner));
        Answer project = admin.post(
                "/projects",
                Map.of(
                        "name",
                        "shared",
                        "members",
                        List.of(
                                Map.of("externalIdType", "rancher_id", "externalId", "1a1", "role", "owner"),
                                Map.of(
                                        "externalIdType",
                                        "openldap_group",
                                        "externalId",
                                        outer.toUpperCase(java.util.Locale.ROOT),
                                        "role",
                                        "readonly"))));
        assertThat(project.status()).isEqualTo(201);
        String environment = project.text("id");

        String session = signIn(login).text("jwt");

        assertThat(server.bearerToken(session, environment).body()).containsEntry("role", "readonly");
        assertThat(server.session(session, null).get("/projects").data())
                .extracting("name")
                .as("a member already: no environment of their own")
                .containsExactly("shared");
        Api outside = server.session(session, null);
        assertThat(outside.get("/projectmembers").data())
                .singleElement()
                .satisfies(membership -> assertThat(outside.get("/projectmembers/" + membership.get("id"))
                                .status())
                        .isEqualTo(200));
        assertThat(admin.get("/projects/" + environment + "/projectmembers").data())
                .anySatisfy(member -> assertThat(member)
                        .containsEntry("id", "openldap_group:" + outer)
                        .containsEntry("name", "outer-" + login)
                        .containsEntry("user", false));

        slapd.modify(outer, new Modification(ModificationType.REPLACE, "member", Slapd.SERVICE));
        assertThat(check()).isEqualTo(1);
        assertThat(server.bearerToken(session, environment).status()).isEqualTo(403);
        assertThat(server.bearerToken(session, null).status()).isEqualTo(200);
    }

    @Test
    void membersTheDirectoryDoesNotHaveAreRefused() {
        Answer refused = admin.post(
                "/projects",
                Map.of(
                        "name",
                        "none",
                        "members",
                        List.of(
                                Map.of("externalIdType", "rancher_id", "externalId", "1a1", "role", "owner"),
                                Map.of(
                                        "externalIdType",
                                        "openldap_user",
                                        "externalId",
                                        name("nobody"),
                                        "role",
                                        "member"))));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).containsEntry("code", "InvalidIdentity");
    }

    @Test
    void accessModesDecideWhoComesIn() {
        String listed = person();
        String grouped = person();
        String stranger = person();
        String group = slapd.addGroup("allowed-" + grouped, List.of(name(grouped)));
        String session = signIn(stranger).text("jwt");

        Answer saved = enable(Map.of(
                "accessMode",
                "required",
                "allowedIdentities",
                List.of(
                        identity("openldap_user", name(listed)),
                        identity("openldap_user", name("boss")),
                        identity("openldap_group", group))));

        assertThat(saved.status()).isEqualTo(201);
        assertThat(server.bearerToken(session, null).status())
                .as("checked at once, not only at the next sign-in")
                .isEqualTo(401);
        Answer refused = signIn(stranger);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).containsEntry("code", "AuthError");
        assertThat(refused.body().toString()).contains("Your account does not have access");
        assertThat(signIn(listed).status()).isEqualTo(201);
        assertThat(signIn(grouped).status()).isEqualTo(201);
    }

    @Test
    void restrictedAdmitsMembersOfEnvironments() {
        String member = person();
        String stranger = person();
        admin.post(
                "/projects",
                Map.of(
                        "name",
                        "open",
                        "members",
                        List.of(
                                Map.of("externalIdType", "rancher_id", "externalId", "1a1", "role", "owner"),
                                Map.of(
                                        "externalIdType",
                                        "openldap_user",
                                        "externalId",
                                        name(member),
                                        "role",
                                        "member"))));

        assertThat(enable(Map.of(
                                "accessMode",
                                "restricted",
                                "allowedIdentities",
                                List.of(identity("openldap_user", name("boss")))))
                        .status())
                .isEqualTo(201);

        assertThat(signIn(member).status()).isEqualTo(201);
        assertThat(signIn(stranger).status()).isEqualTo(403);
    }

    @Test
    void nothingIsEnabledUntilItIsProven() {
        assertRefused(config(Map.of("code", "boss:wrong")), 422, "does not accept the password");
        assertRefused(config(Map.of("code", "")), 422, "'code' is required");
        assertRefused(config(Map.of("serviceAccountPassword", "wrong")), 400, "service account");
        assertRefused(config(Map.of("domain", "ou=typo," + Slapd.SUFFIX)), 400, "ou=typo");
        assertRefused(config(Map.of("accessMode", "required")), 422, "allowedIdentities");
        assertRefused(
                config(Map.of(
                        "accessMode",
                        "required",
                        "allowedIdentities",
                        List.of(identity("openldap_user", name("nobody"))))),
                400,
                "nobody");
        Map<String, Object> elsewhere = config(Map.of("server", "127.0.0.1"));
        elsewhere.remove("serviceAccountPassword");
        assertRefused(elsewhere, 422, "serviceAccountPassword");

        assertThat(signIn(person()).status()).as("as it was before").isEqualTo(201);
    }

    private void assertRefused(Map<String, Object> config, int status, String says) {
        Answer answer = admin.post("/openldapconfig", config);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.text("message")).contains(says).doesNotContain(Slapd.SERVICE_PASSWORD);
    }

    @Test
    void thePasswordIsKeptSealedAndNeverShown() throws Exception {
        Map<String, Object> again = config(Map.of());
        again.remove("serviceAccountPassword");

        Answer saved = admin.post("/openldapconfig", again);
        Answer shown = admin.get("/openldapconfig");

        assertThat(saved.status()).isEqualTo(201);
        assertThat(saved.body().toString())
                .doesNotContain(Slapd.SERVICE_PASSWORD)
                .doesNotContain("boss-password");
        assertThat(shown.data())
                .singleElement()
                .satisfies(config -> assertThat(config)
                        .containsEntry("enabled", true)
                        .containsEntry("server", Slapd.HOST)
                        .containsEntry("userLoginField", "uid")
                        .doesNotContainKeys("serviceAccountPassword", "code"));
        try (Connection connection = database().connect();
                ResultSet rows =
                        connection.createStatement().executeQuery("select fields, password_sealed from directory")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1) + rows.getString(2))
                    .doesNotContain(Slapd.SERVICE_PASSWORD)
                    .doesNotContain("boss-password");
        }
    }

    @Test
    void onlyAdministratorsSeeOrChangeTheConfiguration() {
        Api user = server.session(signIn(person()).text("jwt"), null);

        assertThat(user.get("/openldapconfig").status()).isIn(403, 404, 405);
        assertThat(user.post("/openldapconfig", Map.of("enabled", false)).status())
                .isIn(403, 404, 405);
        for (String path : List.of("/v1-auth/config", "/v1-auth/configs")) {
            assertThat(user.exchange(HttpMethod.GET, path, null).status()).isEqualTo(403);
            assertThat(user.exchange(HttpMethod.POST, path, Map.of()).status()).isEqualTo(403);
        }
        assertThat(user.exchange(HttpMethod.POST, "/v1-auth/testlogin", Map.of())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void testLoginTriesWithoutSaving() {
        Map<String, Object> fields = config(Map.of());
        fields.remove("enabled");
        fields.remove("code");
        Map<String, Object> config = Map.of("provider", "openldapconfig", "openldapConfig", fields);

        assertThat(admin.exchange(
                                HttpMethod.POST,
                                "/v1-auth/testlogin",
                                Map.of("authConfig", config, "code", "boss:boss-password"))
                        .status())
                .isEqualTo(200);
        assertThat(admin.exchange(
                                HttpMethod.POST,
                                "/v1-auth/testlogin",
                                Map.of("authConfig", config, "code", "boss:wrong"))
                        .status())
                .isEqualTo(401);
        assertThat(admin.exchange(HttpMethod.GET, "/v1-auth/config", null).body())
                .containsEntry("provider", "ldapconfig")
                .containsEntry("enabled", false);
    }

    @Test
    void switchingOffEndsWhatTheDirectoryGave() {
        String login = person();
        String session = signIn(login).text("jwt");

        assertThat(admin.post("/openldapconfig", Map.of("enabled", false)).status())
                .isEqualTo(201);

        assertThat(server.bearerToken(session, null).status()).isEqualTo(401);
        assertThat(signIn(login).status()).isEqualTo(401);
        assertThat(admin.get("/openldapconfig").data())
                .singleElement()
                .satisfies(config ->
                        assertThat(config).containsEntry("enabled", false).containsEntry("server", Slapd.HOST));
        assertThat(enable(Map.of()).status()).isEqualTo(201);
        assertThat(signIn(login).status()).isEqualTo(201);
    }

    @Test
    void aSwitchThatWasInterruptedIsDoneByTheNextPass() throws Exception {
        String session = signIn(person()).text("jwt");
        sql("update directory set enabled = false");
        assertThat(server.bearerToken(session, null).status()).isEqualTo(200);

        assertThat(check()).isPositive();

        assertThat(server.bearerToken(session, null).status()).isEqualTo(401);
        assertThat(check()).isZero();
    }

    @Test
    void aSignInUnderWayDoesNotOutliveTheSwitch() throws Exception {
        String login = person();
        assertThat(signIn(login).status()).isEqualTo(201);
        slapd.pause();
        CompletableFuture<Answer> underWay = CompletableFuture.supplyAsync(() -> signIn(login));
        try {
            Awaitility.await().during(Duration.ofMillis(500)).until(() -> !underWay.isDone());
            assertThat(admin.post("/openldapconfig", Map.of("enabled", false)).status())
                    .isEqualTo(201);
        } finally {
            slapd.goOn();
        }

        assertThat(underWay.get(30, TimeUnit.SECONDS).status()).isEqualTo(401);
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = database().connect()) {
            connection.createStatement().executeUpdate(statement);
        }
    }

    @Test
    void identitiesAreFoundInTheDirectory() {
        String login = person();
        slapd.addGroup("crew-" + login, List.of(name(login)));

        assertThat(admin.get("/identities?name=" + login).data())
                .extracting("id")
                .containsExactly("openldap_user:" + name(login));
        assertThat(admin.get("/identities?all=crew-" + login).data())
                .extracting("externalIdType")
                .containsExactly("openldap_group");
        assertThat(admin.get("/identities?name=admin").data()).extracting("id").containsExactly("rancher_id:1a1");
    }

    @Test
    void accentsMakeDifferentPeople() {
        slapd.addUser("müller", "müller-password");
        slapd.addUser("muller", "muller-password");

        Answer one = signIn("müller");
        Answer other = signIn("muller");

        assertThat(one.status()).isEqualTo(201);
        assertThat(other.status()).isEqualTo(201);
        assertThat(one.text("accountId")).isNotEqualTo(other.text("accountId"));
    }

    @Test
    void aDeactivatedAccountStaysOut() {
        String login = person();
        String account = signIn(login).text("accountId");
        admin.post("/accounts/" + account + "?action=deactivate", Map.of());

        assertThat(signIn(login).status()).isEqualTo(401);
        assertThat(check()).isZero();
    }
}
