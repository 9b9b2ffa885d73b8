package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.container;
import static io.drover.cli.Wire.json;
import static io.drover.cli.Wire.service;
import static io.drover.cli.Wire.stack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.drover.cli.FakeServer.Reply;
import io.drover.cli.json.Json;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeCommandsTest {
    private static final String BASE = "/v2-beta/projects/1a5/";

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    @BeforeEach
    void web() {
        String links = ",'links':{'self':'" + server.url() + BASE + "services/1s1'},'actions':{'restart':'"
                + server.url() + BASE + "services/1s1?action=restart','deactivate':'" + server.url() + BASE
                + "services/1s1?action=deactivate'}";
        server.on(
                        "GET " + BASE + "services",
                        request -> Reply.ok(
                                "web".equals(request.query().get("name"))
                                        ? collection(service("1s1", "web", "active", links))
                                        : collection()))
                .on("GET " + BASE + "services/1s1", service("1s1", "web", "active", links))
                .on("GET " + BASE + "stacks", collection())
                .on("GET " + BASE + "hosts", collection())
                .on("GET " + BASE + "containers", collection());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void scaleWaitsUntilAsManyAreThere() throws JsonProcessingException {
        server.on(
                        "PUT " + BASE + "services/1s1",
                        service("1s1", "web", "updating-active", ",'transitioning':'yes','scale':4,'currentScale':2"))
                .on("GET " + BASE + "services/1s1", service("1s1", "web", "active", ",'scale':4,'currentScale':3"))
                .onSocket(BASE + "subscribe", session -> {
                    session.send(json("{'name':'resource.change','data':{'resource':"
                            + service("1s1", "web", "active", ",'scale':4,'currentScale':4") + "}}"));
                    session.receive();
                });
        var result = Drover.loggedIn(home, server).run("scale", "web=4");
        assertThat(result.err()).isEqualTo("service web: healthy\n");
        assertThat(result.out()).isEqualTo("service web scaled to 4\n");
        assertThat(Json.parse(server.only("PUT", BASE + "services/1s1").body())
                        .get("scale")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void scaleOfAnUnknownServiceChangesNothing() {
        var result = Drover.loggedIn(home, server).run("scale", "web=4", "wbe=2");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("there is no service named 'wbe' in this environment");
        assertThat(server.requests()).noneMatch(request -> request.method().equals("PUT"));
    }

    @Test
    void restartGivesTheServersStrategy() throws JsonProcessingException {
        server.on("POST " + BASE + "services/1s1", request -> new Reply(202, service("1s1", "web", "restarting", "")));
        var result = Drover.loggedIn(home, server).run("restart", "web", "--batch-size", "2");
        assertThat(result.out()).isEqualTo("service web restarted\n");
        var request = server.only("POST", BASE + "services/1s1");
        assertThat(request.query()).containsEntry("action", "restart");
        assertThat(Json.parse(request.body())
                        .at("/rollingRestartStrategy/batchSize")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void startOfWhatRunsIsDoneAlready() {
        var result = Drover.loggedIn(home, server).run("start", "web");
        assertThat(result.code()).isZero();
        assertThat(server.requests()).noneMatch(request -> request.method().equals("POST"));
    }

    @Test
    void stopUsesTheFirstActionOffered() {
        server.on(
                "POST " + BASE + "services/1s1", request -> new Reply(202, service("1s1", "web", "deactivating", "")));
        assertThat(Drover.loggedIn(home, server).run("stop", "web", "-d").code())
                .isZero();
        assertThat(server.only("POST", BASE + "services/1s1").query()).containsEntry("action", "deactivate");
    }

    @Test
    void rmWaitsUntilItIsGone() {
        AtomicBoolean removed = new AtomicBoolean();
        server.on("DELETE " + BASE + "services/1s1", request -> {
                    removed.set(true);
                    return Reply.ok(service("1s1", "web", "removing", ""));
                })
                .on(
                        "GET " + BASE + "services/1s1",
                        request -> Reply.ok(service("1s1", "web", removed.get() ? "removed" : "active", "")));
        var result = Drover.loggedIn(home, server).run("rm", "web");
        assertThat(result.out()).isEqualTo("service web removed\n");
        assertThat(removed).isTrue();
    }

    @Test
    void rmAsksThePersonAtTheTerminal() {
        var result = Drover.loggedIn(home, server).answering("n").run("rm", "web");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("drover: nothing was removed\n");
        assertThat(server.requests()).noneMatch(request -> request.method().equals("DELETE"));
    }

    @Test
    void rmForcedDoesNotMindWhatIsNotThere() {
        assertThat(Drover.loggedIn(home, server).run("rm", "-f", "nothing").code())
                .isZero();
        assertThat(Drover.loggedIn(home, server).run("rm", "nothing").code()).isEqualTo(1);
    }

    @Test
    void rmRetriesAConflict() {
        AtomicBoolean asked = new AtomicBoolean();
        server.on(
                "DELETE " + BASE + "services/1s1",
                request -> asked.getAndSet(true)
                        ? Reply.ok(service("1s1", "web", "removing", ""))
                        : new Reply(409, Wire.error(409, "Conflict", "Conflict", "")));
        assertThat(Drover.loggedIn(home, server).run("rm", "-d", "web").code()).isZero();
    }

    @Test
    void waitEndsInTheStateAskedFor() {
        assertThat(Drover.loggedIn(home, server)
                        .run("wait", "web", "--state", "healthy")
                        .code())
                .isZero();
        var result = Drover.loggedIn(home, server).run("wait", "web", "--state", "inactive", "--timeout", "0");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("not done after 0 s: service web is healthy");
    }

    @Test
    void hostsAddShowsBothLines() {
        server.on("POST " + BASE + "registrationtokens", request -> new Reply(201, json("{'id':'1c7'}")))
                .on(
                        "GET " + BASE + "registrationtokens/1c7",
                        json(
                                "{'id':'1c7','token':'a:1:b','command':'sudo docker run drover/agent http://x/v1/scripts/a:1:b'}"));
        var result = Drover.loggedIn(home, server).run("hosts", "add");
        assertThat(result.out())
                .isEqualTo("sudo docker run drover/agent http://x/v1/scripts/a:1:b\ndrover agent --server "
                        + server.url() + " --token a:1:b --data /var/lib/drover-agent\n");
    }

    @Test
    void hostsDeactivateUsesTheAction() {
        server.on(
                        "GET " + BASE + "hosts",
                        collection(json("{'id':'1h1','type':'host','hostname':'h1','state':'active',"
                                + "'actions':{'deactivate':'" + server.url() + BASE
                                + "hosts/1h1?action=deactivate'}}")))
                .on("POST " + BASE + "hosts/1h1", json("{'id':'1h1','hostname':'h1','state':'deactivating'}"));
        assertThat(Drover.loggedIn(home, server)
                        .run("hosts", "deactivate", "h1")
                        .out())
                .isEqualTo("host h1 deactivated\n");
        assertThat(Drover.loggedIn(home, server).run("hosts", "activate", "h1").err())
                .contains("cannot activate host h1: it is active");
    }

    @Test
    void aNameOfSeveralThingsListsThem() {
        server.on(
                        "GET " + BASE + "services",
                        collection(service("1s1", "web", "active", ""), service("1s2", "web", "active", "")))
                .on(
                        "GET " + BASE + "stacks",
                        request -> Reply.ok(
                                request.query().containsKey("name")
                                        ? collection()
                                        : collection(stack("1st1", "hello", ""))))
                .on("GET " + BASE + "containers", collection(container("1i9", "web", "running", "")));
        assertThat(Drover.loggedIn(home, server).run("stop", "web").err())
                .isEqualTo(
                        "drover: 'web' can mean service hello/web (1s1), service hello/web (1s2), container web (1i9):"
                                + " write the id of the one you mean\n");
    }
}
