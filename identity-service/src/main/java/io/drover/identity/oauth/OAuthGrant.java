package io.drover.identity.oauth;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an account gave a client, from the question for consent to the last refresh: a family of tokens of which one access token
 * and one refresh token are good at a time. Only hashes of what clients show are in it.
 *
 * @param uuid its identity in the protocol
 * @param number of its row; 0 before it is stored
 * @param version of its row, for compare-and-set
 * @param scopes what the account granted
 * @param request of the authorization endpoint; null for clients that act for themselves
 */
public record OAuthGrant(
        String uuid,
        long number,
        long version,
        Holder holder,
        String grantType,
        Set<String> scopes,
        @Nullable Request request,
        Tokens tokens) {

    public OAuthGrant {
        scopes = Set.copyOf(scopes);
    }

    /**
     * Whose it is.
     *
     * @param account the account its tokens act as
     * @param client {@link OAuthClient#key}
     */
    public record Holder(long account, String client, String clientId) {}

    /**
     * The authorization request, as far as the protocol needs it again.
     *
     * @param address of the authorization endpoint that was asked
     * @param state the client's own, to be given back
     * @param challenge of PKCE, S256
     */
    public record Request(
            String address,
            @Nullable String redirectUri,
            @Nullable String state,
            Set<String> scopes,
            String challenge) {
        public Request {
            scopes = Set.copyOf(scopes);
        }
    }

    /** A secret that was handed out. */
    public record Issued(String hash, Instant at, Instant expires) {
        @Override
        public String toString() {
            return "Issued[" + at + ", " + expires + "]";
        }
    }

    /**
     * @param consent hash of the state that the answer to the question for consent repeats
     * @param codeEnded the code was used, or shown by the wrong client
     */
    public record Tokens(
            @Nullable String consent,
            @Nullable Issued code,
            boolean codeEnded,
            @Nullable Issued access,
            @Nullable Issued refresh) {
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    /** Nothing of it can be used, or become usable, any more. */
    public boolean isOver() {
        boolean isWaiting = tokens.consent() != null || (tokens.code() != null && !tokens.codeEnded());
        return !isWaiting && tokens.access() == null && tokens.refresh() == null;
    }

    /**
     * When nothing of it can be used any more.
     *
     * @param asked when a question for consent that nobody answers is forgotten
     */
    public Instant expires(Instant asked) {
        Issued last = tokens.refresh() != null ? tokens.refresh() : tokens.access();
        if (last != null) {
            return last.expires();
        }
        Issued code = tokens.code();
        return code == null ? asked : code.expires();
    }
}
