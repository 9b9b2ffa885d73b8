package io.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an environment may have, and that removing one removes what is in it, and nothing else. */
class EnvironmentsE2E {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String SOCKET =
            "services:\n  web:\n    image: web:1\n    volumes: ['/var/lib/../run/docker.sock:/d']\n";

    private final Cluster cluster = Clusters.shared();
    private final Api api = cluster.api();

    @Test
    void whoAsksForTheHostsRootIsRefusedAndRecorded() {
        Api.Answer refused = api.post("/stacks", Map.of("name", "root", "dockerCompose", SOCKET));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("code")).isEqualTo("NotPermitted");
        assertThat(refused.text("message")).contains("service 'web': volumes").contains("'dockerSocket'");
        assertThat(api.list("/stacks?name=root")).isEmpty();
        Eventually.within(Duration.ofSeconds(20))
                .check(
                        "the refusal is in the audit log, by the stack's name: compose texts may hold secrets",
                        () -> cluster.root().list("/auditlogs?eventType=api.stack.create&responseCode=422").stream()
                                .anyMatch(row ->
                                        row.path("requestObject").asText().contains("\"root\"")));
    }

    @Test
    void aQuotaIsShownAndHolds() {
        JsonNode project = cluster.root()
                .post("/projects", Map.of("name", "small", "quota", Map.of("containers", 2)))
                .expect(201);
        Api small = cluster.root().in(project.path("id").asText());
        String three = "services:\n  web:\n    image: web:1\n    scale: 3\n";
        Api.Answer refused = small.post("/stacks", Map.of("name", "three", "dockerCompose", three));
        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(422);
        assertThat(refused.text("message")).contains("2 containers").contains("3 containers more asked for");
        assertThat(cluster.cli("--env", "small", "env", "quota").output()).contains("containers");
        cluster.root().send("DELETE", "/projects/" + project.path("id").asText(), null);
    }

    /** The last host becomes another environment's; a container of nobody's runs beside. */
    @Test
    void aRemovedEnvironmentsContainersGoAndNothingElse() {
        JsonNode stays = cluster.deploy("stays", "services:\n  web:\n    image: web:1\n    scale: 2\n");
        cluster.awaitActive(stays);
        JsonNode project =
                cluster.root().post("/projects", Map.of("name", "goes")).expect(201);
        String id = project.path("id").asText();
        Api goes = cluster.root().in(id);
        int machine = cluster.hosts() + 1;
        String token = goes.post("/registrationtokens", Map.of())
                .expect(201)
                .path("token")
                .asText();
        Lab.up(machine);
        Lab.agent(machine, cluster.server().urlForHosts(), token);
        Eventually.within(LIMIT)
                .value("the host is connected", () -> goes.list("/hosts?state=active"), hosts -> hosts.size() == 1);
        Lab.docker(machine, "run", "-d", "--name", "stranger", "--network", "none", "web:1");
        goes.post(
                        "/stacks",
                        Map.of(
                                "name",
                                "shop",
                                "dockerCompose",
                                "services:\n  web:\n    image: web:1\n    scale: 2\n",
                                "startOnCreate",
                                true))
                .expect(201);
        Eventually.within(LIMIT)
                .value(
                        "its containers run",
                        () -> goes.list("/containers?state=running&nativeContainer=false"),
                        all -> all.size() == 2);
        List<String> others = cluster.incarnations();

        cluster.root().send("DELETE", "/projects/" + id, null);

        Eventually.within(LIMIT).value("its containers are gone", () -> Lab.incarnations(machine), List::isEmpty);
        Eventually.within(LIMIT)
                .check(
                        "the environment says so",
                        () -> cluster.root()
                                .get("/projects/" + id)
                                .path("transitioning")
                                .asText()
                                .equals("no"));
        assertThat(cluster.root()
                        .get("/projects/" + id)
                        .path("transitioningMessage")
                        .asText())
                .isEqualTo("everything in it is removed");
        assertThat(Lab.docker(machine, "ps", "--format", "{{.Names}}")).contains("stranger");
        assertThat(cluster.incarnations()).isEqualTo(others);
        Lab.docker(machine, "rm", "-f", "stranger");
    }
}
