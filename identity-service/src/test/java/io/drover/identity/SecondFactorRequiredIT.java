package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.unboundidds.OneTimePassword;
import com.unboundid.util.Base32;
import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.identity.secondfactor.SecondFactorRule;
import io.drover.runtime.setting.LiveSettings;
import io.drover.testkit.MariaDb;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;

/** An installation that asks for a second factor. Each driver has a class of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SecondFactorRequiredIT {
    private static final String FROM = "192.0.2.80";

    private static final Duration SECONDS = Duration.ofSeconds(20);

    private final String driver;
    private IdentityServer server;
    private Api admin;
    private int people;

    SecondFactorRequiredIT(String driver) {
        this.driver = driver;
    }

    abstract MariaDb database();

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database(), driver, IdentityServer.folder());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void off() {
        required("off");
    }

    private void required(String whom) {
        Answer answer = admin.put("/settings/" + SecondFactorRule.SETTING, Map.of("value", whom));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        LiveSettings live = server.context.getBean(LiveSettings.class);
        Awaitility.await().atMost(SECONDS).until(() -> live.text(SecondFactorRule.SETTING, ""), whom::equals);
    }

    private String person() {
        String login = "asked" + ++people;
        Answer account = admin.post("/accounts", Map.of("name", login));
        admin.post(
                "/passwords",
                Map.of("accountId", account.text("id"), "publicValue", login, "secretValue", login + "-password"));
        return login;
    }

    private Answer signIn(String login) {
        return server.signIn(login + ":" + login + "-password", FROM);
    }

    private static String code(byte[] secret, long further) throws Exception {
        return OneTimePassword.hotp(secret, Instant.now().getEpochSecond() / 30 + further, 6);
    }

    @Test
    void whoHasNoneCanDoNothingButSetOneUp() throws Exception {
        required("everybody");
        String login = person();
        Answer signedIn = signIn(login);
        assertThat(signedIn.body()).containsEntry("secondFactorWanted", true);
        String key = signedIn.text("jwt");
        Api session = server.session(key, null);

        assertThat(session.get("/projects").status()).isIn(403, 404, 405);
        assertThat(session.post("/apikeys", Map.of("name", "k")).status()).isIn(403, 404, 405);
        assertThat(server.bearerToken(key, "1a5").body()).containsEntry("code", "SecondFactorSetupRequired");
        assertThat(session.get("/token").data().getFirst()).containsEntry("secondFactorWanted", true);
        Answer begun = session.post("/secondfactors", Map.of());
        byte[] secret = Base32.decode(begun.text("secret"));
        String path = "/secondfactors/" + begun.text("id");
        assertThat(session.post(path + "?action=confirm", Map.of("code", "000")).status())
                .isEqualTo(422);
        assertThat(server.session(key, null).get("/projects").status())
                .as("not before it is confirmed")
                .isIn(403, 404, 405);
        assertThat(session.post(path + "?action=confirm", Map.of("code", code(secret, 0)))
                        .status())
                .isEqualTo(202);

        assertThat(server.session(key, null).get("/projects").status()).isEqualTo(200);
        assertThat(server.session(key, null).get("/token").data().getFirst())
                .containsEntry("secondFactorWanted", false);
        assertThat(signIn(login).body()).containsEntry("code", "SecondFactorRequired");
    }

    @Test
    void whoeverElseKnowsThePasswordIsOutWhenItIsConfirmed() throws Exception {
        required("everybody");
        String login = person();
        String thief = signIn(login).text("jwt");
        Api session = server.session(signIn(login).text("jwt"), null);
        Answer begun = session.post("/secondfactors", Map.of());
        byte[] secret = Base32.decode(begun.text("secret"));

        session.post("/secondfactors/" + begun.text("id") + "?action=confirm", Map.of("code", code(secret, 0)));

        assertThat(server.bearerToken(thief, null).status()).isEqualTo(401);
    }

    @Test
    void anAdministratorsSessionHasNoneOfTheirRightsBefore() throws Exception {
        required("administrators");
        String key = server.signIn("admin:" + ADMIN_PASSWORD, FROM).text("jwt");
        Api session = server.session(key, null);

        assertThat(session.get("/accounts").status()).isIn(403, 404, 405);
        assertThat(session.exchange(HttpMethod.GET, "/v1-auth/config", null).status())
                .isEqualTo(403);
        assertThat(session.exchange(HttpMethod.GET, "/v2-beta/auditlogs/export", null)
                        .status())
                .isIn(403, 404, 405);
        assertThat(session.post("/oidcconfig", Map.of("enabled", false)).status())
                .isIn(403, 404, 405);
        assertThat(signIn(person()).body()).as("others are not asked").containsEntry("secondFactorWanted", false);
        assertThat(session.delete("/token/current").status())
                .as("but they can leave")
                .isEqualTo(204);
    }

    @Test
    void passwordsByHttpBasicAreNoWayAroundIt() throws Exception {
        String login = person();
        assertThat(server.basicToken(login + ":" + login + "-password", null).status())
                .isEqualTo(200);

        required("everybody");

        assertThat(server.basicToken(login + ":" + login + "-password", null).status())
                .isEqualTo(401);
        assertThat(server.basicToken(ADMIN_KEY, null).status())
                .as("keys work on")
                .isEqualTo(200);
    }

    @Test
    void whoEndsItsSecondFactorIsLedToAnotherOne() throws Exception {
        String login = person();
        String key = signIn(login).text("jwt");
        Api session = server.session(key, null);
        Answer begun = session.post("/secondfactors", Map.of());
        byte[] secret = Base32.decode(begun.text("secret"));
        String path = "/secondfactors/" + begun.text("id");
        session.post(path + "?action=confirm", Map.of("code", code(secret, 0)));
        required("everybody");

        assertThat(session.post(path + "?action=disable", Map.of("code", code(secret, 1)))
                        .status())
                .isEqualTo(202);

        assertThat(server.session(key, null).get("/projects").status()).isIn(403, 404, 405);
        assertThat(server.session(key, null).post("/secondfactors", Map.of()).status())
                .isEqualTo(201);
    }
}
