package io.drover.identity.api.oauth;

import io.drover.identity.oauth.OAuthClient;
import io.drover.identity.oauth.OAuthGrant;
import io.drover.identity.oauth.OAuthPages.Names;
import io.drover.identity.oauth.TokenScope;
import io.drover.identity.role.AccountKind;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.MemberStore;
import io.drover.identity.store.OAuthGrantStore.By;
import io.drover.identity.store.ProjectStore;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the question for consent is about. */
final class ConsentClient {
    private final OAuthGrantHandler grants;
    private final OAuthClientRepository clients;
    private final Known known;

    ConsentClient(OAuthGrantHandler grants, OAuthClientRepository clients, Known known) {
        this.grants = grants;
        this.clients = clients;
        this.known = known;
    }

    /** Where names are found. */
    record Known(AccountStore accounts, ProjectStore environments, MemberStore members) {}

    /** A question for consent. */
    record Question(OAuthClient client, Names names, OAuthGrant.Request request) {
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
                .map(client -> new Question(client, names(client, account, request), request));
    }

    private Names names(OAuthClient client, long account, OAuthGrant.Request request) {
        EnvironmentId environment = TokenScope.of(request.scopes()).environment();
        return new Names(
                client.kind() == OAuthClient.Kind.BUILT_IN ? null : accountName(client.owner()),
                accountName(account),
                environment == null ? null : WaitingClient.await(environmentName(account, environment.value())));
    }

    private String accountName(long account) {
        String name = WaitingClient.await(known.accounts().find(account).map(AccountRow::name));
        return name == null ? "" : name;
    }

    /** Whoever is asked must not learn from a stranger's link what environments of others are called. */
    private Mono<String> environmentName(long account, long environment) {
        Mono<Boolean> isAdministrator = known.accounts().find(account).map(row -> row.kind() == AccountKind.ADMIN);
        return known.environments()
                .find(environment)
                .filterWhen(_ -> known.members()
                        .membershipsOf(account, environment)
                        .hasElements()
                        .flatMap(isMember -> isMember ? Mono.just(true) : isAdministrator))
                .map(row -> row.account().name());
    }
}
