package io.drover.identity.oidc;

import io.drover.identity.oidc.ProviderException.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's discovery document says (OpenID Connect Discovery 1.0).
 *
 * @param userinfo address, or the empty text
 * @param saysIssuer its answers to the browser name it, always (RFC 9207)
 * @param takesBasic the token endpoint reads the client's secret from HTTP Basic, else from the form
 */
public record ProviderMetadata(
        String authorization, String token, String keys, String userinfo, boolean saysIssuer, boolean takesBasic) {

    /**
     * @param issuer as it was configured; the document must be its own, letter by letter
     * @throws ProviderException the document cannot be used
     */
    public static ProviderMetadata read(String issuer, Map<String, @Nullable Object> document) {
        Object said = document.get("issuer");
        if (!issuer.equals(said)) {
            throw new ProviderException(
                    Problem.CONFIGURATION,
                    "the discovery document of '" + issuer + "' is of the issuer '" + said
                            + "': configure exactly that one, or correct the address");
        }
        return new ProviderMetadata(
                required(issuer, document, "authorization_endpoint"),
                required(issuer, document, "token_endpoint"),
                required(issuer, document, "jwks_uri"),
                optional(issuer, document, "userinfo_endpoint"),
                Boolean.TRUE.equals(document.get("authorization_response_iss_parameter_supported")),
                !(document.get("token_endpoint_auth_methods_supported") instanceof List<?> methods)
                        || methods.contains("client_secret_basic"));
    }

    private static String required(String issuer, Map<String, @Nullable Object> document, String name) {
        String address = optional(issuer, document, name);
        if (address.isEmpty()) {
            throw new ProviderException(
                    Problem.CONFIGURATION, "the discovery document of '" + issuer + "' has no '" + name + "'");
        }
        return address;
    }

    private static String optional(String issuer, Map<String, @Nullable Object> document, String name) {
        Object value = document.get(name);
        if (value == null) {
            return "";
        }
        String address = value.toString();
        if (!ProviderAddress.isUsable(address)) {
            throw new ProviderException(
                    Problem.CONFIGURATION,
                    "the discovery document of '" + issuer + "' has the " + name + " '" + address
                            + "', which is not an https address");
        }
        return address;
    }
}
