package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationCommandsTest {
    private static final String HOST = """
            {'id':'api.host','type':'activeSetting','name':'api.host','value':'http://a','activeValue':'http://a',
             'inDb':true,'source':'Database','description':'address of the server','accepted':'an address; or nothing'}""";
    private static final String OVERRULED = """
            {'id':'ui.pl','type':'activeSetting','name':'ui.pl','value':'ours','activeValue':'theirs',
             'inDb':true,'source':'Environment Variables','description':'label','accepted':'a text'}""";

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
    void listsWhatHoldsAndWhereItComesFrom() {
        server.on("GET /v2-beta/settings", collection(json(HOST), json(OVERRULED)));
        assertThat(run("settings").out()).isEqualTo("""
                NAME       VALUE      SOURCE                  DESCRIPTION
                api.host   http://a   Database                address of the server
                ui.pl      theirs     Environment Variables   label
                """);
        assertThat(run("settings", "--format", "json").out()).contains("\"activeValue\"");
        assertThat(run("settings", "-q").out()).isEqualTo("api.host\nui.pl\n");
    }

    @Test
    void oneIsShownWithWhatItAcceptsAndWhatTheDatabaseHas() {
        server.on("GET /v2-beta/settings/ui.pl", json(OVERRULED));
        assertThat(run("settings", "ui.pl").out()).isEqualTo("""
                NAME              ui.pl
                value             theirs
                source            Environment Variables
                in the database   ours
                accepted          a text
                what it is        label
                """);
        var missing = run("settings", "no.such");
        assertThat(missing.code()).isOne();
        assertThat(missing.err()).contains("there is no setting 'no.such'");
    }

    @Test
    void setsAndSaysWhatHoldsThen() {
        server.on("POST /v2-beta/settings", json(HOST));
        assertThat(run("settings", "set", "api.host=http://a").out()).isEqualTo("api.host is 'http://a' now\n");
        assertThat(server.only("POST", "/v2-beta/settings").body())
                .contains("\"name\":\"api.host\"")
                .contains("\"value\":\"http://a\"");

        var wrong = run("settings", "set", "api.host");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("'api.host' is not NAME=VALUE");
    }

    @Test
    void saysWhenSomethingElseWins() {
        server.on("POST /v2-beta/settings", json(OVERRULED));
        assertThat(run("settings", "set", "ui.pl=ours").out())
                .isEqualTo("ui.pl is 'ours' in the database, but 'theirs' holds: it comes from Environment Variables,"
                        + " which wins\n");
    }

    @Test
    void resetsToWhatHoldsWithoutTheDatabase() {
        server.on(
                "GET /v2-beta/settings/api.host",
                json(HOST.replace("'inDb':true", "'inDb':false").replace("Database", "Code Packaged Defaults")));
        server.on("DELETE /v2-beta/settings/api.host", json(HOST));
        assertThat(run("settings", "reset", "api.host").out())
                .isEqualTo("api.host is 'http://a' again, from Code Packaged Defaults\n");
    }

    @Test
    void showsAndRotatesSigningKeys() {
        String key = """
                {'id':'1sk2','type':'signingKey','name':'drover-2','state':'published',
                 'signsFrom':'2026-01-31T12:00:30Z','retires':null}""";
        server.on("GET /v2-beta/signingkeys", collection(json(key)));
        assertThat(run("signing-keys").out()).isEqualTo("""
                NAME       STATE       SIGNS FROM             RETIRES
                drover-2   published   2026-01-31T12:00:30Z
                """);
        server.on("POST /v2-beta/signingkeys", json(key));
        assertThat(run("signing-keys", "rotate").out())
                .startsWith("drover-2 is published and signs from 2026-01-31T12:00:30Z");
    }
}
