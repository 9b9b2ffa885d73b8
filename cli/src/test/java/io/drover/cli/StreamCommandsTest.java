package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.container;
import static io.drover.cli.Wire.json;
import static io.drover.cli.Wire.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.drover.cli.FakeServer.Reply;
import io.drover.cli.json.Json;
import io.drover.cli.terminal.Terminal.Attached;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamCommandsTest {
    private static final String BASE = "/v2-beta/projects/1a5/";

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    @BeforeEach
    void web() {
        String one = container("1i1", "hello-web-1", "running", actions("1i1"));
        String two = container("1i2", "hello-web-2", "running", actions("1i2"));
        server.on("GET " + BASE + "containers/1i1", one)
                .on("GET " + BASE + "containers", collection())
                .on("GET " + BASE + "services", collection(service("1s1", "web", "active", "")))
                .on("GET " + BASE + "services/1s1/instances", collection(two, one))
                .on(
                        "POST " + BASE + "containers/1i1",
                        request -> access(request.query().getOrDefault("action", ""), "1"))
                .on(
                        "POST " + BASE + "containers/1i2",
                        request -> access(request.query().getOrDefault("action", ""), "2"));
    }

    private String actions(String id) {
        String address = server.url() + BASE + "containers/" + id;
        return ",'actions':{'logs':'" + address + "?action=logs','execute':'" + address + "?action=execute'},"
                + "'links':{'containerStats':'" + address + "/containerstats'}";
    }

    private Reply access(String action, String token) {
        return Reply.ok(json("{'type':'hostAccess','url':'" + server.webSocketUrl() + "/v1/" + action
                + "/','token':'ticket-" + token + "'}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void logsKeepTheStreamsApartAndSendTheTicketOnly() throws JsonProcessingException {
        server.onSocket("/v1/logs/", session -> {
            session.send("01 first\nsecond\n");
            session.send("02 trouble");
            session.close(1000, "");
        });
        var result = Drover.loggedIn(home, server).run("logs", "1i1", "--tail", "5", "-t");
        assertThat(result.out()).isEqualTo("first\nsecond\n");
        assertThat(result.err()).isEqualTo("trouble\n");
        assertThat(Json.parse(server.only("POST", BASE + "containers/1i1").body()))
                .isEqualTo(Json.parse(json("{'follow':false,'lines':5,'timestamps':true,'since':''}")));
        var socket = server.only("GET", "/v1/logs/");
        assertThat(socket.query()).containsEntry("token", "ticket-1");
        assertThat(socket.header("authorization")).isEmpty();
    }

    @Test
    void logsOfAServiceNameTheContainerOfEachLine() {
        server.onSocket("/v1/logs/", session -> {
            session.send("01 from " + session.request().query().get("token"));
            session.close(1000, "");
        });
        assertThat(Drover.loggedIn(home, server).run("logs", "web").out()).isEqualTo("""
                hello-web-1 | from ticket-1
                hello-web-2 | from ticket-2
                """);
    }

    @Test
    void aFollowedServiceGoesOnWithItsNextContainers() throws JsonProcessingException {
        AtomicBoolean scaled = new AtomicBoolean();
        AtomicBoolean removed = new AtomicBoolean();
        CountDownLatch firstOpen = new CountDownLatch(1);
        server.on(
                        "GET " + BASE + "services/1s1",
                        request -> Reply.ok(service("1s1", "web", removed.get() ? "removed" : "active", "")))
                .on(
                        "GET " + BASE + "services/1s1/instances",
                        request -> Reply.ok(
                                scaled.get()
                                        ? collection(
                                                container("1i1", "hello-web-1", "running", actions("1i1")),
                                                container("1i2", "hello-web-2", "running", actions("1i2")))
                                        : collection(container("1i1", "hello-web-1", "running", actions("1i1")))))
                .onSocket("/v1/logs/", session -> {
                    String ticket = session.request().query().getOrDefault("token", "");
                    session.send("01 from " + ticket);
                    firstOpen.countDown();
                    removed.set(ticket.equals("ticket-2"));
                    session.receive();
                })
                .onSocket(BASE + "subscribe", session -> {
                    await(firstOpen);
                    scaled.set(true);
                    session.send(json("{'name':'resource.change','resourceType':'container'}"));
                    session.receive();
                });
        var result = Drover.loggedIn(home, server).run("logs", "-f", "web", "--tail", "3");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("hello-web-1 | from ticket-1\nhello-web-2 | from ticket-2\n");
        assertThat(Json.parse(server.only("POST", BASE + "containers/1i1").body())
                        .get("lines")
                        .asInt())
                .isEqualTo(3);
        assertThat(Json.parse(server.only("POST", BASE + "containers/1i2").body())
                        .get("lines")
                        .asInt())
                .isEqualTo(-1);
    }

    private static String entry(int number, String level, boolean detail, String event, String description) {
        return json("{'id':'1sl" + number + "','type':'serviceLog','created':'2026-01-31T12:00:0" + number
                + "Z','level':'" + level + "','subLog':" + detail + ",'eventType':'" + event
                + "','serviceId':'1s1','description':'"
                + description + "'}");
    }

    @Test
    void whatBecameOfAServiceIsToldOldestFirst() {
        server.on(
                "GET " + BASE + "servicelogs",
                collection(
                        entry(3, "error", false, "service.update.exception", "web-2 on h1: image a was not found"),
                        entry(2, "info", true, "service.instance.create", "Creating web-2 on h1: scale is 2"),
                        entry(1, "info", false, "service.update", "Updated: scale is 2 (was 1)")));
        var result = Drover.loggedIn(home, server).run("logs", "--service", "web", "--tail", "7", "--sub-log");
        assertThat(result.out()).isEqualTo("""
                TIME                   LEVEL   EVENT                       DESCRIPTION
                2026-01-31T12:00:01Z   info    service.update              Updated: scale is 2 (was 1)
                2026-01-31T12:00:02Z   info    - service.instance.create   Creating web-2 on h1: scale is 2
                2026-01-31T12:00:03Z   error   service.update.exception    web-2 on h1: image a was not found
                """);
        assertThat(server.only("GET", BASE + "servicelogs").query())
                .containsEntry("serviceId", "1s1")
                .containsEntry("sort", "id")
                .containsEntry("order", "desc")
                .containsEntry("limit", "7")
                .doesNotContainKey("subLog");
    }

    @Test
    void whatBecameOfAServiceIsToldWithoutDetailsUnlessAsked() {
        server.on("GET " + BASE + "servicelogs", collection());
        Drover.loggedIn(home, server).run("logs", "-s", "web", "--since", "2026-01-31T12:00:00Z");
        assertThat(server.only("GET", BASE + "servicelogs").query())
                .containsEntry("subLog", "0")
                .containsEntry("limit", "100")
                .containsEntry("created_gte", "2026-01-31T12:00:00Z");
    }

    @Test
    void aFollowedLogOfAServiceEndsWithItsLastWords() {
        AtomicBoolean removed = new AtomicBoolean();
        server.on(
                        "GET " + BASE + "services/1s1",
                        request -> Reply.ok(service("1s1", "web", removed.get() ? "removed" : "active", "")))
                .on(
                        "GET " + BASE + "servicelogs",
                        request -> Reply.ok(
                                removed.get()
                                        ? collection(
                                                entry(1, "info", false, "service.activate", "Created and activated"),
                                                entry(2, "info", false, "service.remove", "Its removal was asked for"))
                                        : collection(
                                                entry(1, "info", false, "service.activate", "Created and activated"))))
                .onSocket(BASE + "subscribe", session -> {
                    removed.set(true);
                    session.send(json("{'name':'resource.change','resourceType':'serviceLog'}"));
                    session.receive();
                });
        assertThat(Drover.loggedIn(home, server).run("logs", "-f", "-s", "web").out())
                .isEqualTo("""
                2026-01-31T12:00:01Z   info    service.activate               Created and activated
                2026-01-31T12:00:02Z   info    service.remove                 Its removal was asked for
                """);
    }

    @Test
    void detailsWithoutTheLogOfAServiceAreRefused() {
        assertThat(Drover.loggedIn(home, server).run("logs", "web", "--sub-log").err())
                .isEqualTo("drover: --sub-log belongs to --service\n");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void logsThatAreCutOffFail() {
        server.onSocket("/v1/logs/", session -> session.close(1011, "the host is not connected"));
        var result = Drover.loggedIn(home, server).run("logs", "-f", "1i1");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("drover: the log of hello-web-1 was cut off: the host is not connected\n");
    }

    @Test
    void execPassesInputOnAndAnswersTheExitCode() throws JsonProcessingException {
        List<String> received = new CopyOnWriteArrayList<>();
        server.onSocket("/v1/execute/", session -> {
            String frame = session.receive().orElse("");
            while (!frame.isEmpty()) {
                received.add(frame);
                session.send(frame);
                frame = session.receive().orElse("");
            }
            session.close(1000, "exit=3");
        });
        var result = Drover.loggedIn(home, server).input("hello\n").run("exec", "-i", "1i1", "cat", "-n", "@file");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.code()).isEqualTo(3);
        assertThat(received)
                .containsExactly(Base64.getEncoder().encodeToString("hello\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(Json.parse(server.only("POST", BASE + "containers/1i1").body()))
                .isEqualTo(Json.parse(json(
                        "{'attachStdin':true,'attachStdout':true,'tty':false," + "'command':['cat','-n','@file']}")));
    }

    @Test
    void execInAServiceTakesItsFirstRunningContainer() {
        server.onSocket("/v1/execute/", session -> session.close(1000, "exit=0"));
        assertThat(Drover.loggedIn(home, server).run("exec", "web", "true").code())
                .isZero();
        server.only("POST", BASE + "containers/1i1");
    }

    @Test
    void execThatCannotRunSaysWhy() {
        server.onSocket("/v1/execute/", session -> session.close(1011, "no such file: /bin/nothing"));
        var result = Drover.loggedIn(home, server).run("exec", "1i1", "/bin/nothing");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("drover: the session was cut off: no such file: /bin/nothing\n");
    }

    @Test
    void execWithATerminalNeedsOne() {
        var result = Drover.loggedIn(home, server).run("exec", "-it", "1i1", "sh");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("leave out -t");
    }

    @Test
    void execOfAStoppedContainerSaysWhy() {
        server.on("GET " + BASE + "containers/1i1", container("1i1", "hello-web-1", "stopped", ",'actions':{}"));
        assertThat(Drover.loggedIn(home, server).run("exec", "1i1", "true").err())
                .isEqualTo("drover: cannot run a command in container hello-web-1: it is stopped, or you may not\n");
    }

    @Test
    void statsShowRatesOfTwoSamples() {
        server.on(
                        "GET " + BASE + "containers/1i1/containerstats",
                        json("{'type':'statsAccess','url':'" + server.webSocketUrl()
                                + "/v1/containerstats/x','token':'t'}"))
                .onSocket("/v1/containerstats/x", session -> {
                    session.send(sample("2026-01-01T00:00:00Z", 0, 0));
                    session.send(sample("2026-01-01T00:00:02Z", 1_000_000_000L, 4096));
                    session.receive();
                });
        assertThat(Drover.loggedIn(home, server)
                        .run("stats", "--no-stream", "1i1")
                        .out())
                .isEqualTo("""
                ID    NAME          CPU      MEMORY    LIMIT     NET IN/OUT          DISK READ/WRITE
                1i1   hello-web-1   50.0 %   1.0 MiB   2.0 MiB   2.0 KiB/s / 0 B/s   0 B/s / 0 B/s
                """);
    }

    private static String sample(String time, long cpu, long received) {
        return json("[{'id':'1i1','resourceType':'container','memLimit':2097152,'timestamp':'" + time
                + "','cpu':{'usage':{'total':" + cpu + "}},'memory':{'usage':1048576},'network':{'rx_bytes':" + received
                + ",'tx_bytes':0},'diskio':{'io_service_bytes':[]}}]");
    }

    @Test
    void eventsPrintALinePerChange() {
        server.onSocket(BASE + "subscribe", session -> {
            session.send(json("{'name':'ping'}"));
            session.send(json("{'name':'resource.change','time':1767225600000,'data':{'resource':"
                    + service("1s1", "web", "active", "") + "}}"));
            session.close(1001, "shutting down");
        });
        var result = Drover.loggedIn(home, server).attached(Attached.NONE).run("events");
        assertThat(result.out()).isEqualTo("2026-01-01T00:00:00Z  service 1s1 web: healthy\n");
        assertThat(result.err()).contains("the server's events ended: shutting down");
    }
}
