package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.json;
import static io.drover.cli.Wire.service;
import static io.drover.cli.Wire.stack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.FakeServer.Reply;
import io.drover.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {
    private static final String BASE = "/v2-beta/projects/1a5/";
    private static final String COMPOSE = "services:\n  web:\n    image: hello/web:${TAG}\n";
    private static final String STARTING =
            ",'transitioning':'yes','transitioningMessage':'waiting for containers','currentScale':0,'healthState':'initializing'";

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();
    private String file = "";

    @BeforeEach
    void writeFile() throws IOException {
        Path folder = Files.createDirectories(home.resolve("hello app"));
        file = Files.writeString(folder.resolve("docker-compose.yml"), COMPOSE).toString();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A stack whose one service is as given until the change feed says that it is healthy. */
    private void deploying(String service, boolean exists) {
        String links = ",'actions':{'upgrade':'" + server.url() + BASE + "stacks/1st1?action=upgrade'}";
        server.on("GET " + BASE + "stacks", exists ? collection(stack("1st1", "hello-app", links)) : collection())
                .on(
                        "POST " + BASE + "stacks",
                        request -> new Reply(
                                201, stack("1st1", "hello-app", ",'warnings':['services.web: key x is not honoured']")))
                .on("POST " + BASE + "stacks/1st1", request -> new Reply(202, stack("1st1", "hello-app", "")))
                .on("GET " + BASE + "stacks/1st1", stack("1st1", "hello-app", ""))
                .on("GET " + BASE + "services", collection(service))
                .on(
                        "GET " + BASE + "containers",
                        collection(
                                Wire.container(
                                        "1i1",
                                        "hello-app-web-1",
                                        "starting",
                                        ",'transitioning':'yes','transitioningMessage':'pulling hello/web:7','transitioningProgress':43")));
    }

    private void becomesHealthy() {
        server.onSocket(BASE + "subscribe", session -> {
            session.send(json("{'name':'ping'}"));
            session.send(
                    json("{'name':'resource.change','resourceType':'service','resourceId':'1s1','data':{'resource':"
                            + service("1s1", "web", "active", ",'publicEndpoints':[{'ipAddress':'10.0.0.1','port':80}]")
                            + "}}"));
            session.receive();
        });
    }

    @Test
    void createsTheStackNamedAfterTheFolderAndWaitsForTheFeed() throws IOException {
        deploying(service("1s1", "web", "activating", STARTING), false);
        becomesHealthy();
        var result = Drover.loggedIn(home, server)
                .variable("TAG", "7")
                .variable("PASSWORD", "not asked for")
                .run("up", "-f", file);
        assertThat(result.out()).isEqualTo("stack hello-app is up: 1 service\n  web  10.0.0.1:80\n");
        assertThat(result.err())
                .contains("warning: services.web: key x is not honoured")
                .contains("web: activating, 0/2, hello-app-web-1: pulling hello/web:7\n")
                .contains("web: healthy, 2/2");
        assertThat(result.code()).isZero();
        JsonNode sent = Json.parse(server.only("POST", BASE + "stacks").body());
        assertThat(sent)
                .isEqualTo(Json.parse(json("{'dockerCompose':'" + COMPOSE.replace("\n", "\\n")
                        + "','environment':{'TAG':'7'},'name':'hello-app','startOnCreate':true}")));
        assertThat(server.only("GET", BASE + "subscribe").header("authorization"))
                .isEqualTo("Bearer token-1");
    }

    @Test
    void changesTheStackThatExists() throws IOException {
        deploying(service("1s1", "web", "active", ""), true);
        Path answers = Files.writeString(home.resolve("answers"), "TAG=8\n");
        var result = Drover.loggedIn(home, server)
                .variable("TAG", "7")
                .run("up", "-f", file, "-e", answers.toString(), "-q");
        assertThat(result.out()).isEqualTo("1st1\n");
        var request = server.only("POST", BASE + "stacks/1st1");
        assertThat(request.query()).containsEntry("action", "upgrade");
        assertThat(Json.parse(request.body()).get("environment").get("TAG").asText())
                .isEqualTo("8");
    }

    @Test
    void failsWithTheReasonWhenAServiceKeepsReportingAnError() {
        deploying(
                service(
                        "1s1",
                        "web",
                        "activating",
                        ",'transitioning':'error','transitioningMessage':'no host has port 80 free: 2 hosts in use'"),
                false);
        var result = Drover.loggedIn(home, server).run("up", "-f", file, "--error-grace", "0");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .endsWith("drover: service web reports an error: no host has port 80 free: 2 hosts in use:"
                        + " 'drover ps -a -c' shows the containers\n");
    }

    @Test
    void failsWhenTheTimeIsOverAndSaysHowEachServiceIs() {
        deploying(service("1s1", "web", "activating", STARTING), false);
        var result = Drover.loggedIn(home, server).run("up", "-f", file, "--timeout", "0");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("not done after 0 s: service web is activating (waiting for containers)");
    }

    @Test
    void detachedReturnsAtOnce() {
        deploying(service("1s1", "web", "activating", STARTING), false);
        var result = Drover.loggedIn(home, server).run("up", "-f", file, "-s", "shop", "-d");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("stack shop (1st1) is being deployed");
    }

    @Test
    void showsTheServersSentenceAboutABrokenFile() {
        server.on("GET " + BASE + "stacks", collection())
                .on(
                        "POST " + BASE + "stacks",
                        request -> new Reply(
                                422,
                                Wire.error(422, "InvalidFormat", "line 3, column 5: expected a key", "dockerCompose")));
        var result = Drover.loggedIn(home, server).run("up", "-f", file);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("drover: 'dockerCompose' was refused: line 3, column 5: expected a key (InvalidFormat)\n");
    }

    @Test
    void namesTheMissingFile() {
        var result = Drover.loggedIn(home, server).run("up", "-f", "/nowhere/compose.yml");
        assertThat(result.err()).isEqualTo("drover: there is no file /nowhere/compose.yml\n");
        assertThat(server.requests()).isEmpty();
    }
}
