package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.unboundidds.OneTimePassword;
import com.unboundid.util.Base32;
import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.sql.ResultSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;

/** The second factor over the service's API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorIT {
    @RegisterExtension
    static final MariaDb database = MariaDb.forService("identity");

    private IdentityServer server;
    private Api admin;
    private int people;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database, "mariadb", IdentityServer.folder());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Somebody with a password and a confirmed factor. */
    private record Person(String login, String account, byte[] secret, long step, List<String> recovery) {
        String code(long further) throws LDAPException {
            return OneTimePassword.hotp(secret, step + further, 6);
        }
    }

    private static String password(String login) {
        return login + "-password";
    }

    private String account() {
        String login = "person" + ++people;
        Answer account = admin.post("/accounts", Map.of("name", login));
        admin.post(
                "/passwords",
                Map.of("accountId", account.text("id"), "publicValue", login, "secretValue", password(login)));
        return login;
    }

    private Answer signIn(String login, @Nullable String secondFactor) {
        Map<String, Object> body = new HashMap<>(Map.of("code", login + ":" + password(login)));
        if (secondFactor != null) {
            body.put("secondFactor", secondFactor);
        }
        return server.exchange(HttpMethod.POST, "/v2-beta/token", Map.of("X-API-Client-IP", "192.0.2.50"), body);
    }

    private Person enrolled() throws ParseException, LDAPException {
        String login = account();
        Answer token = signIn(login, null);
        Api session = server.session(token.text("jwt"), null);
        Answer begun = session.post("/secondfactors", Map.of());
        assertThat(begun.status()).isEqualTo(201);
        byte[] secret = Base32.decode(begun.text("secret"));
        long step = Instant.now().getEpochSecond() / 30;
        Answer confirmed = session.post(
                "/secondfactors/" + begun.text("id") + "?action=confirm",
                Map.of("code", OneTimePassword.hotp(secret, step, 6)));
        assertThat(confirmed.status()).isEqualTo(202);
        @SuppressWarnings("unchecked")
        List<String> codes =
                (List<String>) java.util.Objects.requireNonNull(confirmed.body().get("recoveryCodes"));
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        return new Person(login, token.text("accountId"), secret, step, codes);
    }

    @Test
    void signInAsksForTheCodeAndTakesEachOnce() throws Exception {
        Person jo = enrolled();

        Answer asked = signIn(jo.login(), null);
        Answer right = signIn(jo.login(), jo.code(1));
        Answer replayed = signIn(jo.login(), jo.code(1));

        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.body()).containsEntry("code", "SecondFactorRequired");
        assertThat(right.status()).isEqualTo(201);
        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.body()).containsEntry("code", "SecondFactorWrong");
        assertThat(descriptions(jo))
                .contains("sign-in not finished: the password was right, the code of the second factor was asked for");
    }

    private List<Object> descriptions(Person person) {
        return admin.get("/auditlogs?accountId=" + person.account()).data().stream()
                .map(row -> java.util.Objects.requireNonNull(row.get("description")))
                .toList();
    }

    @Test
    void signingOutIsInTheLog() throws Exception {
        Person jo = enrolled();
        Api session = server.session(signIn(jo.login(), jo.code(1)).text("jwt"), null);

        assertThat(session.delete("/token/current").status()).isEqualTo(204);

        assertThat(admin.get("/auditlogs?eventType=api.token.delete&accountId=" + jo.account())
                        .data())
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("responseCode", 204).containsEntry("description", "signed out"));
    }

    @Test
    void aWrongPasswordIsNeverAskedForTheCode() throws Exception {
        Person jo = enrolled();

        Answer wrong = server.exchange(
                HttpMethod.POST,
                "/v2-beta/token",
                Map.of("X-API-Client-IP", "192.0.2.51"),
                Map.of("code", jo.login() + ":wrong", "secondFactor", jo.code(1)));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).containsEntry("code", "Unauthorized");
        assertThat(signIn(jo.login(), jo.code(1)).status()).as("not used up").isEqualTo(201);
    }

    @Test
    void recoveryCodesWorkOnceEach() throws Exception {
        Person jo = enrolled();

        assertThat(signIn(jo.login(), jo.recovery().get(3)).status()).isEqualTo(201);
        assertThat(signIn(jo.login(), jo.recovery().get(3)).status()).isEqualTo(401);
        assertThat(signIn(jo.login(), jo.recovery().get(4)).status()).isEqualTo(201);
    }

    @Test
    void guessingCodesIsThrottledByTheAccount() throws Exception {
        Person jo = enrolled();
        for (int i = 0; i < 5; i++) {
            Map<String, Object> body =
                    Map.of("code", jo.login() + ":" + password(jo.login()), "secondFactor", "no-code-" + i);
            assertThat(server.exchange(
                                    HttpMethod.POST,
                                    "/v2-beta/token",
                                    Map.of("X-API-Client-IP", "198.51.100." + i),
                                    body)
                            .status())
                    .isEqualTo(401);
        }

        assertThat(signIn(jo.login(), jo.code(1)).status()).isEqualTo(429);
        assertThat(admin.get("/auditlogs?accountId=" + jo.account() + "&responseCode=401")
                        .data())
                .extracting("description")
                .contains("sign-in refused: wrong second factor");
    }

    @Test
    void passwordsByHttpBasicStopWorkingAndKeysDoNot() throws Exception {
        Person jo = enrolled();

        for (int i = 0; i < 6; i++) {
            assertThat(server.basicToken(jo.login() + ":" + password(jo.login()), null)
                            .text("code"))
                    .isEqualTo("SecondFactorRequired");
        }
        assertThat(descriptions(jo))
                .contains(
                        "sign-in not finished: the password was right, and HTTP Basic has no place for the second factor");
        assertThat(server.exchange(
                                HttpMethod.POST,
                                "/v2-beta/token",
                                Map.of("X-API-Client-IP", "192.0.2.7"),
                                Map.of("code", jo.login() + ":" + password(jo.login()), "secondFactor", jo.code(1)))
                        .status())
                .as("nothing was guessed")
                .isEqualTo(201);
        assertThat(server.basicToken(ADMIN_KEY, null).status()).isEqualTo(200);
    }

    @Test
    void anUnconfirmedFactorIsNotAskedFor() {
        String login = account();
        Api session = server.session(signIn(login, null).text("jwt"), null);
        Answer begun = session.post("/secondfactors", Map.of());

        Answer wrong =
                session.post("/secondfactors/" + begun.text("id") + "?action=confirm", Map.of("code", "no-such-code"));

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(signIn(login, null).status()).isEqualTo(201);
        assertThat(session.post("/secondfactors", Map.of()).text("secret"))
                .as("begun anew, with another secret")
                .isNotEqualTo(begun.text("secret"));
    }

    @Test
    void onlyTheOwnerSeesAndEndsItAndOnlyWithACode() throws Exception {
        Person jo = enrolled();
        Api session = server.session(signIn(jo.login(), jo.code(1)).text("jwt"), null);
        Api other = server.session(signIn(account(), null).text("jwt"), null);
        Answer own = session.get("/secondfactors");
        String path = "/secondfactors/" + own.data().getFirst().get("id");

        assertThat(own.data())
                .singleElement()
                .satisfies(factor -> assertThat(factor)
                        .containsEntry("state", "active")
                        .containsEntry("recoveryCodes", null)
                        .doesNotContainKeys("secret", "uri"));
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.post(
                                path + "?action=disable",
                                Map.of("code", jo.recovery().get(0)))
                        .status())
                .isEqualTo(404);
        assertThat(session.delete(path).status()).isIn(403, 405);
        assertThat(session.post(path + "?action=disable", Map.of("code", "123")).status())
                .isEqualTo(422);
        assertThat(session.post("/secondfactors", Map.of()).status()).isEqualTo(409);
        assertThat(session.post(
                                path + "?action=disable",
                                Map.of("code", jo.recovery().get(0)))
                        .status())
                .isEqualTo(202);
        assertThat(signIn(jo.login(), null).status()).isEqualTo(201);
    }

    @Test
    void anAdministratorHelpsWhoLostEverything() throws Exception {
        Person jo = enrolled();
        String path = "/secondfactors/1sf" + jo.account().substring(2);

        assertThat(admin.delete(path).status()).isEqualTo(200);

        assertThat(signIn(jo.login(), null).status()).isEqualTo(201);
    }

    @Test
    void aKeySetsUpAndEndsNothing() throws Exception {
        assertThat(admin.post("/secondfactors", Map.of()).body()).containsEntry("code", "SessionRequired");
        Person jo = enrolled();
        Answer key = admin.post("/apikeys", Map.of("accountId", jo.account()));
        Api stolen = server.as(key.text("publicValue") + ":" + key.text("secretValue"), null);
        String path = "/secondfactors/1sf" + jo.account().substring(2);
        for (int i = 0; i < 6; i++) {
            assertThat(stolen.post(path + "?action=disable", Map.of("code", "000000"))
                            .body())
                    .containsEntry("code", "SessionRequired");
        }
        assertThat(signIn(jo.login(), jo.code(1)).status()).as("not held up").isEqualTo(201);
    }

    @Test
    void theLocalAdministratorCanHaveOne() throws Exception {
        String session = server.signIn("admin:" + ADMIN_PASSWORD, "192.0.2.60").text("jwt");
        Api administrator = server.session(session, null);
        Answer begun = administrator.post("/secondfactors", Map.of());
        byte[] secret = Base32.decode(begun.text("secret"));
        long step = Instant.now().getEpochSecond() / 30;
        String path = "/secondfactors/" + begun.text("id");
        administrator.post(path + "?action=confirm", Map.of("code", OneTimePassword.hotp(secret, step, 6)));

        assertThat(server.signIn("admin:" + ADMIN_PASSWORD, "192.0.2.60").body())
                .containsEntry("code", "SecondFactorRequired");
        assertThat(administrator
                        .post(path + "?action=disable", Map.of("code", OneTimePassword.hotp(secret, step + 1, 6)))
                        .status())
                .isEqualTo(202);
        assertThat(server.signIn("admin:" + ADMIN_PASSWORD, "192.0.2.60").status())
                .isEqualTo(201);
    }

    @Test
    void nothingReadableIsStored() throws Exception {
        Person jo = enrolled();
        try (Connection connection = database.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select group_concat(secret_sealed), (select group_concat(code_hash) from"
                                + " recovery_code) from second_factor")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).doesNotContain(Base32.encode(jo.secret()));
            assertThat(rows.getString(2)).doesNotContain(jo.recovery().get(0)).contains("{sha256}");
        }
    }
}
