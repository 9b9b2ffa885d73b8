package io.drover.identity.api.oauth;

import io.drover.identity.oauth.OAuthClient;
import io.drover.identity.oauth.OAuthGrant;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.OAuthGrantStore.By;
import io.drover.model.AccountId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the question for consent is about. */
final class ConsentClient {
    private final OAuthGrantHandler grants;
    private final OAuthClientRepository clients;

    ConsentClient(OAuthGrantHandler grants, OAuthClientRepository clients) {
        this.grants = grants;
        this.clients = clients;
    }

    /**
     * A question for consent.
     *
     * @param account number of who is asked
     */
    record Question(long account, OAuthClient client, OAuthGrant.Request request) {
        /** Where the answer goes. */
        String redirectUri() {
            String wanted = request.redirectUri();
            return wanted == null ? client.redirectUris().getFirst() : wanted;
        }
    }

    /**
     * @param state that the answer will repeat
     * @param person public id of the account that asks to see the question; null: nobody is signed in
     * @return empty: there is no such question for them
     */
    Optional<Question> question(String state, @Nullable String person) {
        OAuthGrant grant = state.isEmpty() ? null : WaitingClient.await(grants.find(By.CONSENT, SecretHash.of(state)));
        OAuthGrant.Request request = grant == null ? null : grant.request();
        if (grant == null || request == null) {
            return Optional.empty();
        }
        long account = grant.holder().account();
        return clients.client(grant.holder().clientId())
                .filter(_ -> new AccountId(account).toString().equals(person))
                .map(client -> new Question(account, client, request));
    }
}
