package io.drover.identity.oidc;

import io.drover.identity.oidc.ProviderException.Problem;
import io.drover.identity.oidc.ProviderSettings.Client;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to a token endpoint (RFC 6749, 4.1.3 and 6), with the client's secret where the endpoint reads it.
 *
 * @param basic value of the header {@code Authorization}, or null
 */
record TokenRequest(Map<String, String> form, @Nullable String basic) {

    static TokenRequest code(String code, String redirectUri, SignInSecrets secrets, Client client, boolean basic) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        form.put("code_verifier", secrets.verifier());
        return of(form, client, basic);
    }

    static TokenRequest refresh(String token, Client client, boolean basic) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", token);
        return of(form, client, basic);
    }

    private static TokenRequest of(Map<String, String> form, Client client, boolean takesBasic) {
        boolean isBasic = takesBasic && !client.secret().isEmpty();
        if (!isBasic) {
            form.put("client_id", client.id());
            if (!client.secret().isEmpty()) {
                form.put("client_secret", client.secret());
            }
            return new TokenRequest(form, null);
        }
        String pair = encoded(client.id()) + ":" + encoded(client.secret());
        return new TokenRequest(
                form, "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @param error the endpoint's error code */
    static ProviderException refusal(String error, boolean isRefresh) {
        return switch (error) {
            case "invalid_grant", "bad_verification_code", "bad_refresh_token" ->
                isRefresh
                        ? new ProviderException(Problem.GRANT, "the provider does not give access any more")
                        : new ProviderException(
                                Problem.CODE,
                                "the provider does not accept the code: it is too old, or was used before");
            case "invalid_client", "unauthorized_client", "incorrect_client_credentials" ->
                new ProviderException(
                        Problem.CONFIGURATION,
                        "the provider does not know Drover by this client id and secret (" + error + ")");
            default ->
                new ProviderException(
                        Problem.CONFIGURATION,
                        "the provider's token endpoint refuses the request (" + shown(error) + ")");
        };
    }

    private static String shown(String error) {
        return error.matches("[A-Za-z0-9_.-]{1,64}") ? error : "no error code";
    }

    @Override
    public String toString() {
        return "TokenRequest[" + form.get("grant_type") + "]";
    }
}
