package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.Browser.Page;
import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.identity.api.oidc.ProviderAccessLoop;
import io.drover.identity.oidc.GithubLike;
import io.drover.identity.oidc.OpenIdProvider;
import io.drover.testkit.MariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;

/** Sign-in with GitHub Enterprise over the service's API. Each driver has a class of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GithubIT {
    private static final String FROM = "192.0.2.9";

    private final String driver;
    private final Path data = IdentityServer.folder();
    private IdentityServer server;
    private GithubLike github;
    private Api admin;

    GithubIT(String driver) {
        this.driver = driver;
    }

    abstract MariaDb database();

    @BeforeAll
    void start() {
        github = new GithubLike();
        server = IdentityServer.start(
                database(),
                driver,
                data,
                "--DROVER_BOOTSTRAP_PASSWORD=" + ADMIN_PASSWORD,
                "--DROVER_BOOTSTRAP_KEY=" + IdentityServer.ADMIN_KEY,
                "--drover.provider.check=2h");
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        github.close();
        server.close();
    }

    @BeforeEach
    void everybodyMayIn() {
        github.limited(false);
        assertThat(enable(Map.of()).status()).isEqualTo(201);
    }

    private Answer enable(Map<String, Object> more) {
        Map<String, Object> wanted = new HashMap<>(Map.of(
                "scheme",
                "http://",
                "hostname",
                github.host(),
                "clientId",
                GithubLike.CLIENT,
                "clientSecret",
                GithubLike.SECRET,
                "trial",
                true));
        wanted.putAll(more);
        assertThat(admin.post("/githubconfig", wanted).status()).isEqualTo(201);
        github.visitedBy(1, "boss", "acme");
        String token = server.basicToken(IdentityServer.ADMIN_KEY, null).text("token");
        Page tried = new Browser(server, token).signIn("?trial=githubconfig");
        assertThat(tried.status()).as(tried.raw()).isEqualTo(200);
        return admin.post(
                "/githubconfig",
                Map.of("enabled", true, "code", String.valueOf(tried.body().get("code"))));
    }

    private Page signIn(long id, String login, String... organisations) {
        github.visitedBy(id, login, organisations);
        return new Browser(server).signIn("");
    }

    private int check() throws SQLException {
        try (Connection connection = database().connect()) {
            connection.createStatement().executeUpdate("update provider_grant set asked = '2020-01-01 00:00:00'");
        }
        return server.context
                .getBean(ProviderAccessLoop.class)
                .pass()
                .toFuture()
                .join();
    }

    private Answer outside(HttpMethod method, String path, @Nullable Map<String, Object> body) {
        return admin.exchange(method, "/v1-auth/" + path, body);
    }

    private Map<String, Object> outsideConfig(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "provider",
                "githubconfig",
                "githubConfig",
                Map.of("scheme", "http://", "hostname", github.host(), "clientId", GithubLike.CLIENT)));
        config.putAll(more);
        return config;
    }

    private String trialCode() {
        github.visitedBy(1, "boss", "acme");
        String token = server.basicToken(IdentityServer.ADMIN_KEY, null).text("token");
        return String.valueOf(
                new Browser(server, token).signIn("?trial=githubconfig").body().get("code"));
    }

    @Test
    void theReferencesFormShowsTheSameConfiguration() {
        Answer shown = outside(HttpMethod.GET, "config", null);

        assertThat(shown.body())
                .containsEntry("type", "config")
                .containsEntry("provider", "githubconfig")
                .containsEntry("enabled", true)
                .containsEntry("accessMode", "unrestricted")
                .containsKey("ldapConfig");
        assertThat(shown.map("githubConfig"))
                .containsEntry("scheme", "http://")
                .containsEntry("hostname", github.host())
                .containsEntry("clientId", GithubLike.CLIENT)
                .containsKeys("redirectUri", "testUrl")
                .doesNotContainKeys("clientSecret", "accessMode");
        assertThat(shown.body().toString()).doesNotContain(GithubLike.SECRET);
    }

    @Test
    void whatIsEnabledInTheReferencesFormHasBeenTried() {
        Map<String, Object> other = outsideConfig(Map.of(
                "enabled",
                true,
                "githubConfig",
                Map.of("scheme", "http://", "hostname", github.host(), "clientId", "another")));
        Answer untried = outside(HttpMethod.POST, "config", other);
        assertThat(untried.status()).isEqualTo(422);
        assertThat(untried.body()).containsEntry("fieldName", "code");
        assertThat(untried.text("message")).contains("'trial': true", "testUrl");
        assertThat(outside(HttpMethod.POST, "testlogin", Map.of("authConfig", other, "code", "made-up"))
                        .status())
                .isEqualTo(422);
        assertThat(outside(HttpMethod.GET, "configs", null).map("githubConfig"))
                .as("nothing was changed")
                .containsEntry("clientId", GithubLike.CLIENT);

        Answer aside = outside(HttpMethod.POST, "config", outsideConfig(Map.of("trial", true)));
        assertThat(aside.status()).as("the secret is kept: %s", aside.body()).isEqualTo(200);
        String code = trialCode();
        Map<String, Object> tried = outsideConfig(Map.of("enabled", true));
        assertThat(outside(HttpMethod.POST, "testlogin", Map.of("authConfig", tried, "code", code))
                        .status())
                .isEqualTo(200);
        tried.put("code", code);
        Answer enabled = outside(HttpMethod.POST, "config", tried);
        assertThat(enabled.status()).as("%s", enabled.body()).isEqualTo(200);
        assertThat(enabled.body()).containsEntry("enabled", true);
        assertThat(signIn(50, "stillthere").status()).isEqualTo(200);
    }

    /** Everybody at GitHub is the world: who changes something else must not let it in by leaving the mode out. */
    @Test
    void whoIsAdmittedStaysWhereTheReferencesFormSaysNothing() {
        Map<String, Object> acme =
                Map.of("externalIdType", "github_org", "externalId", "" + GithubLike.organisationId("acme"));
        Map<String, Object> narrow =
                outsideConfig(Map.of("enabled", true, "accessMode", "required", "allowedIdentities", List.of(acme)));
        narrow.put("code", trialOf(narrow));
        assertThat(outside(HttpMethod.POST, "config", narrow).body()).containsEntry("accessMode", "required");
        assertThat(signIn(51, "outsider", "labs").status()).isEqualTo(403);

        Answer silent = outside(HttpMethod.POST, "config", outsideConfig(Map.of("enabled", true, "accessMode", "")));
        assertThat(silent.body()).containsEntry("enabled", true).containsEntry("accessMode", "required");
        assertThat(silent.text("allowedIdentities")).contains("github_org");
        assertThat(signIn(52, "outsider2", "labs").status()).isEqualTo(403);
        assertThat(signIn(53, "insider", "acme").status()).isEqualTo(200);
    }

    private String trialOf(Map<String, Object> wanted) {
        Map<String, Object> aside = new HashMap<>(wanted);
        aside.put("trial", true);
        assertThat(outside(HttpMethod.POST, "config", aside).status()).isEqualTo(200);
        return trialCode();
    }

    @Test
    void usersOrganisationsAndTeamsAreIdentitiesByNumber() {
        Page page = signIn(42, "octo", "acme", "labs");

        assertThat(page.status()).as(page.raw()).isEqualTo(200);
        assertThat(page.body()).containsEntry("authProvider", "githubconfig").containsEntry("user", "octo");
        assertThat(page.text("identities"))
                .contains("github_user:42")
                .contains("github_org:" + GithubLike.organisationId("acme"))
                .contains("github_team:" + (GithubLike.organisationId("labs") + 2_000_000_000L))
                .contains("labs/core");
    }

    @Test
    void whoTakesOverANameIsSomebodyElse() {
        Object before = signIn(43, "popular").body().get("accountId");

        assertThat(signIn(44, "popular").body().get("accountId")).isNotEqualTo(before);
        assertThat(signIn(43, "renamed").body().get("accountId")).isEqualTo(before);
    }

    @Test
    void longListsAreReadToTheEnd() {
        String[] many = IntStream.range(0, 230).mapToObj(i -> "org-" + i).toArray(String[]::new);

        assertThat((List<?>) signIn(45, "joiner", many).body().get("identities"))
                .hasSizeGreaterThan(400);
    }

    @Test
    void onlyMembersOfTheListedOrganisationGetInAndLeaversGoWithinMinutes() throws Exception {
        Map<String, Object> acme =
                Map.of("externalIdType", "github_org", "externalId", "" + GithubLike.organisationId("acme"));
        assertThat(enable(Map.of("accessMode", "required", "allowedIdentities", List.of(acme)))
                        .status())
                .isEqualTo(201);
        String session = String.valueOf(signIn(46, "leaver", "acme").body().get("jwt"));
        assertThat(signIn(47, "outsider", "labs").status()).isEqualTo(403);
        assertThat(check()).isZero();

        github.leave("leaver");

        assertThat(check()).isEqualTo(1);
        assertThat(server.bearerToken(session, null).status()).isEqualTo(401);
    }

    @Test
    void aRevokedTokenEndsAccessAndALimitOfRequestsDoesNot() throws Exception {
        String session = String.valueOf(signIn(48, "revoked").body().get("jwt"));
        github.limited(true);
        assertThat(check()).isZero();
        assertThat(server.bearerToken(session, null).status()).isEqualTo(200);
        github.limited(false);

        github.revoke("revoked");

        assertThat(check()).isEqualTo(1);
        assertThat(server.bearerToken(session, null).status()).isEqualTo(401);
    }

    @Test
    void aNameThatSomebodyChoseThereCountsForNothingWithTheThrottle() throws Exception {
        assertThat(signIn(49, "somebody").status()).isEqualTo(200);
        try (Connection connection = database().connect()) {
            connection
                    .createStatement()
                    .executeUpdate(
                            "insert into second_factor (account_id, secret_sealed, confirmed, created, last_step)"
                                    + " select id, 'x', true, now(), 0 from account where external_id = '49'");
        }
        github.visitedBy(49, "somebody");
        String code = OpenIdProvider.parametersOf(
                        new Browser(server).signIn("?redirect_uri=/login/page").location())
                .get("code");
        for (int i = 0; i < 5; i++) {
            assertThat(server.signIn("somebody:wrong", FROM).status()).isEqualTo(401);
        }

        assertThat(server.signIn(String.valueOf(code), FROM).body()).containsEntry("code", "SecondFactorRequired");

        assertThat(server.signIn("somebody:wrong", FROM).status()).isEqualTo(429);
        assertThat(admin.get("/auditlogs?eventType=api.token.create&authenticatedAsIdentityId=somebody")
                        .data())
                .hasSize(5)
                .allSatisfy(row ->
                        assertThat(String.valueOf(row.get("description"))).startsWith("sign-in refused"));
    }
}
