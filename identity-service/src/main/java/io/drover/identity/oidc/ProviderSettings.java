package io.drover.identity.oidc;

import io.drover.identity.directory.AccessPolicy;
import java.util.List;

/**
 * The configuration of a provider, checked; {@link ProviderFields} reads it.
 *
 * @param base the issuer; of GitHub its address, without a slash at the end
 */
public record ProviderSettings(
        ProviderKind kind, String base, Client client, List<String> scopes, ClaimNames claims, AccessPolicy access) {
    public ProviderSettings {
        scopes = List.copyOf(scopes);
    }

    /**
     * Drover as the provider knows it.
     *
     * @param secret the empty text: a public client, protected by PKCE alone
     */
    public record Client(String id, String secret) {
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }

    /**
     * Where the provider's claims have what. A name with dots that is no claim itself is a path: {@code realm_access.roles}.
     *
     * @param userId never given to somebody else by the provider
     * @param groups the empty text: groups are not read
     */
    public record ClaimNames(String userId, String login, String name, String groups) {}

    /** Everything but whom it lets in: two configurations with the same text sign the same people in the same way. */
    public String identifyingText() {
        return String.join(
                "\n",
                kind.provider(),
                base,
                client.id(),
                client.secret(),
                String.join(" ", scopes),
                claims.userId(),
                claims.login(),
                claims.name(),
                claims.groups());
    }

    /** Whether an id of one is the same person in the other. */
    public boolean isSamePeople(ProviderSettings other) {
        return kind == other.kind && base.equals(other.base) && claims.userId().equals(other.claims.userId());
    }

    public ProviderSettings admitting(AccessPolicy policy) {
        return new ProviderSettings(kind, base, client, scopes, claims, policy);
    }
}
