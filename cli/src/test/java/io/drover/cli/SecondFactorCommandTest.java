package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.FakeServer.Reply;
import io.drover.cli.settings.Credential;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with a second factor, and setting one up. */
class SecondFactorCommandTest {
    private static final String TOKEN =
            json("{'type':'token','jwt':'opaque','accountId':'1a7','defaultProject':'1a5','secondFactorWanted':false}");
    private static final String OTHERS = json("{'id':'1sf1','type':'secondFactor','accountId':'1a1','state':'active'}");
    private static final String OWN = json("{'id':'1sf7','type':'secondFactor','accountId':'1a7','state':'active'}");
    private static final String BEGUN = json("{'id':'1sf7','type':'secondFactor','accountId':'1a7','state':'inactive',"
            + "'secret':'JBSWY3DP','uri':'otpauth://totp/Drover:jo?secret=JBSWY3DP'}");
    private static final String CONFIRMED =
            json("{'id':'1sf7','type':'secondFactor','state':'active','recoveryCodes':['first','second']}");

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    @BeforeEach
    void teach() {
        server.on("POST /v2-beta/token", request -> answer(request.body()))
                .on(
                        "GET /v2-beta/projects",
                        collection(json("{'id':'1a5','type':'project','name':'Default','state':'active'}")))
                .on("GET /v2-beta/token", collection(TOKEN))
                .on("GET /v2-beta/secondfactors", collection(OTHERS, OWN))
                .on("POST /v2-beta/secondfactors", request -> new Reply(201, BEGUN))
                .on(
                        "POST /v2-beta/secondfactors/1sf7",
                        request -> "confirm".equals(request.query().get("action"))
                                ? new Reply(202, CONFIRMED)
                                : new Reply(202, OWN));
    }

    private static Reply answer(String body) {
        if (!body.contains("jo:password")) {
            return new Reply(401, Wire.error(401, "Unauthorized", "Unauthorized", ""));
        }
        if (!body.contains("secondFactor")) {
            return new Reply(401, Wire.error(401, "SecondFactorRequired", "a code is needed as well", ""));
        }
        return body.contains("\"secondFactor\":\"123456\"")
                ? new Reply(201, TOKEN)
                : new Reply(401, Wire.error(401, "SecondFactorWrong", "the code is wrong", ""));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void loginAsksForTheCodeOnlyWhenTheServerDoes() {
        Drover drover = new Drover(home).answering("jo", "password", "123456");

        var result = drover.run("login", server.url());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(drover.file().read().credential()).isEqualTo(new Credential.Token("opaque"));
    }

    @Test
    void aWrongCodeMayBeTypedAgain() {
        Drover drover = new Drover(home).answering("jo", "password", "999999", "123456");

        var result = drover.run("login", server.url());

        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("that code is wrong");
    }

    @Test
    void withoutAPersonTheCodeIsOnTheSecondLine() {
        assertThat(new Drover(home)
                        .input("password\n123456\n")
                        .run("login", server.url(), "-u", "jo", "--password-stdin")
                        .code())
                .isZero();

        var missing = new Drover(home).input("password\n").run("login", server.url(), "-u", "jo", "--password-stdin");
        var wrong =
                new Drover(home).input("password\n000000\n").run("login", server.url(), "-u", "jo", "--password-stdin");

        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("second line");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("second factor is wrong");
    }

    @Test
    void whoMustSetOneUpDoesSoAtOnceOrIsToldHow() {
        server.on("POST /v2-beta/token", request -> new Reply(201, TOKEN.replace("false", "true")));

        Drover person = new Drover(home).answering("jo", "password", "123456");
        var done = person.run("login", server.url());
        Path nobodysHome = home.resolve("nobody");
        Drover nobody = new Drover(nobodysHome).input("password\n");
        var told = nobody.run("login", server.url(), "-u", "jo", "--password-stdin");

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("otpauth://totp/Drover:jo", "first\nsecond\n", "logged in to");
        assertThat(told.code()).isEqualTo(1);
        assertThat(told.err()).contains("drover second-factor setup");
        assertThat(nobody.file().read().credential()).isEqualTo(new Credential.Token("opaque"));
    }

    @Test
    void setUpShowsTheSecretOnceAndConfirmsIt() {
        Drover drover = Drover.loggedIn(home, server).answering("123456");

        var result = drover.run("second-factor", "setup");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .isEqualTo("otpauth://totp/Drover:jo?secret=JBSWY3DP\nsecret: JBSWY3DP\nfirst\nsecond\n");
        assertThat(server.only("POST", "/v2-beta/secondfactors/1sf7").body()).isEqualTo(json("{'code':'123456'}"));
    }

    @Test
    void onlyOnesOwnIsShownConfirmedAndEnded() {
        Drover drover = Drover.loggedIn(home, server);

        assertThat(drover.run("second-factor").out()).contains("has a second factor");
        assertThat(drover.input("123456\n")
                        .run("second-factor", "disable", "--code-stdin")
                        .out())
                .contains("is gone");
        assertThat(server.only("POST", "/v2-beta/secondfactors/1sf7").query()).containsEntry("action", "disable");
        assertThat(drover.input("").run("second-factor", "confirm").code()).isEqualTo(2);
    }
}
