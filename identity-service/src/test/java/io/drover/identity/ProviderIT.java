package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.Browser.Page;
import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.identity.api.oidc.ProviderAccessLoop;
import io.drover.identity.oidc.OpenIdProvider;
import io.drover.identity.oidc.OpenIdProvider.Fault;
import io.drover.testkit.MariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/**
 * Sign-in with an OpenID provider over the service's API: a real provider in process, the real database, a browser. Each driver
 * has a class of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProviderIT {
    private static final String FROM = "192.0.2.9";
    private static final String BOSS = "subject-boss";

    private final String driver;
    private final Path data = IdentityServer.folder();
    private IdentityServer server;
    private OpenIdProvider provider;
    private Api admin;
    private int people;

    ProviderIT(String driver) {
        this.driver = driver;
    }

    abstract MariaDb database();

    @BeforeAll
    void start() {
        provider = new OpenIdProvider();
        // The check is run by the tests.
        server = IdentityServer.start(
                database(),
                driver,
                data,
                "--DROVER_BOOTSTRAP_PASSWORD=" + ADMIN_PASSWORD,
                "--DROVER_BOOTSTRAP_KEY=" + IdentityServer.ADMIN_KEY,
                "--drover.provider.check=2h",
                "--drover.provider.unverified=1h",
                "--drover.provider.timeout=5s");
        admin = server.admin();
        provider.person(BOSS, "boss", List.of());
    }

    @AfterAll
    void stop() {
        provider.close();
        server.close();
    }

    @BeforeEach
    void everybodyMayIn() {
        provider.misbehaving(Fault.NONE);
        provider.thinTokens(false);
        provider.refreshTokens(true);
        assertThat(enable(Map.of()).status()).isEqualTo(201);
    }

    private Map<String, Object> config(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "issuer", provider.url(), "clientId", OpenIdProvider.CLIENT, "clientSecret", OpenIdProvider.SECRET));
        config.putAll(more);
        return config;
    }

    /** Tried by the boss, then enabled. */
    private Answer enable(Map<String, Object> more) {
        Map<String, Object> trial = config(more);
        trial.put("trial", true);
        assertThat(admin.post("/oidcconfig", trial).status()).isEqualTo(201);
        Map<String, Object> wanted = config(more);
        wanted.put("enabled", true);
        wanted.put("code", trialCode(BOSS));
        return admin.post("/oidcconfig", wanted);
    }

    private String trialCode(String subject) {
        provider.visitedBy(subject);
        String token = server.basicToken(IdentityServer.ADMIN_KEY, null).text("token");
        Page tried = new Browser(server, token).signIn("?trial=oidcconfig");
        assertThat(tried.status()).as(tried.raw()).isEqualTo(200);
        return String.valueOf(tried.body().get("code"));
    }

    /** Somebody at the provider nobody has used before: their subject. */
    private String person(String... groups) {
        String subject = "subject-" + ++people;
        provider.person(subject, login(subject), List.of(groups));
        return subject;
    }

    private static String login(String subject) {
        return subject.replace("subject-", "user");
    }

    private Page signIn(String subject) {
        provider.visitedBy(subject);
        return new Browser(server).signIn("");
    }

    private String session(String subject) {
        Page page = signIn(subject);
        assertThat(page.status()).as(page.raw()).isEqualTo(200);
        return String.valueOf(page.body().get("jwt"));
    }

    private int check() throws SQLException {
        database("update provider_grant set asked = '2020-01-01 00:00:00'");
        return server.context
                .getBean(ProviderAccessLoop.class)
                .pass()
                .toFuture()
                .join();
    }

    private void database(String statement) throws SQLException {
        try (Connection connection = database().connect()) {
            connection.createStatement().executeUpdate(statement);
        }
    }

    private static Map<String, Object> group(String name) {
        return Map.of("externalIdType", "oidc_group", "externalId", name);
    }

    private Answer redeem(Map<String, String> returned, @Nullable String secondFactor) {
        Map<String, Object> body = new HashMap<>(Map.of("code", Objects.requireNonNull(returned.get("code"))));
        if (secondFactor != null) {
            body.put("secondFactor", secondFactor);
        }
        return server.exchange(HttpMethod.POST, "/v2-beta/token", Map.of("X-API-Client-IP", FROM), body);
    }

    @Test
    void aFirstSignInMakesTheAccountASessionAndAnEnvironment() {
        String subject = person("ops", "/team/dev");

        Page page = signIn(subject);

        assertThat(page.status()).as(page.raw()).isEqualTo(200);
        assertThat(page.body())
                .containsEntry("type", "token")
                .containsEntry("user", login(subject))
                .containsEntry("userType", "user")
                .containsEntry("authProvider", "oidcconfig");
        assertThat(page.text("identities")).contains("oidc_user:" + subject, "oidc_group:ops", "oidc_group:/team/dev");
        assertThat(page.cookies())
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .startsWith("token=" + page.body().get("jwt"))
                        .contains("HttpOnly", "SameSite=Lax", "Path=/"));
        Api session = server.session(String.valueOf(page.body().get("jwt")), null);
        assertThat(session.get("/projects").data())
                .singleElement()
                .satisfies(project -> assertThat(project).containsEntry("name", login(subject) + "-Default"));
        assertThat(signIn(subject).body().get("accountId"))
                .isEqualTo(page.body().get("accountId"));
    }

    @Test
    void clientsAreToldWhereToBeginAndRedeemTheCodeOfTheirPage() {
        provider.visitedBy(person());
        Answer how = server.exchange(HttpMethod.GET, "/v2-beta/token", Map.of(), null);
        Map<String, Object> token = how.data().getFirst();
        assertThat(token)
                .containsEntry("authProvider", "oidcconfig")
                .containsEntry("redirectUrl", "http://127.0.0.1:" + server.port + "/v1-auth/signin");

        Page back = new Browser(server).signIn("?redirect_uri=/login/page&state=of-the-page");

        assertThat(back.status()).isEqualTo(302);
        assertThat(back.location()).startsWith("http://127.0.0.1:" + server.port + "/login/page?");
        Map<String, String> returned = OpenIdProvider.parametersOf(back.location());
        assertThat(returned).containsEntry("state", "of-the-page").containsOnlyKeys("code", "state");
        Answer session = redeem(returned, null);
        assertThat(session.status()).isEqualTo(201);
        assertThat(server.bearerToken(session.text("jwt"), null).status()).isEqualTo(200);
        assertThat(redeem(returned, null).status()).as("once").isEqualTo(401);
    }

    @Test
    void nobodyIsSentToPagesOfOthers() {
        for (String page : List.of("https://attacker.example/", "//attacker.example", "http://127.0.0.1:1/")) {
            Page refused = new Browser(server).get("/v1-auth/signin?redirect_uri=" + page);
            assertThat(refused.status()).as(page).isEqualTo(400);
        }
    }

    @Test
    void aCallbackCountsOnceAndOnlyInTheBrowserThatBegan() {
        provider.visitedBy(person());
        Browser own = new Browser(server);
        String callback = own.atProvider("");

        assertThat(new Browser(server).get(callback).status())
                .as("another browser")
                .isEqualTo(401);
        assertThat(own.get(callback.replace("state=", "state=x")).status()).isEqualTo(401);
        assertThat(own.get(callback).status()).isEqualTo(200);
        assertThat(own.get(callback).status()).as("again").isEqualTo(401);
    }

    @Test
    void aCodeOfAnotherSignInIsWorthNothing() {
        provider.visitedBy(person());
        String stolen =
                OpenIdProvider.parametersOf(new Browser(server).atProvider("")).get("code");
        Browser own = new Browser(server);
        String callback = own.atProvider("");
        String ownCode = OpenIdProvider.parametersOf(callback).get("code");

        Page injected = own.get(callback.replace("code=" + ownCode, "code=" + stolen));

        assertThat(injected.status()).isEqualTo(401);
        assertThat(server.signIn(String.valueOf(stolen), FROM).status())
                .as("at the API")
                .isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "BROKEN", "SILENT", "USERINFO_OF_SOMEBODY_ELSE"})
    void whatIsNotGenuineSignsNobodyIn(Fault fault) {
        String subject = person();
        provider.misbehaving(fault);

        Page refused = signIn(subject);

        assertThat(refused.status()).as(refused.raw()).isEqualTo(401);
        assertThat(admin.get("/auditlogs?clientIp=192.0.2.77&responseCode=401&sort=id&order=desc&limit=1")
                        .data())
                .singleElement()
                .satisfies(row ->
                        assertThat(String.valueOf(row.get("description"))).startsWith("sign-in refused: "));
    }

    @Test
    void anAnswerOfAnotherProviderNeverGetsItsCodeRedeemed() {
        provider.misbehaving(Fault.ANSWERS_AS_ANOTHER);
        provider.visitedBy(person());
        int asked = tokenRequests();

        assertThat(new Browser(server).signIn("").status()).isEqualTo(401);

        assertThat(tokenRequests()).isEqualTo(asked);
    }

    private int tokenRequests() {
        return (int) provider.visits().stream().filter("/token"::equals).count();
    }

    @Test
    void aProviderThatIsBrokenOrSaysNothingIs503() {
        for (Fault fault : List.of(Fault.BROKEN, Fault.SILENT)) {
            provider.misbehaving(fault);
            assertThat(signIn(person()).status()).as("%s", fault).isEqualTo(503);
        }
        provider.misbehaving(Fault.NONE);
        assertThat(signIn(person()).status()).isEqualTo(200);
    }

    @Test
    void pagesOfTheServerFindASessionInstead() {
        provider.visitedBy(person());

        Page back = new Browser(server).signIn("?redirect_uri=/oauth2/authorize%3Fclient_id%3Dx&session");

        assertThat(back.status()).isEqualTo(302);
        assertThat(back.location()).endsWith("/oauth2/authorize?client_id=x");
        assertThat(back.cookies())
                .singleElement()
                .satisfies(cookie -> assertThat(cookie).startsWith("token="));
    }

    @Test
    void thePageOfAClientThatWantsTokensLeadsToTheProviderAndBackToTheQuestion() {
        provider.visitedBy(person());
        Browser browser = new Browser(server);

        Page page = browser.get(browser.get("/oauth2/authorize?" + OAuthBrowser.form(OAuthBrowser.request()))
                .location());
        String link = linkOf(page);
        Page back = browser.signIn(link.substring("/v1-auth/signin".length()));
        OAuthBrowser later = new OAuthBrowser(server.port);
        String session = back.cookies().getFirst();
        later.cookie("token", session.substring("token=".length(), session.indexOf(';')));

        assertThat(page.raw()).contains("Sign in with your organisation&#39;s account");
        assertThat(back.location()).contains("/oauth2/authorize?response_type=code", "state=");
        assertThat(later.question(OAuthBrowser.request()).body()).contains("the drover command");
    }

    @Test
    void whoWasNotSignedInThereIsToldSoOnThePageInItsOwnWords() {
        Browser browser = new Browser(server);
        Page page = browser.get("/oauth2/sign-in?client_id=x&errCode=401&error_description=call%20this%20number");

        assertThat(page.raw()).contains("You were not signed in there").doesNotContain("call this number</p>");
        assertThat(linkOf(page)).endsWith("redirect_uri=%2Foauth2%2Fauthorize%3Fclient_id%3Dx");
    }

    private static String linkOf(Page page) {
        Matcher link = Pattern.compile("href=\"(/v1-auth/signin[^\"]*)\"").matcher(page.raw());
        assertThat(link.find()).as(page.raw()).isTrue();
        return link.group(1).replace("&amp;", "&");
    }

    @Test
    void keysMayBeRotated() {
        String subject = person();
        assertThat(signIn(subject).status()).isEqualTo(200);

        provider.rotateKeys();

        assertThat(signIn(subject).status()).isEqualTo(200);
    }

    @Test
    void userinfoCompletesWhatTheTokenLeavesOutUnlessItIsOfSomebodyElse() {
        String subject = person("ops");
        provider.thinTokens(true);
        assertThat(signIn(subject).body().toString()).contains("oidc_group:ops", "The " + login(subject));

        provider.misbehaving(Fault.USERINFO_OF_SOMEBODY_ELSE);

        assertThat(signIn(subject).status()).isEqualTo(401);
    }

    @Test
    void tooManyGroupsAreAReasonAndNotHalfAnAnswer() {
        String subject = person();
        Map<String, Object> claims = provider.person(subject, login(subject), List.of());
        claims.put(
                "groups",
                java.util.stream.IntStream.range(0, 2001)
                        .mapToObj(i -> "group-" + i)
                        .toList());

        assertThat(signIn(subject).status()).isEqualTo(401);

        claims.put(
                "groups",
                java.util.stream.IntStream.range(0, 500)
                        .mapToObj(i -> "group-" + i)
                        .toList());
        assertThat((List<?>) signIn(subject).body().get("identities")).hasSize(501);
    }

    @Test
    void aProviderThatIsAwayKeepsLocalAdministratorsInAndRevokesNobody() throws Exception {
        String session = session(person());
        provider.stop();
        try {
            Browser browser = new Browser(server);
            Page begun = browser.get("/v1-auth/signin");
            Page away = begun.status() == 302
                    ? browser.get("/v1-auth/callback?code=c&iss=" + provider.url() + "&state="
                            + OpenIdProvider.parametersOf(begun.location()).get("state"))
                    : begun;

            assertThat(away.status()).isEqualTo(503);
            assertThat(away.raw()).contains("accounts with a local password can");
            assertThat(server.signIn("admin:" + ADMIN_PASSWORD, FROM).status()).isEqualTo(201);
            assertThat(check()).isZero();
            assertThat(server.bearerToken(session, null).status()).isEqualTo(200);
        } finally {
            provider.resume();
        }
        assertThat(signIn(person()).status()).isEqualTo(200);
    }

    @Test
    void whoTheProviderNoLongerVouchesForLosesSessionsAndKeys() throws Exception {
        String subject = person();
        String session = session(subject);
        Answer key = server.session(session, null).post("/apikeys", Map.of("name", "k"));
        String pair = key.text("publicValue") + ":" + key.text("secretValue");
        String other = session(person());
        assertThat(check()).isZero();
        assertThat(server.bearerToken(session, null).status()).isEqualTo(200);

        provider.disable(subject);

        assertThat(check()).isEqualTo(1);
        assertThat(server.bearerToken(session, null).status()).isEqualTo(401);
        assertThat(server.basicToken(pair, null).status()).isEqualTo(401);
        assertThat(server.bearerToken(other, null).status()).isEqualTo(200);
        provider.person(subject, login(subject), List.of());
        assertThat(signIn(subject).status()).isEqualTo(200);
        assertThat(server.basicToken(pair, null).status()).as("back again").isEqualTo(200);
    }

    @Test
    void whoHasOnlyWhatAProgramWasGivenIsAskedAboutToo() throws Exception {
        String subject = person();
        String session = session(subject);
        OAuthBrowser browser = new OAuthBrowser(server.port);
        browser.cookie("token", session);
        JsonNode granted = browser.exchange(
                        browser.allow(browser.question(OAuthBrowser.request())).code())
                .json();
        database("delete from auth_token");
        assertThat(check()).isZero();
        provider.disable(subject);

        assertThat(check()).isEqualTo(1);

        assertThat(server.bearerToken(granted.path("access_token").asString(), null)
                        .status())
                .isEqualTo(401);
        assertThat(browser.refresh(granted.path("refresh_token").asString()).status())
                .isEqualTo(400);
    }

    @Test
    void groupsFollowTheProviderAndRefreshTokensAreNeverUsedTwice() throws Exception {
        String subject = person("ops");
        String session = session(subject);
        Map<String, Object> claims = provider.person(subject, login(subject), List.of("dev"));
        claims.put("name", "New Name");

        assertThat(check()).isEqualTo(1);

        assertThat(server.session(session, null).get("/identities").data().toString())
                .contains("oidc_group:dev")
                .doesNotContain("oidc_group:ops");
        assertThat(check()).isZero();
        assertThat(provider.usedRefreshTokens()).doesNotHaveDuplicates();
    }

    @Test
    void whoCannotBeAskedAboutIsBelievedForAWhileOnly() throws Exception {
        provider.refreshTokens(false);
        String subject = person();
        String session = session(subject);
        assertThat(server.context
                        .getBean(ProviderAccessLoop.class)
                        .pass()
                        .toFuture()
                        .join())
                .isZero();
        assertThat(server.bearerToken(session, null).status()).isEqualTo(200);

        assertThat(check()).isEqualTo(1);

        assertThat(server.bearerToken(session, null).status()).isEqualTo(401);
        assertThat(signIn(subject).status()).isEqualTo(200);
    }

    @Test
    void accessModesHoldAtSignInAndForThoseWhoAreIn() {
        String listed = person("staff");
        String member = person("guests");
        String stranger = person();
        String session = session(stranger);
        Answer environment = admin.post(
                "/projects",
                Map.of(
                        "name",
                        "shared",
                        "members",
                        List.of(
                                Map.of("externalIdType", "rancher_id", "externalId", "1a1", "role", "owner"),
                                Map.of("externalIdType", "oidc_group", "externalId", "guests", "role", "member"))));
        assertThat(environment.status()).as(environment.toString()).isEqualTo(201);
        List<Map<String, Object>> allowed =
                List.of(group("staff"), Map.of("externalIdType", "oidc_user", "externalId", BOSS));
        try {
            assertThat(enable(Map.of("accessMode", "required", "allowedIdentities", allowed))
                            .status())
                    .isEqualTo(201);
            assertThat(server.bearerToken(session, null).status()).as("at once").isEqualTo(401);
            assertThat(signIn(listed).status()).isEqualTo(200);
            assertThat(signIn(member).status()).isEqualTo(403);
            assertThat(signIn(stranger).body()).containsEntry("code", "AuthError");

            Map<String, Object> restricted =
                    config(Map.of("enabled", true, "accessMode", "restricted", "allowedIdentities", allowed));
            assertThat(admin.post("/oidcconfig", restricted).status())
                    .as("without another trial: the same people in the same way")
                    .isEqualTo(201);
            assertThat(signIn(member).status()).isEqualTo(200);
            assertThat(signIn(stranger).status()).isEqualTo(403);
        } finally {
            everybodyMayIn();
        }
    }

    @Test
    void nothingIsEnabledThatWasNotTried() {
        Map<String, Object> wanted = config(Map.of("enabled", true, "loginClaim", "email"));

        Answer untried = admin.post("/oidcconfig", wanted);
        wanted.put("code", trialCode(BOSS));
        Answer triedOtherwise = admin.post("/oidcconfig", wanted);

        assertThat(untried.status()).isEqualTo(422);
        assertThat(untried.text("fieldName")).isEqualTo("code");
        assertThat(triedOtherwise.status()).isEqualTo(422);
        assertThat(admin.get("/oidcconfig").data().getFirst())
                .containsEntry("enabled", true)
                .containsEntry("loginClaim", "preferred_username");
    }

    @Test
    void aTrialSaysExactlyWhatIsWrongAndLeavesTheSettingsInUseAlone() {
        String nowhere = "http://127.0.0.1:1";
        Answer unreachable = admin.post("/oidcconfig", config(Map.of("trial", true, "issuer", nowhere)));
        assertThat(unreachable.status()).isIn(400, 422);
        Map<String, Object> wrongSecret = config(Map.of("trial", true, "clientSecret", "wrong"));
        assertThat(admin.post("/oidcconfig", wrongSecret).status()).isEqualTo(201);
        provider.visitedBy(BOSS);
        String token = server.basicToken(IdentityServer.ADMIN_KEY, null).text("token");

        Page tried = new Browser(server, token).signIn("?trial=oidcconfig");

        assertThat(tried.status()).isEqualTo(400);
        assertThat(tried.raw()).contains("invalid_client");
        assertThat(signIn(person()).status()).isEqualTo(200);
        assertThat(new Browser(server).get("/v1-auth/signin?trial=oidcconfig").status())
                .as("not for strangers")
                .isEqualTo(401);
    }

    @Test
    void anotherIssuerIsRefusedWhileThereAreAccountsOfThePresentOne() {
        assertThat(signIn(person()).status()).isEqualTo(200);
        try (OpenIdProvider other = new OpenIdProvider()) {
            Answer refused = admin.post("/oidcconfig", config(Map.of("trial", true, "issuer", other.url())));

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("fieldName")).isEqualTo("issuer");
        }
    }

    @Test
    void theSecretIsNeverShownAndNothingUsableIsStored() throws Exception {
        session(person());

        assertThat(admin.get("/oidcconfig").toString()).doesNotContain(OpenIdProvider.SECRET);
        try (Connection connection = database().connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select group_concat(password_sealed), (select group_concat(grant_sealed) from"
                                + " provider_grant) from directory")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).doesNotContain(OpenIdProvider.SECRET);
            assertThat(rows.getString(2)).doesNotContain("refresh-");
        }
    }

    @Test
    void whatIsSwitchedOffEndsItsSessions() {
        String session = session(person());

        assertThat(admin.post("/oidcconfig", Map.of("enabled", false)).status()).isEqualTo(201);

        assertThat(server.bearerToken(session, null).status()).isEqualTo(401);
        assertThat(new Browser(server).get("/v1-auth/signin").status()).isEqualTo(400);
        assertThat(server.exchange(HttpMethod.GET, "/v2-beta/token", Map.of(), null)
                        .data()
                        .getFirst())
                .containsEntry("authProvider", "localAuthConfig")
                .containsEntry("redirectUrl", null);
    }
}
