package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;
import org.springframework.util.MultiValueMap;

/** Signing in with a local password, wrongly and rightly, and what is written down of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    private IdentityServer server;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(DATABASE, "mariadb", IdentityServer.folder());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void signsInAndOut() {
        Answer token = server.signIn("admin:" + ADMIN_PASSWORD, "192.0.2.1");

        assertThat(token.status()).isEqualTo(201);
        assertThat(token.text("jwt")).hasSize(40);
        assertThat(token.body())
                .containsEntry("type", "token")
                .containsEntry("accountId", "1a1")
                .containsEntry("user", "admin")
                .containsEntry("userType", "admin")
                .containsEntry("defaultProject", "1a5");
        assertThat(token.map("userIdentity")).containsEntry("id", "rancher_id:1a1");

        Api session = server.session(token.text("jwt"), null);
        assertThat(session.get("/token").data())
                .singleElement()
                .satisfies(current ->
                        assertThat(current).containsEntry("user", "admin").containsEntry("security", true));
        assertThat(session.delete("/token/current").status()).isEqualTo(204);
        assertThat(server.bearerToken(token.text("jwt"), null).status()).isEqualTo(401);
    }

    @Test
    void whoHasNotSignedInSeesHowTo() {
        Answer nobody = server.exchange(HttpMethod.GET, "/v2-beta/token", Map.of(), null);

        assertThat(nobody.data())
                .singleElement()
                .satisfies(token -> assertThat(token)
                        .containsEntry("security", true)
                        .containsEntry("authProvider", "localAuthConfig")
                        .containsEntry("jwt", null)
                        .doesNotContainKey("user"));
        assertThat(server.exchange(HttpMethod.GET, "/v2-beta/projects", Map.of(), null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void everySignInIsAuditedWithItsReason() {
        server.signIn("nobody:secret word", "192.0.2.77");
        server.signIn("admin:not the password", "192.0.2.77");
        server.signIn("admin:" + ADMIN_PASSWORD, "192.0.2.77");

        Answer rows = server.admin().get("/auditlogs?clientIp=192.0.2.77&resourceType=token");
        assertThat(rows.data())
                .extracting("authenticatedAsIdentityId", "responseCode", "description")
                .containsExactly(
                        tuple("admin", 201, "signed in"),
                        tuple("admin", 401, "sign-in refused: wrong password"),
                        tuple("nobody", 401, "sign-in refused: no such user"));
        assertThat(rows.body().toString()).doesNotContain("secret word").doesNotContain("not the password");
    }

    @Test
    void guessingIsThrottledForTheGuesserOnly() {
        for (int i = 0; i < 5; i++) {
            assertThat(server.signIn("admin:guess" + i, "198.51.100.66").status())
                    .isEqualTo(401);
        }

        Answer throttled = server.signIn("admin:guess", "198.51.100.66");
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(throttled.body().toString()).contains("wait").contains("admin");
        assertThat(server.signIn("admin:" + ADMIN_PASSWORD, "198.51.100.67").status())
                .isEqualTo(201);
    }

    @Test
    void signInTakesAForm() {
        Answer form = server.exchange(
                HttpMethod.POST,
                "/v2-beta/token",
                Map.of(),
                MultiValueMap.fromSingleValue(Map.of("code", "admin:" + ADMIN_PASSWORD)));

        assertThat(form.status()).as(form.body().toString()).isEqualTo(201);
        assertThat(form.body().get("jwt")).isNotNull();
    }

    @Test
    void signInWantsACode() {
        Answer none = server.exchange(HttpMethod.POST, "/v2-beta/token", Map.of(), Map.of());
        Answer odd = server.signIn("no colon", "192.0.2.9");

        assertThat(none.status()).isEqualTo(422);
        assertThat(none.body()).containsEntry("fieldName", "code");
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.body()).containsEntry("code", "codeInvalid");
    }
}
