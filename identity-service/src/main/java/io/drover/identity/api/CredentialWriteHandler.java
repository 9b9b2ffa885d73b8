package io.drover.identity.api;

import static io.drover.identity.token.Revocation.ACCOUNT;
import static io.drover.identity.token.Revocation.CREDENTIAL;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.runtime.feed.ChangeKind;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Mono;

/** What keys, passwords and registration tokens have in common when they change. */
public final class CredentialWriteHandler {
    private static final Function<CredentialRow, Mono<Long>> NOTHING_ELSE = _ -> Mono.just(0L);

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
                        id -> List.of(NewChange.created(credential.kind().wire(), id, credential.account())))
                .onErrorMap(DataIntegrityViolationException.class, _ -> taken(credential.publicValue()))
                .flatMap(credentials::find);
    }

    Mono<CredentialRow> rename(long id, Input input) {
        Mono<CredentialRow> work = credentials
                .lock(id)
                .flatMap(row -> credentials
                        .rename(
                                id,
                                input.has("name") ? input.text("name") : row.name(),
                                input.has("description") ? input.text("description") : row.description())
                        .thenReturn(row));
        return changes.write(work, row -> List.of(shown(row, ChangeKind.UPDATED)))
                .then(credentials.find(id));
    }

    Mono<CredentialRow> act(long id, String action) {
        return act(id, action, NOTHING_ELSE);
    }

    /** @param ends what else ends when the credential does, in the same transaction; answers how much that was */
    Mono<CredentialRow> act(long id, String action, Function<CredentialRow, Mono<Long>> ends) {
        return switch (action) {
            case "activate" -> setState(id, "active", NOTHING_ELSE);
            case "deactivate" -> setState(id, "inactive", ends);
            default -> Mono.error(new ApiException.NotAllowed("InvalidAction", "no action '" + action + "'"));
        };
    }

    Mono<CredentialRow> remove(long id) {
        return remove(id, NOTHING_ELSE);
    }

    /** @param ends as with {@link #act} */
    Mono<CredentialRow> remove(long id, Function<CredentialRow, Mono<Long>> ends) {
        return ending(id, credentials.remove(id, clock.instant()), ChangeKind.REMOVED, ends);
    }

    private Mono<CredentialRow> setState(long id, String state, Function<CredentialRow, Mono<Long>> ends) {
        return ending(id, credentials.setState(id, state), ChangeKind.UPDATED, ends);
    }

    /**
     * The change, and with it the end of the tokens that were made with the key. There may be very many of those: they are
     * announced together, as their account's.
     */
    private Mono<CredentialRow> ending(
            long id, Mono<Long> work, ChangeKind kind, Function<CredentialRow, Mono<Long>> ends) {
        Mono<List<NewChange>> all = credentials
                .find(id)
                .flatMap(row -> work.then(ends.apply(row))
                        .zipWhen(_ -> tokens.deleteOfCredential(id), Long::sum)
                        .map(ended -> {
                            List<NewChange> written = new ArrayList<>();
                            written.add(shown(row, kind));
                            written.add(new NewChange(CREDENTIAL, id, null, kind, null));
                            if (ended > 0) {
                                written.add(NewChange.updated(ACCOUNT, row.account(), null));
                            }
                            return written;
                        }));
        return changes.write(all, Function.identity()).then(credentials.find(id));
    }

    /** What those hear who see the resource; the end of cached tokens is another matter (a change of a {@link io.drover.identity.token.Revocation#CREDENTIAL}). */
    private static NewChange shown(CredentialRow row, ChangeKind kind) {
        return new NewChange(row.kind().wire(), row.id(), row.account(), kind, null);
    }

    private static ApiException taken(String publicValue) {
        return new ApiException.InvalidField(
                "NotUnique", "publicValue", "field 'publicValue' has the value '" + publicValue + "', which is taken");
    }
}
