package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.container;
import static io.drover.cli.Wire.json;
import static io.drover.cli.Wire.service;
import static io.drover.cli.Wire.stack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.drover.cli.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListCommandsTest {
    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private FakeServer hello() {
        return server.on(
                        "GET /v2-beta/projects/1a5/services",
                        collection(
                                service(
                                        "1s1",
                                        "web",
                                        "active",
                                        ",'publicEndpoints':[{'ipAddress':'10.0.0.1','port':8080}]"),
                                service("1s2", "database", "inactive", ",'links':{}"),
                                service("1s3", "proxy", "active", ",'system':true")))
                .on("GET /v2-beta/projects/1a5/stacks", collection(stack("1st1", "hello", "")))
                .on("GET /v2-beta/projects/1a5/hosts", collection(json("""
                        {'id':'1h1','type':'host','hostname':'h1','state':'active','transitioning':'no',
                         'agentIpAddress':'10.0.0.1','instanceIds':['1i1','1i2'],
                         'labels':{'zone':'a','io.rancher.host.docker_version':'20.10'}}""")))
                .on(
                        "GET /v2-beta/projects/1a5/containers",
                        collection(
                                container("1i10", "hello-web-10", "running", ""),
                                container("1i2", "hello-web-2", "error", ",'transitioningMessage':'left over'")));
    }

    @Test
    void psShowsWhatRunsWithTwoRequestsAndTheTokenOnBoth() {
        hello();
        var result = Drover.loggedIn(home, server).run("ps");
        assertThat(result.out()).isEqualTo("""
                ID    NAME        IMAGE       STATE     SCALE   ENDPOINTS       DETAIL
                1s1   hello/web   hello/web   healthy   2/2     10.0.0.1:8080
                """);
        assertThat(result.code()).isZero();
        assertThat(server.requests())
                .hasSize(2)
                .allMatch(request -> request.header("authorization").equals("Bearer token-1"));
    }

    @Test
    void envQuotaShowsWhatIsUsedOfWhatThereMayBe() {
        server.on("GET /v2-beta/projects/1a5/quotausages", collection(json("""
                {'id':'1a5','type':'quotaUsage','used':{'type':'quota','containers':3,'hosts':2},
                 'quota':{'type':'quota','containers':10,'hosts':0}}""")));
        assertThat(Drover.loggedIn(home, server).run("env", "quota").out()).isEqualTo("""
                WHAT         USED   QUOTA
                containers   3      10
                hosts        2      -
                """);
    }

    @Test
    void psAllShowsWhatIsStoppedAndOfTheSystem() {
        hello();
        var result = Drover.loggedIn(home, server).run("ps", "-a");
        assertThat(result.out()).contains("hello/database").contains("inactive").contains("hello/proxy");
    }

    @Test
    void psContainersNamesTheHostsAndSortsByNumber() {
        hello();
        var result = Drover.loggedIn(home, server).run("ps", "-c");
        assertThat(result.out()).isEqualTo("""
                ID     NAME           IMAGE       STATE     HOST   IP          DOCKER         DETAIL
                1i2    hello-web-2    hello/web   error     h1     10.42.0.2   0123456789ab
                1i10   hello-web-10   hello/web   running   h1     10.42.0.2   0123456789ab
                """);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void psOfAServiceFollowsItsLink() {
        hello();
        server.on(
                "GET /v2-beta/projects/1a5/services/1s1/instances",
                collection(container("1i1", "hello-web-1", "running", "")));
        var result = Drover.loggedIn(home, server).run("ps", "hello/web");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("hello-web-1");
    }

    @Test
    void psOfAHostFindsItByHostName() {
        hello();
        server.on(
                "GET /v2-beta/projects/1a5/hosts/1h1/instances",
                collection(container("1i1", "hello-web-1", "running", "")));
        assertThat(Drover.loggedIn(home, server).run("ps", "--host", "h1").out())
                .contains("hello-web-1");
    }

    @Test
    void jsonIsTheRowsAsServedInOneRequest() throws JsonProcessingException {
        hello();
        var result = Drover.loggedIn(home, server).run("ps", "--format", "json");
        var rows = Json.parse(result.out());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).get("launchConfig").get("imageUuid").asText()).isEqualTo("docker:hello/web");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void quietPrintsIds() {
        hello();
        assertThat(Drover.loggedIn(home, server).run("ps", "-q", "-a").out()).isEqualTo("1s1\n1s2\n1s3\n");
    }

    @Test
    void followsPagesAtTheKnownAddress() {
        server.on("GET /v2-beta/projects/1a5/stacks", request -> {
            boolean second = "m1".equals(request.query().get("marker"));
            String next = second ? "null" : "'http://somewhere.else:9/v2-beta/projects/1a5/stacks?marker=m1'";
            String row = stack(second ? "1st2" : "1st1", second ? "shop" : "hello", "");
            return FakeServer.Reply.ok(json("{'data':[" + row + "],'pagination':{'next':" + next + "}}"));
        });
        assertThat(Drover.loggedIn(home, server).run("stacks", "-q").out()).isEqualTo("1st1\n1st2\n");
    }

    @Test
    void hostsShowTheLabelsPeopleGave() {
        hello();
        assertThat(Drover.loggedIn(home, server).run("hosts").out()).isEqualTo("""
                ID    HOSTNAME   STATE    CONTAINERS   IP         LABELS   DETAIL
                1h1   h1         active   2            10.0.0.1   zone=a
                """);
    }

    @Test
    void inspectPrintsOneThing() throws JsonProcessingException {
        hello();
        server.on("GET /v2-beta/projects/1a5/services/1s1", service("1s1", "web", "active", ",'links':{'a':'b'}"));
        var thing =
                Json.parse(Drover.loggedIn(home, server).run("inspect", "1s1").out());
        assertThat(thing.get("name").asText()).isEqualTo("web");
        assertThat(thing.has("links")).isFalse();
    }

    @Test
    void keysFromTheEnvironmentNeedNoFileAndFindTheOnlyEnvironment() {
        hello();
        server.on("GET /v2-beta/projects", collection(json("{'id':'1a5','type':'project','name':'Default'}")));
        var result = new Drover(home)
                .variable("DROVER_URL", server.url())
                .variable("DROVER_ACCESS_KEY", "key")
                .variable("DROVER_SECRET_KEY", "secret")
                .run("ps", "-q");
        assertThat(result.out()).isEqualTo("1s1\n");
        assertThat(server.requests())
                .allMatch(request -> request.header("authorization").equals("Basic a2V5OnNlY3JldA=="));
    }
}
