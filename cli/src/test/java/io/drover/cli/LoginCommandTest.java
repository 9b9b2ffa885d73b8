package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.FakeServer.Reply;
import io.drover.cli.settings.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginCommandTest {
    private static final String DEFAULT = json("{'id':'1a5','type':'project','name':'Default','state':'active'}");
    private static final String TEST = json("{'id':'1a7','type':'project','name':'Test','state':'active'}");

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    @BeforeEach
    void signIn() {
        server.on(
                        "POST /v2-beta/token",
                        request -> request.body().equals(json("{'code':'admin:pass:word'}"))
                                ? new Reply(
                                        201,
                                        json(
                                                "{'type':'token','jwt':'opaque','accountId':'1a1','defaultProject':'1a7'}"))
                                : new Reply(401, Wire.error(401, "Unauthorized", "Unauthorized", "")))
                .on("GET /v2-beta/projects", collection(DEFAULT));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void remembersTokenAndEnvironmentForTheOwnerOnly() throws IOException {
        Drover drover = new Drover(home).input("pass:word\n");
        var result = drover.run("login", server.url() + "/v2-beta/schemas", "--user", "admin", "--password-stdin");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("logged in to " + server.url() + ", environment Default (1a5)\n");
        var remembered = drover.file().read();
        assertThat(remembered.credential()).isEqualTo(new Credential.Token("opaque"));
        assertThat(remembered.environment()).isEqualTo("1a5");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(drover.file().path())))
                .isEqualTo("rw-------");
        assertThat(server.only("POST", "/v2-beta/token").header("authorization"))
                .isEmpty();
    }

    @Test
    void asksWhoIsAtTheTerminalForNamePasswordAndEnvironment() {
        server.on("GET /v2-beta/projects", collection(DEFAULT, TEST));
        Drover drover = new Drover(home).answering("admin", "pass:word", "test");
        assertThat(drover.run("login", server.url()).out()).endsWith("environment Test (1a7)\n");
    }

    @Test
    void takesTheServersSuggestionWhenNobodyCanBeAsked() {
        server.on("GET /v2-beta/projects", collection(DEFAULT, TEST));
        Drover drover = new Drover(home).input("pass:word");
        var result = drover.run("login", server.url(), "--user", "admin", "--password-stdin");
        assertThat(result.out()).endsWith("environment Test (1a7)\n");
    }

    @Test
    void aWrongPasswordLeavesNoFile() {
        Drover drover = new Drover(home).input("wrong\n");
        var result = drover.run("login", server.url(), "--user", "admin", "--password-stdin");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("drover: " + server.url() + " does not accept this name and password for 'admin'\n");
        assertThat(drover.file().path()).doesNotExist();
    }

    @Test
    void anApiKeyIsTriedAndRemembered() {
        Drover drover = new Drover(home).variable("DROVER_ACCESS_KEY", "key").variable("DROVER_SECRET_KEY", "secret");
        assertThat(drover.run("login", server.url()).code()).isZero();
        assertThat(drover.file().read().credential()).isEqualTo(new Credential.KeyPair("key", "secret"));
    }

    @Test
    void logoutEndsTheSessionAndKeepsTheAddress() {
        server.on("DELETE /v2-beta/token/current", request -> new Reply(204, ""));
        Drover drover = Drover.loggedIn(home, server);
        assertThat(drover.run("logout").out()).isEqualTo("logged out\n");
        assertThat(drover.file().read().credential()).isNull();
        assertThat(server.only("DELETE", "/v2-beta/token/current").header("authorization"))
                .isEqualTo("Bearer token-1");
        server.on("GET /v2-beta/projects/1a5/stacks", collection());
        assertThat(drover.run("stacks").code()).isZero();
        assertThat(server.only("GET", "/v2-beta/projects/1a5/stacks").headers()).doesNotContainKey("authorization");
    }

    @Test
    void environmentsAreListedMadeUsedAndRemoved() {
        server.on("GET /v2-beta/projects", collection(DEFAULT, TEST))
                .on("POST /v2-beta/projects", request -> new Reply(201, TEST))
                .on("DELETE /v2-beta/projects/1a7", TEST);
        Drover drover = Drover.loggedIn(home, server);
        assertThat(drover.run("env").out()).isEqualTo("""
                ID    NAME      STATE    IN USE   CREATED
                1a5   Default   active   *
                1a7   Test      active
                """);
        assertThat(drover.run("env", "create", "Test").out()).startsWith("environment Test (1a7) created");
        assertThat(drover.run("env", "use", "test").out()).isEqualTo("working in environment Test (1a7)\n");
        assertThat(drover.file().read().environment()).isEqualTo("1a7");
        assertThat(drover.run("env", "rm", "1a7").code()).isZero();
        assertThat(drover.run("env", "use", "Nowhere").err())
                .isEqualTo("drover: there is no environment 'Nowhere' among yours: Default (1a5), Test (1a7)\n");
    }
}
