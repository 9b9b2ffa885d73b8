package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static io.drover.identity.OAuthBrowser.BASE;
import static io.drover.identity.OAuthBrowser.REDIRECT;
import static io.drover.identity.OAuthBrowser.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.identity.OAuthBrowser.Page;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** OAuth2 over HTTP, on the real database; the rules of RFC 9700 one by one are in {@link OAuthRulesIT}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OAuthIT {
    @RegisterExtension
    static final MariaDb database = MariaDb.forService("identity");

    private IdentityServer server;
    private Api admin;
    private OAuthPeople people;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database, "mariadb", IdentityServer.folder());
        admin = server.admin();
        people = new OAuthPeople(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theDocumentTellsWhatThereIsAndNoMore() {
        Page document = new OAuthBrowser(server.port).get("/.well-known/oauth-authorization-server");

        assertThat(document.status()).isEqualTo(200);
        JsonNode told = document.json();
        assertThat(told.path("issuer").asString()).isEqualTo(BASE);
        assertThat(told.path("authorization_endpoint").asString()).isEqualTo(BASE + "/oauth2/authorize");
        assertThat(told.path("token_endpoint").asString()).isEqualTo(BASE + "/oauth2/token");
        assertThat(told.path("revocation_endpoint").asString()).isEqualTo(BASE + "/oauth2/revoke");
        assertThat(told.path("introspection_endpoint").asString()).isEqualTo(BASE + "/oauth2/introspect");
        assertThat(texts(told.path("response_types_supported"))).containsExactly("code");
        assertThat(texts(told.path("grant_types_supported")))
                .containsExactlyInAnyOrder("authorization_code", "client_credentials", "refresh_token");
        assertThat(texts(told.path("code_challenge_methods_supported"))).containsExactly("S256");
        assertThat(texts(told.path("token_endpoint_auth_methods_supported")))
                .containsExactlyInAnyOrder("client_secret_basic", "client_secret_post", "none");
        assertThat(told.path("authorization_response_iss_parameter_supported").asBoolean())
                .isTrue();
        assertThat(told.propertyNames())
                .doesNotContain("jwks_uri", "device_authorization_endpoint", "dpop_signing_alg_values_supported");
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void theCommandGetsTokensAfterSigningInAndConsent() {
        String jo = people.person();
        OAuthBrowser browser = new OAuthBrowser(server.port);

        Page signedIn = browser.signIn(request(), jo, people.password(jo), "");
        Page question = browser.question(request());
        Page answer = browser.allow(question);
        Page tokens = browser.exchange(answer.code());

        assertThat(signedIn.status()).isEqualTo(303);
        assertThat(signedIn.header("location")).startsWith("/oauth2/authorize?response_type=code");
        assertThat(question.status()).isEqualTo(200);
        assertThat(question.body()).contains("the drover command", jo, "in every environment", REDIRECT);
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("location")).startsWith(REDIRECT + "?code=");
        assertThat(answer.query())
                .containsEntry("state", "the state, & of the client")
                .containsEntry("iss", BASE);
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.json().path("token_type").asString()).isEqualTo("Bearer");
        assertThat(tokens.json().path("expires_in").asInt()).isBetween(3500, 3600);
        Answer internal = server.bearerToken(tokens.json().path("access_token").asString(), null);
        assertThat(internal.status()).isEqualTo(200);
        assertThat(internal.body()).containsEntry("role", "user").containsEntry("accountName", jo);
        assertThat(internal.text("credential")).startsWith("1ot");
    }

    @Test
    void aWrongPasswordIsThrottledAuditedAndOpensNothing() {
        String jo = people.person();
        OAuthBrowser browser = new OAuthBrowser(server.port);

        Page wrong = browser.signIn(request(), jo, "wrong", "");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).contains("the user name or the password is wrong", "value=\"" + jo + "\"");
        assertThat(wrong.headers()).doesNotContainKey("set-cookie");
        int status = 0;
        // Each further one waits twice as long, so a slow machine gets there as well.
        for (int i = 0; i < 12 && status != 429; i++) {
            status = browser.signIn(request(), jo, "wrong", "").status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(admin.get("/auditlogs?eventType=api.token.create&responseCode=401&authenticatedAsIdentityId=" + jo)
                        .data())
                .isNotEmpty();
    }

    @Test
    void whatATypedNameLooksLikeIsNeverMarkup() {
        Page wrong = new OAuthBrowser(server.port).signIn(request(), "\"><script>alert(1)</script>", "wrong-one", "");

        assertThat(wrong.body()).doesNotContain("<script>").contains("&quot;&gt;&lt;script&gt;");
    }

    @Test
    void aSessionOfThePortalIsEnoughToBeAsked() {
        String jo = people.person();
        String key = server.signIn(jo + ":" + people.password(jo), "192.0.2.81").text("jwt");
        OAuthBrowser browser = new OAuthBrowser(server.port);
        browser.cookie("token", key);

        assertThat(browser.question(request()).body()).contains(jo);
    }

    @Test
    void keysAreClientsByBasicAndByForm() {
        Map<String, String> ask = Map.of("grant_type", "client_credentials");
        String id = ADMIN_KEY.substring(0, ADMIN_KEY.indexOf(':'));
        String secret = ADMIN_KEY.substring(id.length() + 1);
        OAuthBrowser client = new OAuthBrowser(server.port);

        Page basic = client.post("/oauth2/token", ask, ADMIN_KEY);
        Page form = client.post(
                "/oauth2/token", Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret));
        Page wrong = client.post("/oauth2/token", ask, id + ":wrong");

        assertThat(basic.status()).isEqualTo(200);
        assertThat(basic.json().has("refresh_token")).isFalse();
        assertThat(form.status()).isEqualTo(200);
        assertThat(server.bearerToken(form.json().path("access_token").asString(), null)
                        .body())
                .containsEntry("role", "admin");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().path("error").asString()).isEqualTo("invalid_client");
        assertThat(wrong.header("www-authenticate")).startsWith("Basic");
        assertThat(admin.get("/auditlogs?eventType=oauth.client.refused").data())
                .isNotEmpty();
    }

    @Test
    void anEnvironmentsKeyStaysInItsEnvironment() {
        String environment = people.environment();
        String key = people.key(Map.of("accountId", environment));
        String token = new OAuthBrowser(server.port)
                .post("/oauth2/token", Map.of("grant_type", "client_credentials"), key)
                .json()
                .path("access_token")
                .asString();

        Answer home = server.bearerToken(token, null);

        assertThat(home.body()).containsEntry("environment", environment).containsEntry("role", "project");
        assertThat(server.bearerToken(token, people.environment()).status()).isEqualTo(403);
    }

    @Test
    void refreshingGivesTheNextPairAndTheOldEnds() {
        OAuthBrowser browser = new OAuthBrowser(server.port);
        JsonNode first = people.tokens(browser, people.person(), request());

        Page second = browser.refresh(first.path("refresh_token").asString());

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("refresh_token").asString())
                .isNotEqualTo(first.path("refresh_token").asString());
        assertThat(people.status(second.json())).isEqualTo(200);
        assertThat(people.status(first)).isEqualTo(401);
    }

    @Test
    void introspectionTellsAClientOfItsOwnTokensOnly() {
        OAuthBrowser client = new OAuthBrowser(server.port);
        String jo = people.person();
        String key = people.key(Map.of("accountId", people.account(jo)));
        String other = people.key(Map.of("accountId", people.account(people.person())));
        String token = client.post("/oauth2/token", Map.of("grant_type", "client_credentials", "scope", "read"), key)
                .json()
                .path("access_token")
                .asString();

        JsonNode own =
                client.post("/oauth2/introspect", Map.of("token", token), key).json();
        JsonNode others =
                client.post("/oauth2/introspect", Map.of("token", token), other).json();
        JsonNode administrators = client.post("/oauth2/introspect", Map.of("token", token), ADMIN_KEY)
                .json();
        Page nobody = client.post("/oauth2/introspect", Map.of("token", token, "client_id", "drover-cli"));

        assertThat(own.path("active").asBoolean()).isTrue();
        assertThat(own.path("sub").asString()).isEqualTo(people.account(jo));
        assertThat(own.path("iss").asString()).isEqualTo(BASE);
        assertThat(own.path("aud").path(0).asString(own.path("aud").asString("")))
                .isEqualTo(BASE);
        assertThat(own.path("scope").asString()).isEqualTo("read");
        assertThat(others.propertyNames()).containsExactly("active");
        assertThat(others.path("active").asBoolean()).isFalse();
        assertThat(administrators.path("active").asBoolean()).isTrue();
        assertThat(nobody.status()).isEqualTo(401);
    }

    @Test
    void peopleListTheirTokensAndEndThem() {
        String jo = people.person();
        JsonNode tokens = people.tokens(new OAuthBrowser(server.port), jo, request("scope", "read"));
        Api own = people.session(jo);
        assertThat(people.status(tokens)).isEqualTo(200);

        Map<String, Object> listed = own.get("/oauthtokens").data().getFirst();

        assertThat(listed)
                .containsEntry("clientId", "drover-cli")
                .containsEntry("scopes", List.of("read"))
                .containsEntry("state", "active");
        assertThat(listed.get("lastUsed")).isNotNull();
        assertThat(listed.toString()).doesNotContain(tokens.path("access_token").asString(), "sha256");
        Api stranger = people.session(people.person());
        assertThat(stranger.get("/oauthtokens").data()).isEmpty();
        assertThat(stranger.delete("/oauthtokens/" + listed.get("id")).status()).isEqualTo(404);
        assertThat(own.delete("/oauthtokens/" + listed.get("id")).status()).isEqualTo(200);
        assertThat(people.status(tokens)).isEqualTo(401);
        assertThat(new OAuthBrowser(server.port)
                        .refresh(tokens.path("refresh_token").asString())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void confidentialClientsHaveASecretThatIsShownOnce() {
        String jo = people.person();
        Api own = people.session(jo);
        Answer made = own.post(
                "/oauthclients",
                Map.of(
                        "name",
                        "CI <b>",
                        "confidential",
                        true,
                        "redirectUris",
                        List.of("https://ci.example/back"),
                        "scopes",
                        List.of("read")));
        assertThat(made.status()).isEqualTo(201);
        assertThat(own.get("/oauthclients/" + made.text("id")).body()).doesNotContainKey("clientSecret");
        Map<String, String> ask =
                request("client_id", made.text("clientId"), "redirect_uri", "https://ci.example/back");
        OAuthBrowser browser = new OAuthBrowser(server.port);
        browser.signIn(ask, jo, people.password(jo), "");

        Page question = browser.question(ask);
        String code = browser.allow(question).code();
        Page wrong = browser.post("/oauth2/token", exchange(code), made.text("clientId") + ":wrong");
        Page right =
                browser.post("/oauth2/token", exchange(code), made.text("clientId") + ":" + made.text("clientSecret"));

        assertThat(question.body()).contains("CI &lt;b&gt;", "only read");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.json().path("scope").asString())
                .as("its own, though not asked for")
                .isEqualTo("read");
    }

    private static Map<String, String> exchange(String code) {
        return Map.of(
                "grant_type",
                "authorization_code",
                "redirect_uri",
                "https://ci.example/back",
                "code",
                code,
                "code_verifier",
                OAuthBrowser.VERIFIER);
    }

    @Test
    void aClientsSecretIsReplacedWithTimeForItsProgramsOrAtOnce() {
        String jo = people.person();
        Api own = people.session(jo);
        Answer made = own.post(
                "/oauthclients",
                Map.of("name", "CI", "confidential", true, "redirectUris", List.of("https://ci.example/back")));
        String rotate = "/oauthclients/" + made.text("id") + "?action=rotatesecret";
        String client = made.text("clientId") + ":";
        String first = client + made.text("clientSecret");
        OAuthBrowser browser = new OAuthBrowser(server.port);
        Map<String, String> ask =
                request("client_id", made.text("clientId"), "redirect_uri", "https://ci.example/back");
        browser.signIn(ask, jo, people.password(jo), "");
        String code = browser.allow(browser.question(ask)).code();
        Page given = browser.post("/oauth2/token", exchange(code), first);

        assertThat(own.post(rotate, Map.of("overlapSeconds", -1)).text("fieldName"))
                .isEqualTo("overlapSeconds");
        Answer rotated = own.post(rotate, Map.of("overlapSeconds", 3600));
        String second = client + rotated.text("clientSecret");
        Page byOld = browser.post("/oauth2/token", refresh(given), first);
        Page byNew = browser.post("/oauth2/token", refresh(byOld), second);

        assertThat(second).isNotIn(first, client);
        assertThat(byOld.status()).isEqualTo(200);
        assertThat(byNew.status()).isEqualTo(200);
        Answer seen = own.get("/oauthclients/" + made.text("id"));
        assertThat(seen.body()).doesNotContainKey("clientSecret");
        assertThat(seen.text("previousSecretUntil")).isNotEmpty();

        String third = client + own.post(rotate, Map.of()).text("clientSecret");
        for (String ended : List.of(first, second)) {
            assertThat(browser.post("/oauth2/token", refresh(byNew), ended).status())
                    .isEqualTo(401);
        }
        Page late = browser.post("/oauth2/token", refresh(byNew), third);
        assertThat(late.json().path("error").asString())
                .as("what it was given ended, too")
                .isEqualTo("invalid_grant");
    }

    private static Map<String, String> refresh(Page tokens) {
        return Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                tokens.json().path("refresh_token").asString());
    }

    @Test
    void aPublicClientHasNoSecretToReplace() {
        Api own = people.session(people.person());
        Answer made =
                own.post("/oauthclients", Map.of("name", "app", "redirectUris", List.of("com.example.app:/back")));
        Answer refused = own.post("/oauthclients/" + made.text("id") + "?action=rotatesecret", Map.of());
        assertThat(refused.status()).isEqualTo(405);
        assertThat(made.body().toString()).doesNotContain("rotatesecret");
    }

    @Test
    void addressesThatCannotBeSafeAreNotRegistered() {
        Api own = people.session(people.person());
        for (String address :
                List.of("http://ci.example/back", "javascript:alert(1)", "https://ci.example/*", "/back")) {
            Answer refused = own.post("/oauthclients", Map.of("name", "x", "redirectUris", List.of(address)));
            assertThat(refused.status()).as(address).isEqualTo(422);
            assertThat(refused.text("fieldName")).isEqualTo("redirectUris");
        }
        assertThat(own.post(
                                "/oauthclients",
                                Map.of("name", "x", "redirectUris", List.of("com.example.app:/back", "http://[::1]/x")))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void everythingOfADeactivatedAccountEndsAtOnce() {
        String jo = people.person();
        JsonNode tokens = people.tokens(new OAuthBrowser(server.port), jo, request());
        String key = people.key(Map.of("accountId", people.account(jo)));
        JsonNode machine = new OAuthBrowser(server.port)
                .post("/oauth2/token", Map.of("grant_type", "client_credentials"), key)
                .json();

        admin.exchange(HttpMethod.POST, "/v2-beta/accounts/" + people.account(jo) + "?action=deactivate", Map.of());

        people.expectDead(tokens, machine);
    }

    @Test
    void everythingOfARemovedAccountEndsAtOnce() {
        String jo = people.person();
        JsonNode tokens = people.tokens(new OAuthBrowser(server.port), jo, request());

        admin.delete("/accounts/" + people.account(jo));

        people.expectDead(tokens);
    }

    @Test
    void aChangedPasswordEndsWhatWasGrantedBefore() {
        String jo = people.person();
        JsonNode tokens = people.tokens(new OAuthBrowser(server.port), jo, request());
        Api own = people.session(jo);
        String id = String.valueOf(own.get("/passwords").data().getFirst().get("id"));

        own.post(
                "/passwords/" + id + "?action=changesecret",
                Map.of("oldSecret", people.password(jo), "newSecret", "another long one"));

        people.expectDead(tokens);
    }

    @Test
    void aDeactivatedKeysTokensEndAtOnce() {
        String jo = people.person();
        Answer key = admin.post("/apikeys", Map.of("accountId", people.account(jo)));
        JsonNode tokens = tokenOf(key);
        assertThat(people.status(tokens)).isEqualTo(200);

        admin.post("/apikeys/" + key.text("id") + "?action=deactivate", Map.of());

        people.expectDead(tokens);
    }

    @Test
    void aKeyThatAskedForVeryManyTokensHasTheNewestAndCanBeEnded() throws Exception {
        String jo = people.person();
        Answer key = admin.post("/apikeys", Map.of("accountId", people.account(jo)));
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate("insert into oauth_grant (uuid, version, account_id, client_id, credential_id,"
                    + " grant_type, scopes, created, expires) select uuid(), 1, %s, '%s', %s, 'client_credentials', '',"
                            .formatted(
                                    people.account(jo).substring(2),
                                    key.text("publicValue"),
                                    key.text("id").substring(2))
                    + " now(6), now(6) + interval 1 hour from seq_1_to_20000");
        }
        JsonNode newest = tokenOf(key);
        assertThat(people.status(newest)).isEqualTo(200);
        assertThat(admin.get("/auditlogs?eventType=oauth.token.create&accountId=" + people.account(jo))
                        .data())
                .as("one of many")
                .isEmpty();

        assertThat(admin.post("/apikeys/" + key.text("id") + "?action=deactivate", Map.of())
                        .status())
                .isEqualTo(202);

        people.expectDead(newest);
    }

    @Test
    void onlySoManyTokensOfAKeyLive() {
        String jo = people.person();
        Answer key = admin.post("/apikeys", Map.of("accountId", people.account(jo)));
        JsonNode first = tokenOf(key);
        JsonNode second = tokenOf(key);
        for (int i = 0; i < 99; i++) {
            tokenOf(key);
        }

        people.expectDead(first);
        assertThat(people.status(second)).isEqualTo(200);
    }

    private JsonNode tokenOf(Answer key) {
        return new OAuthBrowser(server.port)
                .post(
                        "/oauth2/token",
                        Map.of("grant_type", "client_credentials"),
                        key.text("publicValue") + ":" + key.text("secretValue"))
                .json();
    }

    @Test
    void aRemovedOrChangedClientsTokensEndAtOnce() {
        String jo = people.person();
        for (boolean removes : new boolean[] {true, false}) {
            Answer client = admin.post(
                    "/oauthclients", Map.of("name", "app", "redirectUris", List.of("https://app.example/back")));
            Map<String, String> ask =
                    request("client_id", client.text("clientId"), "redirect_uri", "https://app.example/back");
            OAuthBrowser browser = new OAuthBrowser(server.port);
            browser.signIn(ask, jo, people.password(jo), "");
            String code = browser.allow(browser.question(ask)).code();
            JsonNode tokens = browser.exchange(
                            code, "client_id", client.text("clientId"), "redirect_uri", "https://app.example/back")
                    .json();
            assertThat(people.status(tokens)).isEqualTo(200);

            if (removes) {
                admin.delete("/oauthclients/" + client.text("id"));
            } else {
                admin.put("/oauthclients/" + client.text("id"), Map.of("scopes", List.of("read")));
            }

            people.expectDead(tokens);
        }
    }

    @Test
    void theFirstPasswordIsForgottenHereToo() {
        OAuthBrowser browser = new OAuthBrowser(server.port);

        assertThat(browser.signIn(request(), "admin", ADMIN_PASSWORD, "").status())
                .isEqualTo(303);
    }
}
