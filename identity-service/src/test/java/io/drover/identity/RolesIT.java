package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Custom roles and members that have them, over the service's API. Each driver has a class of its own below. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RolesIT {
    private final PlayedScheduler scheduler = new PlayedScheduler("container", "service", "stack");
    private final String driver;
    private IdentityServer server;
    private Api admin;
    private int people;

    RolesIT(String driver) {
        this.driver = driver;
    }

    abstract MariaDb database();

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database(), driver, IdentityServer.folder(), scheduler.argument());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
        scheduler.close();
    }

    /** Somebody with a key of their own. */
    private record Person(String account, String key) {
        Map<String, Object> as(String role) {
            return Map.of("externalIdType", "rancher_id", "externalId", account, "role", role);
        }
    }

    private Person person() {
        String account =
                admin.post("/accounts", Map.of("name", "person" + ++people)).text("id");
        Answer key = admin.post("/apikeys", Map.of("accountId", account));
        return new Person(account, key.text("publicValue") + ":" + key.text("secretValue"));
    }

    private final class Team {
        final Person owner = person();
        final String environment = server.as(owner.key, null)
                .post("/projects", Map.of("name", "team"))
                .text("id");

        Api owners() {
            return server.as(owner.key, environment);
        }

        Answer role(String name, String base, String... grants) {
            return owners().post("/projectroles", Map.of("name", name, "baseRole", base, "grants", List.of(grants)));
        }

        @SafeVarargs
        final Answer members(Map<String, Object>... others) {
            List<Map<String, Object>> all = new ArrayList<>(List.of(others));
            all.add(owner.as("owner"));
            return server.as(owner.key, null)
                    .post("/projects/" + environment + "?action=setmembers", Map.of("members", all));
        }

        JWTClaimsSet claims(Person person) {
            Answer token = server.basicToken(person.key, environment);
            try {
                return SignedJWT.parse(token.text("token")).getJWTClaimsSet();
            } catch (ParseException e) {
                throw new AssertionError("no token: " + token, e);
            }
        }
    }

    @Test
    void anOwnerMakesARoleAndItsMemberGetsThatPart() throws ParseException {
        Team team = new Team();
        Person bob = person();
        Answer role = team.role("deployer", "restricted", "service,container:RA@1st5", "*:r");

        assertThat(role.status()).isEqualTo(201);
        assertThat(role.body())
                .containsEntry("name", "deployer")
                .containsEntry("baseRole", "restricted")
                .containsEntry("projectId", team.environment)
                .containsEntry("grants", List.of("*:r", "container,service:ra@1st5"));
        assertThat(team.members(bob.as("Deployer")).status()).isEqualTo(200);

        JWTClaimsSet claims = team.claims(bob);
        assertThat(claims.getStringClaim("role")).isEqualTo("restricted");
        assertThat(claims.getStringClaim("role_name")).isEqualTo("deployer");
        assertThat(claims.getStringListClaim("grants")).containsExactly("*:r", "container,service:ra@1st5");
        assertThat(team.claims(team.owner).getClaims()).doesNotContainKeys("grants", "read_only", "role_name");
        assertThat(server.as(team.owner.key, null)
                        .get("/projects/" + team.environment + "/projectmembers")
                        .data())
                .filteredOn(member -> bob.account.equals(member.get("externalId")))
                .singleElement()
                .satisfies(member -> assertThat(member).containsEntry("role", "deployer"));
        assertThat(team.owners().get("/projectmembers?role=deployer").data())
                .singleElement()
                .satisfies(member -> assertThat(member)
                        .containsEntry("role", "deployer")
                        .containsEntry("projectRoleId", role.text("id")));
        assertThat(team.owners().get("/projectmembers?state=active&sort=state").data())
                .hasSize(2);
        assertThat(team.owners().get("/projectmembers?state_ne=active").data()).isEmpty();
    }

    @Test
    void aPartOfARoleIsNotTheRoleThatMayChangeMembers() {
        Team team = new Team();
        Person bob = person();
        Person whole = person();
        team.role("viewer", "member", "service:r");
        team.members(bob.as("viewer"), whole.as("member"));
        admin.put("/settings/project.set.member.roles", Map.of("value", "owner,member"));
        try {
            Api wholes = server.as(whole.key, null);
            Awaitility.await()
                    .until(() -> wholes.get("/projects/" + team.environment)
                            .map("actions")
                            .containsKey("setmembers"));

            Api bobs = server.as(bob.key, null);
            assertThat(bobs.get("/projects/" + team.environment).map("actions")).doesNotContainKey("setmembers");
            assertThat(bobs.post(
                                    "/projects/" + team.environment + "?action=setmembers",
                                    Map.of("members", List.of(team.owner.as("owner"))))
                            .status())
                    .isIn(403, 405);
        } finally {
            admin.delete("/settings/project.set.member.roles");
        }
    }

    @Test
    void membersWithACustomRoleSeeWhatItGrantsAndNothingElse() {
        Team team = new Team();
        Person bob = person();
        team.role("auditor", "member", "auditLog,projectMember:r");
        team.members(bob.as("auditor"));
        Api bobs = server.as(bob.key, team.environment);

        assertThat(bobs.get("/auditlogs").status()).isEqualTo(200);
        assertThat(bobs.get("/projectmembers").data()).hasSize(2);
        assertThat(bobs.get("/registrationtokens").status()).isEqualTo(404);
        assertThat(bobs.get("/schemas/registrationToken").status()).isEqualTo(404);
        assertThat(bobs.post("/projectmembers", Map.of()).status()).isEqualTo(405);
        assertThat(server.as(bob.key, null).get("/projects").data())
                .extracting("id")
                .contains(team.environment);
    }

    @Test
    void theOtherMembersAreSeenByWhomTheRoleShowsThem() {
        Team team = new Team();
        Person bob = person();
        Person eve = person();
        team.role("auditor", "member", "projectMember:r");
        team.role("deployer", "member", "stack:r", "projectMember:r@1st1");
        team.members(bob.as("auditor"), eve.as("deployer"));

        String members = "/projects/" + team.environment + "/projectmembers";
        String embedded = "/projects/" + team.environment + "?include=projectMembers";
        assertThat(server.as(bob.key, null).get(members).data()).hasSize(3);
        assertThat(server.as(eve.key, null).get(members).data()).isEmpty();
        Answer environment = server.as(eve.key, null).get(embedded);
        assertThat(environment.status()).isEqualTo(200);
        assertThat(environment.body()).containsEntry("projectMembers", List.of());
    }

    /** An environment's key has the whole of a member's rights. */
    @Test
    void aPartOfARoleMakesNoEnvironmentKey() {
        Team team = new Team();
        Person bob = person();
        Person eve = person();
        team.role("keys", "member", "apiKey:crud");
        team.members(bob.as("keys"), eve.as("member"));
        Map<String, Object> key = Map.of("accountId", team.environment);

        assertThat(server.as(bob.key, team.environment).post("/apikeys", key).status())
                .isEqualTo(403);
        assertThat(server.as(bob.key, team.environment)
                        .post("/apikeys", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(server.as(bob.key, null).post("/apikeys", key).status()).isEqualTo(403);
        assertThat(server.as(eve.key, null).post("/apikeys", key).status()).isEqualTo(201);
    }

    @Test
    void aChangeCountsForTokensThatAreMadeAfterIt() throws ParseException {
        Team team = new Team();
        Person bob = person();
        String role = team.role("tester", "member", "service:r").text("id");
        team.members(bob.as(role));
        assertThat(team.claims(bob).getStringListClaim("grants")).containsExactly("service:r");

        Answer changed =
                team.owners().put("/projectroles/" + role, Map.of("grants", List.of("service:ra"), "name", "checker"));

        assertThat(changed.body()).containsEntry("name", "checker").containsEntry("baseRole", "member");
        assertThat(team.claims(bob).getStringListClaim("grants")).containsExactly("service:ra");
        assertThat(changesOf(team.environment))
                .as("the gateway forgets older tokens")
                .isGreaterThanOrEqualTo(2);
    }

    private long changesOf(String environment) {
        try (var connection = database().connect();
                var statement = connection.prepareStatement("select count(*) from change_log where resource_type ="
                        + " 'projectAccess' and resource_id = ?")) {
            statement.setLong(1, Long.parseLong(environment.substring(2)));
            var rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRoleSomebodyHasCannotBeRemoved() {
        Team team = new Team();
        Person bob = person();
        String role = team.role("tester", "member", "service:r").text("id");
        team.members(bob.as("tester"));

        Answer refused = team.owners().delete("/projectroles/" + role);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.text("message")).contains("person").contains("setmembers");

        team.members(bob.as("readonly"));
        assertThat(team.owners().delete("/projectroles/" + role).status()).isEqualTo(200);
        assertThat(team.owners().get("/projectroles").data()).extracting("name").doesNotContain("tester");
        Answer gone = team.members(bob.as("tester"));
        assertThat(gone.status()).isEqualTo(422);
        assertThat(gone.text("message")).contains("'tester'", "owner, member, restricted, readonly");
        assertThat(team.role("tester", "member", "service:r").status())
                .as("the name is free again")
                .isEqualTo(201);
    }

    @Test
    void severalRolesOfOnePerson() throws ParseException {
        Team team = new Team();
        Person bob = person();
        team.role("one", "member", "service:r@1st1");
        team.role("two", "member", "service:ra@1st2");
        team.role("less", "readonly", "*:r");
        assertThat(team.members(bob.as("one"), bob.as("two"), bob.as("less")).status())
                .isEqualTo(200);
        assertThat(team.claims(bob).getStringListClaim("grants")).containsExactly("service:r@1st1", "service:ra@1st2");
        assertThat(team.claims(bob).getStringClaim("role_name")).contains("one", "two");

        team.members(bob.as("one"), bob.as("member"));
        assertThat(team.claims(bob).getClaims()).doesNotContainKey("grants").containsEntry("role", "member");
    }

    @Test
    void whoMayMakeRoles() {
        Team team = new Team();
        Person member = person();
        Person custom = person();
        String own = team.role("roleMaker", "member", "projectRole:crud", "*:r").text("id");
        team.members(member.as("member"), custom.as("roleMaker"));
        Map<String, Object> body = Map.of("name", "more", "grants", List.of("*:crud"));

        for (Person person : List.of(member, custom)) {
            Api api = server.as(person.key, team.environment);
            assertThat(api.get("/projectroles").data()).extracting("name").contains("roleMaker");
            assertThat(api.post("/projectroles", body).status()).isEqualTo(405);
            assertThat(api.put("/projectroles/" + own, body).status()).isEqualTo(405);
            assertThat(api.delete("/projectroles/" + own).status()).isEqualTo(405);
            assertThat(server.as(person.key, null).post("/projectroles", body).status())
                    .isEqualTo(405);
        }
        Team other = new Team();
        assertThat(other.owners().get("/projectroles/" + own).status()).isEqualTo(404);
        assertThat(other.owners().put("/projectroles/" + own, body).status()).isEqualTo(404);
        assertThat(other.owners().delete("/projectroles/" + own).status()).isEqualTo(404);
        assertThat(other.members(member.as(own)).status())
                .as("another environment's role")
                .isEqualTo(422);
    }

    @Test
    void aNameThatTwoRolesHaveNeedsTheId() throws ParseException {
        Team team = new Team();
        Person bob = person();
        String wide = team.role("inspector", "member", "service:crud").text("id");
        Answer global = admin.post(
                "/projectroles", Map.of("name", "inspector", "baseRole", "readonly", "grants", List.of("service:r")));
        assertThat(global.status()).isEqualTo(201);

        Answer ambiguous = team.members(bob.as("inspector"));
        assertThat(ambiguous.status()).isEqualTo(422);
        assertThat(ambiguous.text("message")).contains(wide, global.text("id"));
        assertThat(team.members(bob.as(global.text("id"))).status()).isEqualTo(200);
        assertThat(team.claims(bob).getStringClaim("role")).isEqualTo("readonly");
        Team renaming = new Team();
        String own = renaming.role("mine", "member", "service:r").text("id");
        assertThat(renaming.owners()
                        .put("/projectroles/" + own, Map.of("name", "Inspector"))
                        .status())
                .as("the name of a role for every environment")
                .isEqualTo(422);
        assertThat(renaming.owners()
                        .put("/projectroles/" + own, Map.of("name", "Mine"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void twoChangesAtOnceDoNotUndoEachOther() throws Exception {
        Team team = new Team();
        String role = team.role("wide", "member", "service:crud").text("id");
        Api owners = team.owners();
        String path = "/projectroles/" + role;

        List<Answer> answers = LockedRow.behind(
                database(),
                "custom_role",
                role,
                List.of(
                        () -> owners.put(path, Map.of("grants", List.of("service:r"))),
                        () -> owners.put(path, Map.of("name", "narrow"))));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(owners.get(path).body())
                .containsEntry("name", "narrow")
                .containsEntry("grants", List.of("service:r"));
    }

    @Test
    void rolesForEveryEnvironmentAreTheAdministrators() throws ParseException {
        Map<String, Object> body = new HashMap<>(
                Map.of("name", "viewer of services", "baseRole", "readonly", "grants", List.of("service:r")));
        Answer made = admin.post("/projectroles", body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).containsEntry("projectId", null);
        Team team = new Team();
        Person bob = person();

        assertThat(team.members(bob.as("viewer of services")).status()).isEqualTo(200);
        assertThat(team.claims(bob).getStringListClaim("grants")).containsExactly("service:r");
        Answer seen = team.owners().get("/projectroles/" + made.text("id"));
        assertThat(seen.map("actions")).as("not changed from inside").isEmpty();
        assertThat(team.owners()
                        .put("/projectroles/" + made.text("id"), Map.of("description", "x"))
                        .status())
                .isEqualTo(403);
        assertThat(team.owners().delete("/projectroles/" + made.text("id")).status())
                .isEqualTo(403);
        assertThat(team.role("Viewer of services", "member", "*:r").status())
                .as("it would hide the other")
                .isEqualTo(422);
        body.put("name", "stacks of one");
        body.put("grants", List.of("service:r@1st5"));
        assertThat(admin.post("/projectroles", body).text("message")).contains("is for every environment");

        admin.put("/projectroles/" + made.text("id"), Map.of("grants", List.of("service,stack:r")));
        assertThat(team.claims(bob).getStringListClaim("grants")).containsExactly("service,stack:r");
        assertThat(changesOf(team.environment)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whatIsWrongWithARoleIsSaid() {
        Team team = new Team();
        assertThat(team.role("owner", "member", "*:r").text("message")).contains("'owner' is the name of a role");
        assertThat(team.role("x", "owner", "*:r").status()).isEqualTo(422);
        assertThat(team.role("x", "member", "service").text("message")).contains("'service' cannot be read");
        assertThat(team.role("x", "member").status()).isEqualTo(422);
        assertThat(team.role("x", "member", "*:r").status()).isEqualTo(201);
        assertThat(team.role("X", "member", "*:r").body()).containsEntry("code", "NotUnique");
    }
}
