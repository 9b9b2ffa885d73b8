package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.FakeServer.Reply;
import io.drover.cli.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberCommandsTest {
    private static final String PROJECT = "/v2-beta/projects/1a5";
    private static final String ANN = member("rancher_id", "1a7", "Ann", "owner", true);
    private static final String BOB = member("rancher_id", "1a8", "Bob", "member", true);
    private static final String TEAM = member("openldap_group", "cn=team,dc=x", "team", "readonly", false);

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    private static String member(String type, String id, String name, String role, boolean user) {
        return json("{'id':'%s:%s','type':'identity','externalId':'%s','externalIdType':'%s','name':'%s','login':'%s',"
                        .formatted(type, id, id, type, name, name)
                + "'role':'%s','user':%b}".formatted(role, user));
    }

    @BeforeEach
    void members() {
        server.on("GET " + PROJECT + "/projectmembers", collection(ANN, BOB))
                .on("POST " + PROJECT, request -> Reply.ok(json("{'id':'1a5','type':'project'}")))
                .on(
                        "GET /v2-beta/identities",
                        request ->
                                Reply.ok("team".equals(request.query().get("name")) ? collection(TEAM) : collection()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> written() throws JsonProcessingException {
        List<String> members = new ArrayList<>();
        JsonNode body = Json.parse(server.only("POST", PROJECT).body());
        body.path("members")
                .forEach(member -> members.add(member.path("externalIdType").asText() + ":"
                        + member.path("externalId").asText() + "="
                        + member.path("role").asText()));
        return members;
    }

    @Test
    void listsMembersWithTheirRoles() {
        var result = Drover.loggedIn(home, server).run("env", "members");
        assertThat(result.out()).contains("NAME", "Ann", "owner", "rancher_id:1a8");
    }

    @Test
    void changesARoleAndKeepsTheOthers() throws JsonProcessingException {
        var result = Drover.loggedIn(home, server).run("env", "set-member", "bob", "deployer");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("Bob is now 'deployer' in this environment\n");
        assertThat(written()).containsExactlyInAnyOrder("rancher_id:1a7=owner", "rancher_id:1a8=deployer");
    }

    @Test
    void invitesAGroupOfTheDirectory() throws JsonProcessingException {
        var result = Drover.loggedIn(home, server).run("env", "set-member", "team", "readonly");
        assertThat(result.code()).isZero();
        assertThat(written())
                .containsExactlyInAnyOrder(
                        "rancher_id:1a7=owner", "rancher_id:1a8=member", "openldap_group:cn=team,dc=x=readonly");
    }

    @Test
    void whoNobodyIsChangesNothing() {
        var result = Drover.loggedIn(home, server).run("env", "set-member", "zed", "member");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("nobody, and no group, is named 'zed'");
        assertThat(server.requests()).noneMatch(request -> request.method().equals("POST"));
    }

    @Test
    void takesMembersOut() throws JsonProcessingException {
        var result = Drover.loggedIn(home, server).run("env", "rm-member", "rancher_id:1a8");
        assertThat(result.out()).isEqualTo("Bob is no member of this environment any more\n");
        assertThat(written()).containsExactly("rancher_id:1a7=owner");
    }

    @Test
    void makesAndChangesRoles() throws JsonProcessingException {
        String role = json("{'id':'1pr3','type':'projectRole','name':'deployer','baseRole':'member',"
                + "'grants':['service:cru@1st5'],'projectId':'1a5'}");
        server.on("POST " + PROJECT + "/projectroles", request -> new Reply(201, role))
                .on("GET " + PROJECT + "/projectroles", collection(role))
                .on("PUT " + PROJECT + "/projectroles/1pr3", role)
                .on("DELETE " + PROJECT + "/projectroles/1pr3", role);
        Drover drover = Drover.loggedIn(home, server);

        assertThat(drover.run("roles", "create", "deployer", "service:cru@1st5", "*:r", "--base", "restricted")
                        .out())
                .isEqualTo("role deployer (1pr3): service:cru@1st5\n");
        JsonNode made =
                Json.parse(server.only("POST", PROJECT + "/projectroles").body());
        assertThat(made.path("name").asText()).isEqualTo("deployer");
        assertThat(made.path("baseRole").asText()).isEqualTo("restricted");
        assertThat(made.path("grants").toString()).isEqualTo("[\"service:cru@1st5\",\"*:r\"]");

        assertThat(drover.run("roles").out()).contains("1pr3", "service:cru@1st5", "here");
        drover.run("roles", "change", "Deployer", "*:r");
        assertThat(server.only("PUT", PROJECT + "/projectroles/1pr3").body()).isEqualTo("{\"grants\":[\"*:r\"]}");
        assertThat(drover.run("roles", "rm", "deployer").out()).isEqualTo("role deployer removed\n");
    }
}
