package io.drover.identity.oauth;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody's program that asks for tokens.
 *
 * @param key what grants remember: the public id of its row ({@code 1oc7}, {@code 1c4}), or the name of a built-in one
 * @param clientId the protocol's {@code client_id}
 * @param name for people
 * @param owner number of the account it belongs to; of a key the account it acts for; 0 for built-in ones
 * @param secretHashes of each secret that counts; none: a public client
 * @param scopes what every token of it is narrowed to, whatever else is asked for
 */
public record OAuthClient(
        String key,
        String clientId,
        Kind kind,
        String name,
        long owner,
        List<String> secretHashes,
        List<String> redirectUris,
        Set<String> scopes) {

    /** Where a client comes from. */
    public enum Kind {
        /** Comes with the suite: its command, its portal. Public. */
        BUILT_IN,
        /** Registered by somebody. */
        REGISTERED,
        /** An API key that acts for its own account. */
        API_KEY
    }

    /** The command line. Its address has whatever port is free when it asks. */
    private static final OAuthClient CLI =
            builtIn("drover-cli", "the drover command", List.of("http://127.0.0.1/callback", "http://[::1]/callback"));

    private static final String PORTAL = "drover-portal";
    private static final String PORTAL_NAME = "the portal of this server";
    private static final String PORTAL_PATH = "/login/callback";

    public OAuthClient {
        secretHashes = List.copyOf(secretHashes);
        redirectUris = List.copyOf(redirectUris);
        scopes = Set.copyOf(scopes);
    }

    /** @param issuer the server's public address, where the portal is */
    public static Optional<OAuthClient> builtIn(String clientId, String issuer) {
        return switch (clientId) {
            case "drover-cli" -> Optional.of(CLI);
            case PORTAL -> Optional.of(builtIn(PORTAL, PORTAL_NAME, List.of(issuer + PORTAL_PATH)));
            default -> Optional.empty();
        };
    }

    /** Whether a client that is called so could be taken for a built-in one. */
    public static boolean isNameOfBuiltIn(String name) {
        return name.strip().equalsIgnoreCase(CLI.name) || name.strip().equalsIgnoreCase(PORTAL_NAME);
    }

    private static OAuthClient builtIn(String clientId, String name, List<String> redirectUris) {
        return new OAuthClient(clientId, clientId, Kind.BUILT_IN, name, 0, List.of(), redirectUris, Set.of());
    }

    public boolean isPublic() {
        return secretHashes.isEmpty();
    }

    @Override
    public String toString() {
        return "OAuthClient[" + key + "]";
    }
}
