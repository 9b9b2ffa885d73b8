package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The types that roles name: some are this service's own, and scheduler-service knows the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesAndTypesIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    private final PlayedScheduler scheduler = new PlayedScheduler("container", "service", "stack");
    private IdentityServer server;
    private Api owner;
    private int roles;

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(DATABASE, "mariadb", IdentityServer.folder(), scheduler.argument());
        String environment =
                server.admin().post("/projects", Map.of("name", "team")).text("id");
        owner = server.as(ADMIN_KEY, environment);
    }

    @AfterAll
    void stop() {
        server.close();
        scheduler.close();
    }

    private Answer role(String... grants) {
        return owner.post("/projectroles", Map.of("name", "role" + ++roles, "grants", List.of(grants)));
    }

    private Answer change(String role, Map<String, Object> fields) {
        return owner.put("/projectroles/" + role, fields);
    }

    private int stored() {
        return owner.get("/projectroles").data().size();
    }

    private static void refused(Answer answer, String sentence) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(422);
        assertThat(answer.body())
                .containsEntry("code", "InvalidOption")
                .containsEntry("fieldName", "grants")
                .containsEntry("message", sentence);
    }

    @Test
    void aTypeThatIsNoneIsRefusedWithASentence() {
        int before = stored();
        refused(
                role("*:r", "servcie,container:ra@1st5"),
                "the grant 'container,servcie:ra@1st5' names 'servcie', which is no type: did you mean 'service'?");
        refused(role("acount:r"), "the grant 'acount:r' names 'acount', which is no type: did you mean 'account'?");
        refused(
                role("spaceship:r"),
                "the grant 'spaceship:r' names 'spaceship', which is no type; /v2-beta/schemas lists the types there"
                        + " are");
        assertThat(stored()).isEqualTo(before);

        String right = role("service:ra").text("id");
        refused(
                change(right, Map.of("name", "new name", "grants", List.of("stakc:r"))),
                "the grant 'stakc:r' names 'stakc', which is no type: did you mean 'stack'?");
        assertThat(owner.get("/projectroles/" + right).body())
                .containsEntry("grants", List.of("service:ra"))
                .doesNotContainEntry("name", "new name");
    }

    @Test
    void namesInAnyCaseAreKeptAsTheSchemasSpellThem() {
        Answer role = role("SERVICE,auditlog:r", "*:r");
        assertThat(role.body()).containsEntry("grants", List.of("*:r", "auditLog,service:r"));
        assertThat(change(role.text("id"), Map.of("grants", List.of("projectrole,Stack:r")))
                        .body())
                .containsEntry("grants", List.of("projectRole,stack:r"));
    }

    @Test
    void withoutTheSchedulerItsTypesAreNotGuessed() {
        role("service:r");
        int before = stored();
        scheduler.goesAway(true);
        try {
            Awaitility.await("what was heard before counts for a moment")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> role("spaceship:r").status() == 503);
            Answer unknown = role("spaceship:r");
            assertThat(unknown.text("detail")).contains("scheduler-service");
            assertThat(unknown.header("Retry-After")).isNotEmpty();
            assertThat(stored()).isEqualTo(before);

            int asked = scheduler.asked();
            assertThat(role("account,auditLog:r", "*:r").status()).isEqualTo(201);
            assertThat(scheduler.asked()).as("for types of this service").isEqualTo(asked);
        } finally {
            scheduler.goesAway(false);
        }
        assertThat(role("spaceship:r").status()).isEqualTo(422);
    }

    /** Roles of before are what they were. */
    @Test
    void whatIsStoredIsNotLookedAtAgain() throws SQLException {
        String role = role("service:r").text("id");
        try (var connection = DATABASE.connect();
                var statement = connection.prepareStatement("update custom_role set grants = ? where id = ?")) {
            statement.setString(1, "stakc:r\nSERVICE:r");
            statement.setLong(2, Long.parseLong(role.substring(3)));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }

        assertThat(change(role, Map.of("description", "x", "name", "of before")).body())
                .containsEntry("name", "of before")
                .containsEntry("grants", List.of("SERVICE:r", "stakc:r"));
        refused(
                change(role, Map.of("grants", List.of("stakc:r"))),
                "the grant 'stakc:r' names 'stakc', which is no type: did you mean 'stack'?");
        assertThat(change(role, Map.of("grants", List.of("stack:r"))).status()).isEqualTo(200);
    }
}
