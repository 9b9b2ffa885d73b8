package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gives, changes and takes away passwords, and what ends with one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordsIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    private static final String FROM = "192.0.2.30";

    private IdentityServer server;
    private Api admin;
    private int people;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(DATABASE, "mariadb", IdentityServer.folder());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Somebody who signed in with a password. */
    private record Person(String account, String login, String password, String path, String session) {}

    private Person person() {
        String login = "person" + ++people;
        String account = admin.post("/accounts", Map.of("name", login)).text("id");
        Answer password = give(account, login);
        String session = signIn(login).text("jwt");
        return new Person(account, login, login + "-password", "/passwords/" + password.text("id"), session);
    }

    private Answer give(String account, String login) {
        return admin.post(
                "/passwords", Map.of("accountId", account, "publicValue", login, "secretValue", login + "-password"));
    }

    private Answer signIn(String login) {
        return server.signIn(login + ":" + login + "-password", FROM);
    }

    @Test
    void namesThatDifferInAnAccentAreDifferentNames() {
        Person other = person();
        assertThat(give(other.account, "muller").status()).isEqualTo(201);

        assertThat(server.signIn("müller:muller-password", FROM).status()).isEqualTo(401);
        assertThat(give(other.account, "müller").status()).isEqualTo(201);
        assertThat(give(other.account, "MÜLLER").status()).isEqualTo(422);
        assertThat(signIn("müller").status()).isEqualTo(201);
    }

    @Test
    void whoGuessesThePresentPasswordHasToWait() {
        Person jo = person();
        Api own = server.session(jo.session, null);
        String path = jo.path + "?action=changesecret";
        for (int i = 0; i < 5; i++) {
            assertThat(own.post(path, Map.of("oldSecret", "wrong one", "newSecret", "a new password"))
                            .body())
                    .containsEntry("code", "InvalidOldPassword");
        }

        assertThat(own.post(path, Map.of("oldSecret", jo.password, "newSecret", "a new password"))
                        .status())
                .isEqualTo(429);
        assertThat(signIn(jo.login).status()).as("who does not guess").isEqualTo(201);
    }

    @Test
    void whatAPasswordOpenedEndsWithIt() {
        for (String how : new String[] {"remove", "deactivate"}) {
            Person jo = person();
            assertThat(server.bearerToken(jo.session, null).status()).isEqualTo(200);

            assertThat(admin.post(jo.path + "?action=" + how, Map.of()).status())
                    .isIn(200, 202);

            assertThat(server.bearerToken(jo.session, null).status()).as(how).isEqualTo(401);
        }
    }

    @Test
    void anAdministratorCanStillSignIn() {
        String path = "/passwords/"
                + admin.get("/passwords?publicValue=admin").data().getFirst().get("id");

        assertThat(admin.post(path + "?action=deactivate", Map.of()).body()).containsEntry("code", "LastAdminAccount");
        assertThat(admin.delete(path).body()).containsEntry("code", "LastAdminAccount");
        assertThat(server.signIn("admin:" + ADMIN_PASSWORD, FROM).status()).isEqualTo(201);

        String second = admin.post("/accounts", Map.of("name", "second", "kind", "admin"))
                .text("id");
        assertThat(give(second, "second").status()).isEqualTo(201);
        assertThat(admin.post(path + "?action=deactivate", Map.of()).status()).isEqualTo(202);
        assertThat(admin.post(path + "?action=activate", Map.of()).status()).isEqualTo(202);
    }
}
