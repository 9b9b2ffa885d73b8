package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What is done to accounts, and what is left of one that is removed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountsIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    private IdentityServer server;
    private OAuthPeople people;
    private Api admin;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(DATABASE, "mariadb", IdentityServer.folder());
        admin = server.admin();
        people = new OAuthPeople(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static long count(String query) throws SQLException {
        try (Connection connection = DATABASE.connect();
                ResultSet rows = connection.createStatement().executeQuery("select count(*) from " + query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = DATABASE.connect()) {
            connection.createStatement().executeUpdate(statement);
        }
    }

    @Test
    void onlyPeopleAreChangedAsAccounts() {
        for (String account : List.of("1a2", "1a5")) {
            Answer renamed = admin.put("/accounts/" + account, Map.of("name", "renamed"));
            assertThat(renamed.status()).as("%s", renamed.body()).isIn(404, 405);
        }
        assertThat(admin.get("/projects/1a5").text("name")).isNotEqualTo("renamed");
    }

    @Test
    void whoLeavesThemselvesOutSeesWhatTheyMade() {
        String jo = people.person();
        Map<String, Object> members = Map.of(
                "name",
                "for others",
                "members",
                List.of(Map.of("externalIdType", "rancher_id", "externalId", "1a1", "role", "owner")));

        Answer made = people.session(jo).post("/projects", members);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).containsEntry("name", "for others");
        assertThat(people.session(jo).get("/projects/" + made.text("id")).status())
                .isEqualTo(404);
    }

    @Test
    void aMachineOfAnotherEnvironmentIsToldSo() {
        String machine = "machine-key-" + UUID.randomUUID();
        assertThat(registering("1a5").post("/register", Map.of("key", machine)).status())
                .isEqualTo(201);

        Answer elsewhere = registering(people.environment()).post("/register", Map.of("key", machine));

        assertThat(elsewhere.status()).isEqualTo(409);
        assertThat(elsewhere.text("message")).contains("registration.key");
    }

    private Api registering(String environment) {
        Answer token = server.as(ADMIN_KEY, environment).post("/registrationtokens", Map.of());
        return server.as("registrationToken:" + token.text("token"), null);
    }

    @Test
    void aTokenDoesNotOutliveItsSession() throws Exception {
        String jo = people.person();
        String session =
                server.signIn(jo + ":" + people.password(jo), "192.0.2.83").text("jwt");
        sql("update auth_token set expires = utc_timestamp(6) + interval 20 second where account_id = "
                + people.account(jo).substring(2));

        JWTClaimsSet claims =
                SignedJWT.parse(server.bearerToken(session, null).text("token")).getJWTClaimsSet();

        assertThat(claims.getExpirationTime().toInstant())
                .isBefore(Instant.now().plus(Duration.ofSeconds(30)));
    }

    @Test
    void whatOthersGaveTheClientOfSomebodyEndsWithThem() throws Exception {
        String owner = people.person();
        String jo = people.person();
        Answer client = people.session(owner)
                .post("/oauthclients", Map.of("name", "app", "redirectUris", List.of("https://app.example/back")));
        String[] ask = {"client_id", client.text("clientId"), "redirect_uri", "https://app.example/back"};
        Map<String, String> request = OAuthBrowser.request(ask);
        OAuthBrowser browser = new OAuthBrowser(server.port);
        browser.signIn(request, jo, people.password(jo), "");
        OAuthBrowser.Page question = browser.question(request);
        assertThat(question.body()).contains("registered by <strong>" + owner + "</strong>");
        JsonNode tokens = browser.exchange(browser.allow(question).code(), ask).json();
        assertThat(people.status(tokens)).isEqualTo(200);
        String number = people.account(owner).substring(2);
        sql("insert into second_factor (account_id, secret_sealed, confirmed, created, last_step) values (" + number
                + ", 'x', true, now(), 0)");

        assertThat(admin.delete("/accounts/" + people.account(owner)).status()).isEqualTo(200);

        people.expectDead(tokens);
        assertThat(count("second_factor where account_id = " + number)).isZero();
        assertThat(count("oauth_client where removed is null and account_id = " + number))
                .isZero();
    }

    @Test
    void signInsThatNobodyEndedAreForgottenHoweverManyTheyAre() throws Exception {
        sql("insert into provider_sign_in (state_hash, browser_hash, settings, provider, trial, redirect_uri,"
                + " opens_session, expires) select concat('begun-', seq), '', '', '', false, '', false, '2020-01-01'"
                + " from seq_1_to_2500");

        server.context.getBean(PurgeLoop.class).pass().toFuture().join();

        assertThat(count("provider_sign_in")).isZero();
    }

    @Test
    void nobodysClientIsCalledLikeAPartOfDrover() {
        Answer refused = people.session(people.person())
                .post(
                        "/oauthclients",
                        Map.of("name", "The Drover Command ", "redirectUris", List.of("https://app.example/back")));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("fieldName")).isEqualTo("name");
    }
}
