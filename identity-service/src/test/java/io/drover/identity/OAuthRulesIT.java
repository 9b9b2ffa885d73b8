package io.drover.identity;

import static io.drover.identity.OAuthBrowser.BASE;
import static io.drover.identity.OAuthBrowser.REDIRECT;
import static io.drover.identity.OAuthBrowser.VERIFIER;
import static io.drover.identity.OAuthBrowser.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.OAuthBrowser.Page;
import io.drover.testkit.MariaDb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** RFC 9700, the security practice of OAuth 2.0, rule by rule, over HTTP on the real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OAuthRulesIT {
    @RegisterExtension
    static final MariaDb database = MariaDb.forService("identity");

    private IdentityServer server;
    private OAuthPeople people;
    private OAuthBrowser browser;
    private String jo;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database, "mariadb", IdentityServer.folder());
        people = new OAuthPeople(server);
        jo = people.person();
        browser = new OAuthBrowser(server.port);
        browser.signIn(request(), jo, people.password(jo), "");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String code() {
        return browser.allow(browser.question(request())).code();
    }

    private static void expectProblemPage(Page page) {
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.headers()).doesNotContainKey("location");
        assertThat(page.body()).contains("This cannot go on");
    }

    /** 2.1, 4.1.3: letter by letter; of loopback addresses the port may differ. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:43117/callback/",
                "http://127.0.0.1:43117/callback?next=1",
                "http://127.0.0.1:43117/CALLBACK",
                "http://127.0.0.2:43117/callback",
                "http://127.0.0.1:43117@evil.example/callback",
                "http://localhost:43117/callback",
                "https://127.0.0.1:43117/callback",
                "https://evil.example/callback",
                "http://127.0.0.1:43117/callback#x"
            })
    void anAnswerGoesToARegisteredAddressOnly(String address) {
        expectProblemPage(browser.authorize(request("redirect_uri", address)));
    }

    @Test
    void aNativeApplicationHasWhateverPortIsFree() {
        for (String address : List.of("http://127.0.0.1:1/callback", "http://[::1]:65000/callback")) {
            assertThat(browser.question(request("redirect_uri", address)).body())
                    .contains(address);
        }
    }

    /** 4.11: mistakes that are found before the address is looked at must not lead there. */
    @Test
    void theErrorPathIsNoOpenRedirect() {
        String key = people.key(Map.of("accountId", people.account(jo)));
        String evil = "https://evil.example/x";
        for (Map<String, String> ask : List.of(
                request("client_id", key.split(":")[0], "redirect_uri", evil),
                request("scope", "openid", "redirect_uri", evil),
                request("response_type", "token", "redirect_uri", evil),
                request("client_id", "nobody", "redirect_uri", evil),
                request("code_challenge", "", "redirect_uri", evil))) {
            expectProblemPage(browser.authorize(ask));
        }
    }

    /** Signing in leads back here, whatever the query holds. */
    @Test
    void signingInLeadsNowhereElse() {
        OAuthBrowser other = new OAuthBrowser(server.port);
        String page = "/oauth2/sign-in?continue=https://evil.example&//evil.example/";
        Map<String, String> values = new LinkedHashMap<>(other.get(page).fields());
        values.put("name", jo);
        values.put("password", people.password(jo));

        Page signedIn = other.post(page, values);

        assertThat(signedIn.status()).isEqualTo(303);
        assertThat(signedIn.header("location")).startsWith("/oauth2/authorize?");
    }

    /** 2.1.1: PKCE always, S256 only. */
    @Test
    void pkceIsRequiredAndPlainIsRefused() {
        Page without = browser.authorize(request("code_challenge", "", "code_challenge_method", ""));
        Page plain = browser.authorize(request("code_challenge", VERIFIER, "code_challenge_method", "plain"));
        Page unsaid = browser.authorize(request("code_challenge_method", ""));

        for (Page refused : List.of(without, plain, unsaid)) {
            assertThat(refused.header("location")).startsWith(REDIRECT + "?error=invalid_request");
            assertThat(refused.query()).containsEntry("iss", BASE);
        }
    }

    /** 2.1.1: downgrade, and a code that somebody else caught. */
    @Test
    void aCodeNeedsItsVerifier() {
        Page wrong = browser.exchange(code(), "code_verifier", VERIFIER + "x");
        Page none = browser.exchange(code(), "code_verifier", "");

        assertThat(List.of(wrong, none)).allSatisfy(page -> {
            assertThat(page.status()).isIn(400, 401);
            assertThat(page.body()).doesNotContain("access_token");
        });
    }

    @Test
    void aCodeIsBoundToItsAddressAndItsClient() {
        Answer other = server.admin()
                .post("/oauthclients", Map.of("name", "other", "redirectUris", List.of("http://127.0.0.1/callback")));
        String stolen = code();

        Page address = browser.exchange(code(), "redirect_uri", "http://127.0.0.1:43118/callback");
        Page client = browser.exchange(stolen, "client_id", other.text("clientId"));
        Page afterwards = browser.exchange(stolen);

        assertThat(address.json().path("error").asString()).isEqualTo("invalid_grant");
        assertThat(client.json().path("error").asString()).isEqualTo("invalid_grant");
        assertThat(afterwards.status())
                .as("a code that the wrong client showed is spent")
                .isEqualTo(400);
    }

    /** 4.2.4 and RFC 6749, 4.1.2. */
    @Test
    void aCodeWorksOnceAndASecondUseEndsWhatTheFirstGave() {
        String code = code();
        JsonNode tokens = browser.exchange(code).json();
        assertThat(people.status(tokens)).isEqualTo(200);

        Page second = browser.exchange(code);

        assertThat(second.json().path("error").asString()).isEqualTo("invalid_grant");
        people.expectDead(tokens);
    }

    @Test
    void ofTwoUsesAtTheSameMomentOneAtMostWins() {
        String code = code();
        List<CompletableFuture<Page>> all = IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> new OAuthBrowser(server.port).exchange(code)))
                .toList();

        List<Page> answers = all.stream().map(CompletableFuture::join).toList();

        assertThat(answers.stream().filter(page -> page.status() == 200).count())
                .isLessThanOrEqualTo(1);
        answers.stream()
                .filter(page -> page.status() == 200)
                .forEach(page -> assertThat(people.status(page.json())).isEqualTo(401));
    }

    /** 2.1.2, 2.4. */
    @Test
    void thereIsNoImplicitAndNoPasswordGrant() {
        Page implicit = browser.authorize(request("response_type", "token"));
        Page password = browser.post(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "password",
                        "username",
                        jo,
                        "password",
                        people.password(jo),
                        "client_id",
                        "drover-cli"));

        expectProblemPage(implicit);
        assertThat(password.status()).isIn(400, 401);
        assertThat(password.body()).doesNotContain("access_token");
    }

    /** 2.2.2, 4.14.2: rotation, and what the reuse of an old one means. */
    @Test
    void anExchangedRefreshTokenThatIsShownAgainEndsTheWholeFamily() {
        JsonNode first = browser.exchange(code()).json();
        JsonNode second =
                browser.refresh(first.path("refresh_token").asString()).json();
        assertThat(people.status(second)).isEqualTo(200);

        Page reused = browser.refresh(first.path("refresh_token").asString());

        assertThat(reused.json().path("error").asString()).isEqualTo("invalid_grant");
        people.expectDead(second);
        assertThat(server.admin()
                        .get("/auditlogs?eventType=oauth.token.delete&responseCode=403")
                        .data())
                .extracting("description")
                .anySatisfy(text -> assertThat(text.toString()).contains("shown again"));
    }

    @Test
    void aRefreshTokenIsBoundToItsClient() {
        Answer other = server.admin()
                .post("/oauthclients", Map.of("name", "other", "redirectUris", List.of("http://127.0.0.1/callback")));
        JsonNode tokens = browser.exchange(code()).json();

        Page stolen = browser.refresh(tokens.path("refresh_token").asString(), "client_id", other.text("clientId"));

        assertThat(stolen.json().path("error").asString()).isEqualTo("invalid_grant");
        assertThat(people.status(tokens)).isEqualTo(200);
    }

    @Test
    void revokingARefreshTokenEndsAccessToo() {
        JsonNode tokens = browser.exchange(code()).json();
        Map<String, String> revoke =
                Map.of("token", tokens.path("refresh_token").asString(), "client_id", "drover-cli");

        assertThat(browser.post("/oauth2/revoke", revoke).status()).isEqualTo(200);

        people.expectDead(tokens);
        assertThat(browser.post("/oauth2/revoke", revoke).status())
                .as("as RFC 7009 wants")
                .isEqualTo(200);
    }

    @Test
    void nobodyRevokesWhatIsAnothers() {
        JsonNode tokens = browser.exchange(code()).json();
        String key = people.key(Map.of("accountId", people.account(jo)));

        Page refused = browser.post(
                "/oauth2/revoke", Map.of("token", tokens.path("access_token").asString()), key);

        assertThat(refused.status()).isIn(400, 401);
        assertThat(people.status(tokens)).isEqualTo(200);
    }

    /** 2.3: what leaves is for this API, and internal tokens are for nobody outside. */
    @Test
    void tokensOfOneKindAreNotAcceptedAsAnother() {
        JsonNode tokens = browser.exchange(code()).json();
        String internal =
                server.bearerToken(tokens.path("access_token").asString(), null).text("token");

        assertThat(server.bearerToken(internal, null).status()).isEqualTo(401);
        assertThat(server.bearerToken(tokens.path("refresh_token").asString(), null)
                        .status())
                .isEqualTo(401);
        assertThat(server.exchange(
                                HttpMethod.GET,
                                "/v2-beta/accounts",
                                Map.of(
                                        "Authorization",
                                        "Bearer " + tokens.path("access_token").asString()),
                                null)
                        .status())
                .as("services take internal tokens only")
                .isEqualTo(401);
    }

    /** 2.5. */
    @Test
    void clientsWithASecretMustShowIt() {
        Answer client = server.admin()
                .post(
                        "/oauthclients",
                        Map.of(
                                "name",
                                "ci",
                                "confidential",
                                true,
                                "redirectUris",
                                List.of("http://127.0.0.1/callback")));
        Map<String, String> ask = request("client_id", client.text("clientId"));
        String code = browser.allow(browser.question(ask)).code();

        assertThat(browser.exchange(code, "client_id", client.text("clientId")).status())
                .isEqualTo(401);
    }

    /** 4.2: neither codes nor tokens end up in logs of others. */
    @Test
    void tokensAreInNoAddressAndPagesTellNobodyWhereTheyAre() {
        Page question = browser.question(request());
        Page answer = browser.allow(question);
        Page tokens = browser.exchange(answer.code());

        assertThat(answer.header("location")).doesNotContain("access_token", "#");
        assertThat(tokens.header("cache-control")).contains("no-store");
        assertThat(question.body()).contains("<meta name=\"referrer\" content=\"no-referrer\">");
        assertThat(question.header("cache-control")).contains("no-store");
    }

    /** 4.16, and CSRF of both forms. */
    @Test
    void pagesCannotBeFramedAndRunNothing() {
        Page page = new OAuthBrowser(server.port).get("/oauth2/sign-in?x=1");
        Page question = browser.question(request());

        assertThat(page.header("content-security-policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("script-src", "unsafe");
        assertThat(question.header("content-security-policy")).contains("form-action 'self' http://127.0.0.1:43117");
        assertThat(page.header("x-frame-options")).isEqualTo("DENY");
    }

    @Test
    void aFormWithoutItsProofIsRefused() {
        OAuthBrowser other = new OAuthBrowser(server.port);
        other.get("/oauth2/sign-in?x=1");

        Page forged = other.post("/oauth2/sign-in?x=1", Map.of("name", jo, "password", people.password(jo)));

        assertThat(forged.status()).isEqualTo(403);
    }

    @Test
    void onlyWhoWasAskedCanConsentAndOnlyWithTheQuestionsOwnState() {
        Page question = browser.question(request());
        OAuthBrowser other = new OAuthBrowser(server.port);
        String sam = people.person();
        other.signIn(request(), sam, people.password(sam), "");

        Page guessed = browser.post(
                "/oauth2/authorize", Map.of("client_id", "drover-cli", "state", "guessed", "decision", "approve"));
        Page others = other.allow(question);

        expectProblemPage(guessed);
        expectProblemPage(others);
        assertThat(browser.allow(question).status())
                .as("the question still stands")
                .isEqualTo(303);
    }

    @Test
    void refusingTellsTheClientAndGivesNothing() {
        Page refused = browser.decide(browser.question(request()), "refuse");

        assertThat(refused.query()).containsEntry("error", "access_denied").containsEntry("iss", BASE);
    }

    @Test
    void consentIsToEverythingThatWasAskedOrToNothing() {
        Page question = browser.question(request("scope", "read environment:1a5"));
        Map<String, String> fewer = new LinkedHashMap<>(question.fields());
        fewer.put("scope", "environment:1a5");
        fewer.put("decision", "approve");

        Page answer = browser.post("/oauth2/authorize", fewer);

        assertThat(answer.query()).containsEntry("error", "access_denied");
    }

    @Test
    void refreshingCannotDropAScope() {
        JsonNode tokens = browser.exchange(browser.allow(browser.question(request("scope", "read environment:1a5")))
                        .code())
                .json();

        Page wider = browser.refresh(tokens.path("refresh_token").asString(), "scope", "environment:1a5");

        assertThat(wider.json().path("error").asString()).isEqualTo("invalid_scope");
    }

    @Test
    void nothingThatWasHandedOutIsInTheDatabase() throws Exception {
        String code = code();
        JsonNode tokens = browser.exchange(code).json();
        String dump = OAuthPeople.dump(database);

        assertThat(dump).contains("drover-cli");
        assertThat(dump)
                .doesNotContain(
                        code,
                        tokens.path("access_token").asString(),
                        tokens.path("refresh_token").asString());
    }
}
