package io.drover.identity.api;

import static io.drover.identity.token.Revocation.CREDENTIAL;
import static io.drover.identity.token.Revocation.OAUTH_TOKEN;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Mono;

/** What keys, passwords and registration tokens have in common when they change. */
public final class CredentialWriteHandler {
    private final CredentialStore credentials;
    private final OAuthTokenStore tokens;
    private final ChangeStore changes;
    private final Clock clock;

    public CredentialWriteHandler(
            CredentialStore credentials, OAuthTokenStore tokens, ChangeStore changes, Clock clock) {
        this.credentials = credentials;
        this.tokens = tokens;
        this.changes = changes;
        this.clock = clock;
    }

    /** A taken public value is the field's fault. */
    Mono<CredentialRow> create(CredentialRow.New credential) {
        return changes.write(
                        credentials.insert(credential, clock.instant()),
                        id -> List.of(NewChange.created(CREDENTIAL, id, null)))
                .onErrorMap(DataIntegrityViolationException.class, _ -> taken(credential.publicValue()))
                .flatMap(credentials::find);
    }

    Mono<CredentialRow> rename(long id, Input input) {
        return credentials
                .find(id)
                .flatMap(row -> changes.write(credentials.rename(
                        id,
                        input.has("name") ? input.text("name") : row.name(),
                        input.has("description") ? input.text("description") : row.description())))
                .then(credentials.find(id));
    }

    Mono<CredentialRow> act(long id, String action) {
        return switch (action) {
            case "activate" -> setState(id, "active");
            case "deactivate" -> setState(id, "inactive");
            default -> Mono.error(new ApiException.NotAllowed("InvalidAction", "no action '" + action + "'"));
        };
    }

    Mono<CredentialRow> remove(long id) {
        return ending(credentials.remove(id, clock.instant()), NewChange.removed(CREDENTIAL, id, null))
                .then(credentials.find(id));
    }

    private Mono<CredentialRow> setState(long id, String state) {
        return ending(credentials.setState(id, state), NewChange.updated(CREDENTIAL, id, null))
                .then(credentials.find(id));
    }

    /** The change, and with it the end of the tokens that were made with the key. */
    private Mono<List<Long>> ending(Mono<Long> work, NewChange change) {
        return changes.write(
                work.then(tokens.deleteOfCredential(change.resourceId())),
                ended -> Stream.concat(
                                Stream.of(change),
                                ended.stream().map(grant -> NewChange.removed(OAUTH_TOKEN, grant, null)))
                        .toList());
    }

    private static ApiException taken(String publicValue) {
        return new ApiException.InvalidField(
                "NotUnique", "publicValue", "field 'publicValue' has the value '" + publicValue + "', which is taken");
    }
}
