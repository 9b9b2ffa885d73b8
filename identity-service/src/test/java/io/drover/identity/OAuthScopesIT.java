package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a token with scopes may do, and that it gets no further by any way round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OAuthScopesIT {
    @RegisterExtension
    static final MariaDb database = MariaDb.forService("identity");

    private IdentityServer server;
    private OAuthPeople people;
    private String jo;
    private String key;
    private String own;
    private String other;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database, "mysql", IdentityServer.folder());
        people = new OAuthPeople(server);
        jo = people.person();
        key = people.key(Map.of("accountId", people.account(jo)));
        own = people.environment();
        other = people.environment();
        people.member(own, jo, "owner");
        people.member(other, jo, "owner");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String token(String scope, String client) {
        return new OAuthBrowser(server.port)
                .post("/oauth2/token", Map.of("grant_type", "client_credentials", "scope", scope), client)
                .json()
                .path("access_token")
                .asString();
    }

    @Test
    void scopesThatAreNotKnownAreRefused() {
        for (String scope : List.of("admin", "role:admin", "environment:x", "environment:1a5 environment:1a6")) {
            var refused = new OAuthBrowser(server.port)
                    .post("/oauth2/token", Map.of("grant_type", "client_credentials", "scope", scope), key);
            assertThat(refused.json().path("error").asString()).as(scope).isEqualTo("invalid_scope");
            assertThat(refused.json().path("error_description").asString()).isNotEmpty();
        }
    }

    @Test
    void whoIsAskedReadsTheNamesOfTheirEnvironmentsAndOfNoOthers() {
        String foreign = people.environment();
        Map<String, String> ask = OAuthBrowser.request("scope", "environment:" + own);
        OAuthBrowser browser = new OAuthBrowser(server.port);
        browser.signIn(ask, jo, people.password(jo), "");

        assertThat(browser.question(ask).body()).contains("in the environment environment1 (" + own + ") only");
        assertThat(browser.question(OAuthBrowser.request("scope", "environment:" + foreign))
                        .body())
                .contains("in the environment " + foreign + " only");
    }

    @Test
    void anEnvironmentIsChosenAndNoOtherIsOpen() {
        String token = token("environment:" + own, key);

        Answer unnamed = server.bearerToken(token, null);
        Answer named = server.bearerToken(token, own);
        Answer foreign = server.bearerToken(token, other);

        assertThat(unnamed.body()).containsEntry("environment", own).containsEntry("role", "owner");
        assertThat(named.body()).containsEntry("environment", own);
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.text("detail")).contains(own);
    }

    @Test
    void anEnvironmentThatTheAccountCannotReachStaysClosed() {
        String stranger = people.key(Map.of("accountId", people.account(people.person())));

        assertThat(server.bearerToken(token("environment:" + own, stranger), null)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aRoleIsNeverMoreThanTheAccountHas() {
        String sam = people.person();
        String shared = people.environment();
        people.member(shared, sam, "readonly");
        String samsKey = people.key(Map.of("accountId", people.account(sam)));

        assertThat(server.bearerToken(token("role:readonly", key), own).body()).containsEntry("role", "readonly");
        assertThat(server.bearerToken(token("role:member role:restricted", key), own)
                        .body())
                .containsEntry("role", "restricted");
        assertThat(server.bearerToken(token("role:owner", samsKey), shared).body())
                .containsEntry("role", "readonly");
    }

    @Test
    void aRolesTokenOutsideOfEnvironmentsOnlyReads() {
        Answer outside = server.bearerToken(token("role:owner", IdentityServer.ADMIN_KEY), null);
        Api api = server.new Api(outside.text("token"), null);

        assertThat(outside.body()).containsEntry("role", "user");
        assertThat(api.get("/projects").status()).isEqualTo(200);
        assertThat(api.post("/apikeys", Map.of()).status()).isEqualTo(405);
        assertThat(api.post("/projects", Map.of("name", "x")).status()).isEqualTo(405);
    }

    @Test
    void aReadingTokenChangesNothing() {
        Answer outside = server.bearerToken(token("read", key), null);
        Api api = server.new Api(outside.text("token"), null);

        assertThat(api.get("/projects").status()).isEqualTo(200);
        for (String type : List.of("projects", "apikeys", "oauthclients", "secondfactors")) {
            assertThat(api.post("/" + type, Map.of("name", "x")).status())
                    .as(type)
                    .isEqualTo(405);
        }
        Api inside = server.new Api(server.bearerToken(token("read", key), own).text("token"), own);
        assertThat(inside.post("/registrationtokens", Map.of()).status()).isEqualTo(405);
        assertThat(inside.put("/projects/" + own, Map.of("name", "x")).status()).isEqualTo(405);
    }

    @Test
    void atMostSeesAndMakesWhatIsItsEnvironments() {
        Api api = server
        .new Api(server.bearerToken(token("environment:" + own, key), null).text("token"), own);

        assertThat(api.get("/projects").data()).extracting("id").containsExactly(own);
        assertThat(api.get("/projects/" + other).status()).isEqualTo(404);
        assertThat(api.put("/projects/" + other, Map.of("name", "mine")).status())
                .isIn(403, 404);
        assertThat(api.post("/projects", Map.of("name", "x")).status()).isEqualTo(403);
        assertThat(api.post("/apikeys", Map.of("accountId", people.account(jo))).status())
                .as("a key of the account would reach further")
                .isEqualTo(403);
        assertThat(api.post("/apikeys", Map.of("accountId", other)).status()).isEqualTo(403);
        assertThat(api.post("/apikeys", Map.of()).status()).isEqualTo(201);
        String accountKey = String.valueOf(
                people.session(jo).post("/apikeys", Map.of()).body().get("id"));
        assertThat(api.get("/apikeys/" + accountKey).status()).isEqualTo(404);
        String account = people.account(jo);
        assertThat(api.get("/accounts/" + account + "/credentials").data()).isEmpty();
        Answer template = people.session(jo)
                .post(
                        "/projecttemplates",
                        Map.of(
                                "name",
                                "private of " + jo,
                                "stacks",
                                List.of(Map.of("name", "s", "dockerCompose", "web:\n  image: nginx\n"))));
        assertThat(template.status()).as(template.toString()).isEqualTo(201);
        assertThat(api.get("/projecttemplates").data()).extracting("id").doesNotContain(template.text("id"));
        assertThat(api.get("/projecttemplates/" + template.text("id")).status()).isEqualTo(404);
        for (String type : List.of("oauthclients", "oauthtokens", "passwords", "secondfactors")) {
            assertThat(api.get("/" + type).status()).as(type).isEqualTo(404);
        }
    }

    @Test
    void anAdministratorsTokenForAnEnvironmentAdministersNothingElse() {
        Api api = server
        .new Api(
                server.bearerToken(token("environment:" + own, IdentityServer.ADMIN_KEY), null)
                        .text("token"),
                own);

        assertThat(api.post("/apikeys", Map.of("accountId", people.account(jo))).status())
                .isEqualTo(403);
        assertThat(api.get("/projects?all=true").data()).extracting("id").containsExactly(own);
        assertThat(api.post("/accounts", Map.of("name", "x")).status()).isEqualTo(405);
    }
}
