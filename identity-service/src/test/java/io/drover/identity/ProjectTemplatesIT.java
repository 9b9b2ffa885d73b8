package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.identity.store.ProjectStore;
import io.drover.runtime.setting.LiveSettings;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Project templates and the environments made from them. Each driver has a class of its own below. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProjectTemplatesIT {
    private static final String DEFAULT = "project.template.default.name";
    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final String COMPOSE = "services: {web: {image: 'nginx:1'}}";

    private final String driver;
    private IdentityServer server;
    private Api admin;
    private int names;

    ProjectTemplatesIT(String driver) {
        this.driver = driver;
    }

    abstract MariaDb database();

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database(), driver, IdentityServer.folder());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Api person() {
        String account =
                admin.post("/accounts", Map.of("name", "person" + ++names)).text("id");
        Answer key = admin.post("/apikeys", Map.of("accountId", account));
        return server.as(key.text("publicValue") + ":" + key.text("secretValue"), null);
    }

    private Map<String, Object> template(String name, boolean isPublic) {
        return Map.of(
                "name",
                name,
                "isPublic",
                isPublic,
                "stacks",
                List.of(Map.of("name", "base", "dockerCompose", COMPOSE, "answers", Map.of("TAG", "1"))));
    }

    @Test
    void everybodyHasTheirOwnAndSeesThePublicOnes() {
        Api ann = person();
        Api bob = person();
        Answer own = ann.post("/projecttemplates", template("anns", true));

        assertThat(own.status()).isEqualTo(201);
        assertThat(own.body()).as("only administrators make public ones").containsEntry("isPublic", false);
        assertThat(own.text("stacks")).contains("nginx:1", "TAG");
        String id = own.text("id");
        assertThat(bob.get("/projecttemplates/" + id).status()).isEqualTo(404);
        assertThat(bob.put("/projecttemplates/" + id, Map.of("description", "x"))
                        .status())
                .isEqualTo(404);
        assertThat(bob.delete("/projecttemplates/" + id).status()).isEqualTo(404);
        assertThat(bob.get("/projecttemplates").data()).extracting("name").doesNotContain("anns");
        assertThat(bob.post("/projecttemplates", template("ANNS", false)).body())
                .as("names are unique over all")
                .containsEntry("code", "NotUnique");
        assertThat(ann.put("/projecttemplates/" + id, Map.of("description", "mine", "isPublic", true))
                        .body())
                .containsEntry("description", "mine")
                .containsEntry("isPublic", false);

        String shared =
                admin.post("/projecttemplates", template("shared", true)).text("id");
        Answer seen = bob.get("/projecttemplates/" + shared);
        assertThat(seen.body()).containsEntry("isPublic", true);
        assertThat(seen.map("actions")).isEmpty();
        assertThat(bob.put("/projecttemplates/" + shared, Map.of("description", "x"))
                        .status())
                .isEqualTo(403);
        assertThat(bob.delete("/projecttemplates/" + shared).status()).isIn(403, 405);
        assertThat(admin.get("/projecttemplates").data()).extracting("name").contains("anns", "shared");
        assertThat(ann.delete("/projecttemplates/" + id).status()).isEqualTo(200);
        assertThat(ann.get("/projecttemplates").data()).extracting("name").doesNotContain("anns");
    }

    @Test
    void anEnvironmentGetsACopy() throws SQLException {
        Api ann = person();
        String template =
                ann.post("/projecttemplates", template("start", false)).text("id");
        Answer project = ann.post("/projects", Map.of("name", "made", "projectTemplateId", template));

        assertThat(project.status()).isEqualTo(201);
        assertThat(project.body()).containsEntry("projectTemplateId", template);
        assertThat(stacksOf(project)).contains("\"name\":\"base\"", "nginx:1", "\"trusted\":false");
        assertThat(server.context
                        .getBean(ProjectStore.class)
                        .find(number(project))
                        .toFuture()
                        .join()
                        .facts()
                        .templateStacks())
                .as("what scheduler-service is told")
                .singleElement()
                .satisfies(stack -> assertThat(stack.answers()).containsEntry("TAG", "1"));
        ann.put("/projecttemplates/" + template, Map.of("stacks", List.of()));
        assertThat(stacksOf(project)).contains("nginx:1");

        String shared =
                admin.post("/projecttemplates", template("trusted", true)).text("id");
        assertThat(stacksOf(ann.post("/projects", Map.of("name", "made", "projectTemplateId", shared))))
                .contains("\"trusted\":true");
        ann.delete("/projecttemplates/" + template);
        for (String gone : List.of(template, "1pt99999")) {
            Answer refused = ann.post("/projects", Map.of("name", "made", "projectTemplateId", gone));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body()).containsEntry("fieldName", "projectTemplateId");
        }
        String foreign =
                person().post("/projecttemplates", template("foreign", false)).text("id");
        assertThat(ann.post("/projects", Map.of("name", "made", "projectTemplateId", foreign))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void withoutAChoiceThereIsTheDefaultOrNothing() throws SQLException {
        Api ann = person();
        assertThat(stacksOf(ann.post("/projects", Map.of("name", "bare"))))
                .as("the template of the first start")
                .isEqualTo("[]");

        admin.post("/projecttemplates", template("usual", true));
        setDefault("usual");
        try {
            assertThat(stacksOf(ann.post("/projects", Map.of("name", "usual")))).contains("nginx:1");
            setDefault("nobody's");
            assertThat(stacksOf(ann.post("/projects", Map.of("name", "bare")))).isNull();
        } finally {
            setDefault("");
        }
    }

    @Test
    void catalogsAreRefusedUntilThereAreSome() {
        Answer refused = admin.post(
                "/projecttemplates",
                Map.of(
                        "name",
                        "cattle",
                        "stacks",
                        List.of(Map.of("name", "ipsec", "templateId", "library:infra*ipsec"))));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("message")).contains("'library:infra*ipsec'", "no catalogs yet", "dockerCompose");
        assertThat(admin.post("/projecttemplates", Map.of("name", "x", "stacks", List.of(Map.of("name", "a b"))))
                        .text("message"))
                .contains("stacks.name");
    }

    private static long number(Answer project) {
        return Long.parseLong(project.text("id").substring(2));
    }

    private @Nullable String stacksOf(Answer project) throws SQLException {
        try (Connection connection = database().connect();
                PreparedStatement query =
                        connection.prepareStatement("select template_stacks from project where id = ?")) {
            query.setLong(1, number(project));
            ResultSet rows = query.executeQuery();
            rows.next();
            return rows.getString(1);
        }
    }

    private void setDefault(String name) {
        Answer answer = admin.put("/settings/" + DEFAULT, Map.of("value", name));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        LiveSettings live = server.context.getBean(LiveSettings.class);
        Awaitility.await().atMost(SECONDS).until(() -> live.text(DEFAULT, ""), name::equals);
    }
}
