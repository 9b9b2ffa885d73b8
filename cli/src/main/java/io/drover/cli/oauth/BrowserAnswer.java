package io.drover.cli.oauth;

import io.drover.cli.failure.CliFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a browser brought back from the authorization server.
 *
 * @param parameters of the address it was sent to
 */
public record BrowserAnswer(Map<String, String> parameters) {
    public BrowserAnswer {
        parameters = Map.copyOf(parameters);
    }

    /**
     * @param address absolute or from the path on, as the browser visited it or somebody copied it
     * @return empty: it is no answer of an authorization server
     */
    public static Optional<BrowserAnswer> of(String address) {
        try {
            String query = new URI(address.strip()).getRawQuery();
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String pair : (query == null ? "" : query).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
            return parameters.containsKey("state") ? Optional.of(new BrowserAnswer(parameters)) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isOf(Pkce pkce) {
        return pkce.state().equals(parameters.get("state"));
    }

    /**
     * The code, if the answer came from whom was asked.
     *
     * @param issuer as the server's document names it
     * @param saysIssuer its answers always name it
     */
    public String code(String issuer, boolean saysIssuer) {
        String said = parameters.get("iss");
        if (said == null ? saysIssuer : !said.equals(issuer)) {
            throw CliFailure.of("the browser's answer came from another server than the one that was asked: nothing was"
                    + " sent there; log in again");
        }
        String error = parameters.get("error");
        if (error != null) {
            String why = parameters.getOrDefault("error_description", error);
            throw CliFailure.of("the sign-in in the browser did not work: " + why);
        }
        String code = parameters.get("code");
        if (code == null || code.isEmpty()) {
            throw CliFailure.of("the browser brought no code back: log in again");
        }
        return code;
    }

    @Override
    public String toString() {
        return "BrowserAnswer" + parameters.keySet();
    }
}
