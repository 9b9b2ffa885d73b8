package io.drover.cli.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.ApiClient.Answer;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.settings.Credential;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Drover's authorization server, by its discovery document (RFC 8414). Of the addresses it names only the paths count: tokens
 * go to the address the user gave.
 */
public final class AuthorizationServer {
    public static final String CLIENT = "drover-cli";
    private static final String DISCOVERY = "/.well-known/oauth-authorization-server";
    private static final Duration USUAL_LIFE = Duration.ofMinutes(5);

    private final ApiClient http;
    private final String base;
    private final JsonNode document;

    private AuthorizationServer(ApiClient http, String base, JsonNode document) {
        this.http = http;
        this.base = base;
        this.document = document;
    }

    /**
     * @param http to that server, without a credential
     * @param base the server's address
     */
    public static AuthorizationServer discover(ApiClient http, String base) {
        Answer answer = http.plain(DISCOVERY);
        JsonNode document = answer.body();
        if (answer.status() != 200 || document == null) {
            throw CliFailure.of(base + " has no sign-in through the browser (" + answer.status() + " at " + DISCOVERY
                    + "): log in with a name and password, or with an API key");
        }
        return new AuthorizationServer(http, base, document);
    }

    /** What its answers to the browser name it (RFC 9207). */
    public String issuer() {
        return document.path("issuer").asText("");
    }

    /** Whether its answers always name it. */
    public boolean saysIssuer() {
        return document.path("authorization_response_iss_parameter_supported").asBoolean(false);
    }

    /** What the browser opens. */
    public String authorization(Pkce pkce, String redirectUri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", redirectUri);
        parameters.put("state", pkce.state());
        parameters.put("code_challenge", pkce.challenge());
        parameters.put("code_challenge_method", "S256");
        return base + path("authorization_endpoint") + "?" + ApiClient.form(parameters);
    }

    public Credential.Granted redeem(String code, Pkce pkce, String redirectUri, Instant now) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        form.put("code_verifier", pkce.verifier());
        form.put("client_id", CLIENT);
        return granted(http.postForm(path("token_endpoint"), form), "", now);
    }

    /** The next pair for a refresh token; the old one is worth nothing from then on. */
    public Credential.Granted refresh(Credential.Granted before, Instant now) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", before.refresh());
        form.put("client_id", CLIENT);
        return granted(http.postForm(path("token_endpoint"), form), before.refresh(), now);
    }

    private static Credential.Granted granted(Answer answer, String refreshBefore, Instant now) {
        JsonNode body = answer.body();
        String access = body == null ? "" : body.path("access_token").asText("");
        if (answer.status() != 200 || body == null || access.isEmpty()) {
            throw refused(answer);
        }
        long seconds = body.path("expires_in").asLong(USUAL_LIFE.toSeconds());
        return new Credential.Granted(
                access, body.path("refresh_token").asText(refreshBefore), now.plusSeconds(seconds));
    }

    private static CliFailure refused(Answer answer) {
        JsonNode body = answer.body();
        String error = body == null ? "" : body.path("error").asText("");
        String said = body == null ? "" : body.path("error_description").asText("");
        return CliFailure.of(
                error.equals("invalid_grant")
                        ? "the sign-in has ended: log in again with 'drover login --web'"
                        : "the server does not give a token (" + answer.status() + (error.isEmpty() ? "" : " " + error)
                                + (said.isEmpty() ? "" : ": " + said) + "): log in again with 'drover login --web'");
    }

    /** Ends the whole sign-in (RFC 7009). */
    public void revoke(Credential.Granted granted) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", granted.refresh().isEmpty() ? granted.access() : granted.refresh());
        form.put("client_id", CLIENT);
        Answer answer = http.postForm(path("revocation_endpoint"), form);
        if (answer.status() != 200) {
            throw CliFailure.of("the server answered " + answer.status() + " when the tokens were to be revoked");
        }
    }

    private String path(String endpoint) {
        String address = document.path(endpoint).asText("");
        String path = address.isEmpty() ? "" : URI.create(address).getRawPath();
        if (path == null || !path.startsWith("/")) {
            throw CliFailure.of("the server's document at " + DISCOVERY + " names no " + endpoint);
        }
        // A server below a path names it in its addresses, and so does the address it is known by.
        String below = URI.create(base).getRawPath();
        return below != null && !below.isEmpty() && path.startsWith(below + "/")
                ? path.substring(below.length())
                : path;
    }
}
