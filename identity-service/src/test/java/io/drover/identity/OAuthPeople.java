package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** People with passwords, environments and keys, for the tests of OAuth2. */
final class OAuthPeople {
    private final IdentityServer server;
    private final Map<String, String> accounts = new LinkedHashMap<>();
    private int environments;

    OAuthPeople(IdentityServer server) {
        this.server = server;
    }

    /** The name of somebody new. */
    String person() {
        String name = "jo" + accounts.size();
        Api admin = server.admin();
        String account = admin.post("/accounts", Map.of("name", name)).text("id");
        admin.post("/passwords", Map.of("accountId", account, "publicValue", name, "secretValue", password(name)));
        accounts.put(name, account);
        return name;
    }

    String password(String name) {
        return name + "-password";
    }

    String account(String name) {
        return Objects.requireNonNull(accounts.get(name));
    }

    Api session(String name) {
        return server.session(
                server.signIn(name + ":" + password(name), "192.0.2.82").text("jwt"), null);
    }

    String environment() {
        return server.admin()
                .post("/projects", Map.of("name", "environment" + ++environments))
                .text("id");
    }

    /** Beside the administrator, because an environment has an owner. */
    void member(String environment, String name, String role) {
        Answer set = server.admin()
                .post(
                        "/projects/" + environment + "?action=setmembers",
                        Map.of("members", List.of(membership("1a1", "owner"), membership(account(name), role))));
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
    }

    private static Map<String, Object> membership(String account, String role) {
        return Map.of("externalIdType", "rancher_id", "externalId", account, "role", role);
    }

    /** {@code access:secret} of a new key. */
    String key(Map<String, Object> body) {
        Answer key = server.admin().post("/apikeys", body);
        return key.text("publicValue") + ":" + key.text("secretValue");
    }

    /** Signs in, allows, and exchanges the code, as the command does. */
    JsonNode tokens(OAuthBrowser browser, String name, Map<String, String> request) {
        browser.signIn(request, name, password(name), "");
        String code = browser.allow(browser.question(request)).code();
        OAuthBrowser.Page tokens = browser.exchange(code);
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        return tokens.json();
    }

    /** What the gateway would hear of an access token. */
    int status(JsonNode tokens) {
        return server.bearerToken(tokens.path("access_token").asString(), null).status();
    }

    /** Neither access nor refresh tokens work. */
    void expectDead(JsonNode... all) {
        for (JsonNode tokens : all) {
            assertThat(status(tokens)).isEqualTo(401);
            if (tokens.has("refresh_token")) {
                OAuthBrowser.Page refreshed = new OAuthBrowser(server.port)
                        .refresh(tokens.path("refresh_token").asString());
                assertThat(refreshed.status()).as(refreshed.body()).isEqualTo(400);
                assertThat(refreshed.json().path("error").asString()).isEqualTo("invalid_grant");
            }
        }
    }

    /** Everything that is stored of clients and grants, as text. */
    static String dump(MariaDb database) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("oauth_client", "oauth_grant", "oauth_spent", "auth_token", "audit_log")) {
                try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                            all.append(rows.getString(column)).append('\n');
                        }
                    }
                }
            }
        }
        return all.toString();
    }
}
