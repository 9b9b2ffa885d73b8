package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.identity.api.directory.DirectoryAccessLoop;
import io.drover.identity.directory.SambaDc;
import io.drover.testkit.MariaDb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

/** Sign-in with Active Directory over the service's API: a real domain controller, the real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActiveDirectoryIT {
    @RegisterExtension
    static final MariaDb database = MariaDb.forService("identity");

    private static final String FROM = "192.0.2.10";
    private static final String PASSWORD = "Us3r-Passw0rd";

    private IdentityServer server;
    private SambaDc samba;
    private Api admin;

    @BeforeAll
    void start() {
        samba = SambaDc.start();
        for (String login : List.of("jo", "off", "fired", "moved")) {
            samba.tool("user", "create", login, PASSWORD);
        }
        samba.tool("user", "disable", "off");
        for (String group : List.of("dev", "engineering", "everybody")) {
            samba.tool("group", "add", group);
        }
        samba.tool("group", "addmembers", "dev", "jo,moved");
        samba.tool("group", "addmembers", "engineering", "dev");
        samba.tool("group", "addmembers", "everybody", "engineering");
        samba.tool("group", "addmembers", "dev", "everybody");
        server = IdentityServer.startPreset(database, "mariadb", IdentityServer.folder());
        admin = server.admin();
        assertThat(save(Map.of(), Map.of()).status()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        samba.close();
        server.close();
    }

    private Answer save(Map<String, Object> common, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "server", samba.address(),
                "port", 389,
                "domain", SambaDc.SUFFIX,
                "loginDomain", SambaDc.DOMAIN,
                "serviceAccountUsername", SambaDc.ADMINISTRATOR,
                "serviceAccountPassword", SambaDc.ADMINISTRATOR_PASSWORD));
        config.putAll(more);
        Map<String, Object> body = new HashMap<>(
                Map.of("provider", "ldapconfig", "enabled", true, "ldapConfig", config, "code", "jo:" + PASSWORD));
        body.putAll(common);
        return admin.exchange(HttpMethod.POST, "/v1-auth/config", body);
    }

    private Answer signIn(String login) {
        return server.signIn(login + ":" + PASSWORD, FROM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jo", "JO", "DOM\\jo", "jo@dom.example.org"})
    void everyFormOfTheNameIsTheSamePerson(String typed) {
        Answer token = signIn(typed);

        assertThat(token.status()).isEqualTo(201);
        assertThat(token.body()).containsEntry("authProvider", "ldapconfig");
        assertThat(token.map("userIdentity"))
                .containsEntry("id", "ldap_user:CN=jo," + SambaDc.PEOPLE)
                .containsEntry("login", "jo");
        assertThat(token.text("identities"))
                .contains("ldap_group:CN=dev," + SambaDc.PEOPLE)
                .contains("ldap_group:CN=engineering," + SambaDc.PEOPLE)
                .contains("ldap_group:CN=everybody," + SambaDc.PEOPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OTHER\\jo", "jo@other.example.org", "j*", "jo)(cn=*", "nobody", "off"})
    void strangersAndDisabledUsersStayOut(String typed) {
        assertThat(server.signIn(typed + ":" + PASSWORD, "192.0.2." + (20 + typed.length()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aWrongPasswordIs401AndLocalAdministratorsGetIn() {
        assertThat(server.signIn("jo:wrong", "192.0.2.11").status()).isEqualTo(401);
        assertThat(server.signIn("admin:" + ADMIN_PASSWORD, "192.0.2.11").status())
                .isEqualTo(201);
    }

    @Test
    void nestedGroupsAreMembersAndWhoIsDisabledLosesAccess() {
        Answer project = admin.post(
                "/projects",
                Map.of(
                        "name",
                        "shared",
                        "members",
                        List.of(
                                Map.of("externalIdType", "rancher_id", "externalId", "1a1", "role", "owner"),
                                Map.of(
                                        "externalIdType",
                                        "ldap_group",
                                        "externalId",
                                        "CN=everybody," + SambaDc.PEOPLE,
                                        "role",
                                        "member"))));
        String moved = signIn("moved").text("jwt");
        String fired = signIn("fired").text("jwt");
        assertThat(server.bearerToken(moved, project.text("id")).body()).containsEntry("role", "member");
        assertThat(server.bearerToken(fired, project.text("id")).status()).isEqualTo(403);

        samba.tool("group", "removemembers", "dev", "moved");
        samba.tool("user", "disable", "fired");
        assertThat(server.context
                        .getBean(DirectoryAccessLoop.class)
                        .passOrLater()
                        .toFuture()
                        .join())
                .isEqualTo(2);

        assertThat(server.bearerToken(moved, project.text("id")).status()).isEqualTo(403);
        assertThat(server.bearerToken(moved, null).status()).isEqualTo(200);
        assertThat(server.bearerToken(fired, null).status()).isEqualTo(401);
    }

    @Test
    void accessByANestedGroup() {
        Map<String, Object> required = Map.of(
                "accessMode",
                "required",
                "allowedIdentities",
                List.of(Map.of("externalIdType", "ldap_group", "externalId", "cn=EVERYBODY, " + SambaDc.PEOPLE)));
        try {
            Answer saved = save(required, Map.of());

            assertThat(saved.status()).isEqualTo(200);
            assertThat(saved.text("allowedIdentities")).contains("CN=everybody," + SambaDc.PEOPLE);
            assertThat(saved.text("ldapConfig")).doesNotContain(SambaDc.ADMINISTRATOR_PASSWORD);
            assertThat(signIn("jo").status()).isEqualTo(201);
            assertThat(server.signIn("Administrator:" + SambaDc.ADMINISTRATOR_PASSWORD, FROM)
                            .status())
                    .isEqualTo(403);
        } finally {
            assertThat(save(Map.of(), Map.of()).status()).isEqualTo(200);
        }
    }

    @Test
    void tlsAndStartTls() {
        Map<String, Object> ldaps = Map.of("tls", true, "port", 636, "certificates", samba.certificate());
        Map<String, Object> startTls = Map.of("startTls", true, "certificates", samba.certificate());
        try {
            assertThat(save(Map.of(), Map.of("tls", true, "port", 636)).body().toString())
                    .as("nobody vouches for its certificate")
                    .contains("InvalidLDAPConfig");
            assertThat(save(Map.of(), ldaps).status()).isEqualTo(200);
            assertThat(signIn("jo").status()).isEqualTo(201);
            assertThat(save(Map.of(), startTls).status()).isEqualTo(200);
            assertThat(signIn("jo").status()).isEqualTo(201);
        } finally {
            assertThat(save(Map.of(), Map.of()).status()).isEqualTo(200);
        }
    }

    /** A primary group lists no members; everybody's is "Domain Users" unless somebody changed it. */
    @Test
    void thePrimaryGroupIsAGroupToo() {
        String primary = "CN=Domain Users,CN=Users," + SambaDc.SUFFIX;

        assertThat(signIn("jo").text("identities")).contains("ldap_group:" + primary);
        Answer project = admin.post(
                "/projects",
                Map.of(
                        "name",
                        "everybody's",
                        "members",
                        List.of(
                                Map.of("externalIdType", "rancher_id", "externalId", "1a1", "role", "owner"),
                                Map.of("externalIdType", "ldap_group", "externalId", primary, "role", "readonly"))));
        assertThat(server.bearerToken(signIn("jo").text("jwt"), project.text("id"))
                        .body())
                .containsEntry("role", "readonly");
    }

    @Test
    void findsPeopleAndGroups() {
        assertThat(admin.get("/identities?name=dev").data())
                .extracting("id")
                .containsExactly("ldap_group:CN=dev," + SambaDc.PEOPLE);
        assertThat(admin.get("/identities?all=fire").data())
                .extracting("id")
                .containsExactly("ldap_user:CN=fired," + SambaDc.PEOPLE);
        assertThat(admin.get("/identities/ldap_group:cn=DEV," + SambaDc.PEOPLE).body())
                .containsEntry("id", "ldap_group:CN=dev," + SambaDc.PEOPLE)
                .containsEntry("user", false);
        assertThat(admin.get("/identities/ldap_user:CN=nobody," + SambaDc.PEOPLE)
                        .status())
                .isEqualTo(404);
    }
}
