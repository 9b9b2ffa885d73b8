package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import java.util.LinkedHashMap;
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

    void member(String environment, String name, String role) {
        Answer set = server.admin()
                .post(
                        "/projects/" + environment + "?action=setmembers",
                        Map.of(
                                "members",
                                java.util.List.of(Map.of(
                                        "externalIdType", "rancher_id", "externalId", account(name), "role", role))));
        assertThat(set.status()).as(set.toString()).isEqualTo(202);
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
}
