package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.error;
import static io.drover.cli.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.audit.SignedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandsTest {
    private static final String EXPORT = "GET /v2-beta/auditlogs/export";

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Drover.Result run(String... arguments) {
        return Drover.loggedIn(home, server).run(arguments);
    }

    @Test
    void listsOneEnvironmentNewestFirst() {
        server.on("GET /v2-beta/projects/1a5/auditlogs", collection(json("""
                {'id':'1al2','type':'auditLog','created':'2026-01-31T12:00:00Z','eventType':'api.stack.create',
                 'authenticatedAsAccountId':'1a1','authenticatedAsIdentityId':'admin','resourceId':'1st1',
                 'responseCode':201,'clientIp':'192.0.2.1','description':'POST /v2-beta/stacks'}""")));
        var result = run("audit", "list", "--event", "api.stack.%", "--who", "1a1", "-n", "5");
        assertThat(result.out()).isEqualTo("""
                ID     TIME                   EVENT              WHO           RESOURCE   CODE   ADDRESS     DESCRIPTION
                1al2   2026-01-31T12:00:00Z   api.stack.create   admin (1a1)   1st1       201    192.0.2.1   POST /v2-beta/stacks
                """);
        assertThat(server.only("GET", "/v2-beta/projects/1a5/auditlogs").query())
                .containsEntry("eventType_like", "api.stack.%")
                .containsEntry("authenticatedAsAccountId", "1a1")
                .containsEntry("sort", "id")
                .containsEntry("order", "desc")
                .containsEntry("limit", "5");
    }

    private void recorded() {
        server.on("GET /v2-beta/projects/1a5/auditlogs/1al4", json("""
                {'id':'1al4','type':'auditLog','eventType':'shell.begin','resourceId':'1i3',
                 'requestObject':'{\\"shell\\":\\"s1\\"}'}"""));
        server.on(
                "GET /v2-beta/projects/1a5/auditlogs",
                collection(
                        part("1al5", "s1", "[[0.0,\\\"r\\\",\\\"120x40\\\"],[0.5,\\\"o\\\",\\\"$ \\\"]]"),
                        part("1al6", "other", "[[0.1,\\\"o\\\",\\\"of somebody else\\\"]]"),
                        part("1al7", "s1", "[[1.5,\\\"i\\\",\\\"l\\\"],[1.6,\\\"o\\\",\\\"ls\\\"]]")));
    }

    private static String part(String id, String shell, String frames) {
        return json("""
                {'id':'%s','type':'auditLog','created':'2026-01-31T12:00:00Z','eventType':'shell.record','resourceId':'1i3',
                 'requestObject':'{\\"shell\\":\\"%s\\"}','responseObject':'{\\"frames\\":%s}'}""".formatted(id, shell, frames));
    }

    @Test
    void aRecordedShellIsWrittenForPlayersOfTerminals() {
        recorded();
        var result = run("audit", "shell", "1al4");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("""
                {"version":2,"width":120,"height":40,"timestamp":1769860800,"title":"shell in 1i3"}
                [0.0,"r","120x40"]
                [0.5,"o","$ "]
                [1.5,"i","l"]
                [1.6,"o","ls"]
                """);
        assertThat(server.only("GET", "/v2-beta/projects/1a5/auditlogs").query())
                .containsEntry("eventType", "shell.record")
                .containsEntry("resourceId", "1i3");
    }

    @Test
    void aRecordedShellCanBeReadAsText() throws IOException {
        recorded();
        Path file = home.resolve("shell.txt");
        assertThat(run("audit", "shell", "1al4", "--text", "-o", file.toString())
                        .code())
                .isZero();
        assertThat(Files.readString(file)).isEqualTo("$ ls");
    }

    @Test
    void whatIsNoRecordedShellIsSaidToBeNone() {
        server.on("GET /v2-beta/projects/1a5/auditlogs/1al8", json("""
                {'id':'1al8','type':'auditLog','eventType':'api.stack.create'}"""));
        assertThat(run("audit", "shell", "1al8").err())
                .contains("1al8 is the row of 'api.stack.create', not of a shell");
        recorded();
        server.on("GET /v2-beta/projects/1a5/auditlogs", collection());
        assertThat(run("audit", "shell", "1al4").err())
                .contains("nothing was recorded of this shell")
                .contains("settings set audit_log.shell.recording=output");
    }

    @Test
    void allAreAskedForOutsideTheEnvironment() {
        server.on("GET /v2-beta/auditlogs", collection());
        assertThat(run("audit", "list", "--all", "-q").code()).isZero();
    }

    @Test
    void exportsToAFileAsItComes() throws IOException {
        server.on("GET /v2-beta/projects/1a5/auditlogs/export", "sequence,id\r\n1,1al1\r\n");
        Path file = home.resolve("audit.csv");
        var result = run("audit", "export", "--csv", "--since", "1767225600", "-o", file.toString());
        assertThat(result.code()).isZero();
        assertThat(Files.readString(file)).isEqualTo("sequence,id\r\n1,1al1\r\n");
        assertThat(server.only("GET", "/v2-beta/projects/1a5/auditlogs/export").query())
                .containsEntry("format", "csv")
                .containsEntry("created_gte", "1767225600000");
    }

    @Test
    void aWholeLogIsSaidToBeWholeFromTheServerAndFromAFile() throws IOException {
        String log = SignedLog.of(3).text();
        server.on(EXPORT, log);
        var result = run("audit", "verify");
        assertThat(result.out()).isEqualTo("the audit log is whole: 3 rows, 1 to 3; no row is signed yet\n");
        assertThat(result.code()).isZero();

        Path file = Files.writeString(home.resolve("audit.jsonl"), log);
        assertThat(new Drover(home.resolve("elsewhere")).run("audit", "verify", "--file", file.toString()))
                .isEqualTo(result);
    }

    @Test
    void theSampleThatAServerWroteIsWhole() {
        var result = new Drover(home).run("audit", "verify", "--file", "../docs/samples/audit.jsonl");
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .isEqualTo("the audit log is whole: 2 rows, 2 to 3; signed up to row 2, 1 newer is not yet;"
                        + " row 1 was purged, which is signed\n");
    }

    @Test
    void aBrokenLogFailsAndNamesTheRow() {
        server.on(EXPORT, SignedLog.of(3).text().replace("api.stack.create2", "api.stack.delete2"));
        var result = run("audit", "verify");
        assertThat(result.err())
                .isEqualTo(
                        "drover: the audit log is not whole: row 2 was changed: its content does not give its hash\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void whatWasKeptNoticesAMissingEnd() {
        String keep = home.resolve("seen.json").toString();
        SignedLog log = SignedLog.of(3);
        server.on(EXPORT, log.text());
        assertThat(run("audit", "verify", "--keep", keep).code()).isZero();

        SignedLog truncated = SignedLog.of(2);
        server.on(EXPORT, truncated.text());
        var result = run("audit", "verify", "--keep", keep);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("key 1 of the log is another one than at the last verification");
    }

    @Test
    void refusalsAndMissingFilesAreSentences() {
        server.on(EXPORT, _ -> new FakeServer.Reply(403, error(403, "Forbidden", "Forbidden", "")));
        assertThat(run("audit", "verify").code()).isEqualTo(1);
        assertThat(run("audit", "verify", "--file", "/nowhere/at/all").err())
                .isEqualTo("drover: --file: there is no file /nowhere/at/all\n");
        assertThat(run("audit", "verify", "now").code()).isEqualTo(2);
    }

    @Test
    void aCheckpointIsSignedOnDemand() {
        server.on(
                "POST /v2-beta/auditlogs/checkpoints",
                json("{'type':'auditCheckpoint','sequence':7,'hash':'ab','signature':'s'}"));
        assertThat(run("audit", "checkpoint").out()).isEqualTo("row 7 of the audit log is signed; its hash is ab\n");
    }
}
