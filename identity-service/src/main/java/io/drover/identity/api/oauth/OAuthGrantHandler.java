package io.drover.identity.api.oauth;

import static io.drover.identity.token.Revocation.OAUTH_TOKEN;

import io.drover.identity.oauth.OAuthGrant;
import io.drover.identity.oauth.OAuthGrant.Issued;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.OAuthGrantStore;
import io.drover.identity.store.OAuthGrantStore.By;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.model.WireId;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps grants. Each change is one transaction and announces the grant, so that internal tokens made from it are forgotten at
 * once. A code and a refresh token work once, also when two requests show them at the same moment: the second finds another version
 * of the row, and that ends the grant.
 */
final class OAuthGrantHandler {
    /** Tokens of one key that can be used at a time. */
    private static final int MOST_OF_A_KEY = 100;

    /** How long a question for consent may wait for its answer. */
    private static final Duration QUESTION = Duration.ofMinutes(10);

    private final OAuthGrantStore grants;
    private final OAuthTokenStore tokens;
    private final ChangeStore changes;
    private final OAuthRecordHandler records;
    private final Clock clock;

    OAuthGrantHandler(
            OAuthGrantStore grants,
            OAuthTokenStore tokens,
            ChangeStore changes,
            OAuthRecordHandler records,
            Clock clock) {
        this.grants = grants;
        this.tokens = tokens;
        this.changes = changes;
        this.records = records;
        this.clock = clock;
    }

    /** The grant changed since it was read: something of it was used twice at once. */
    static final class UsedTwice extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsedTwice() {
            super("the grant was used twice at once", null, false, false);
        }
    }

    Mono<OAuthGrant> find(By by, String hash) {
        return grants.find(by, hash, clock.instant());
    }

    Mono<OAuthGrant> byUuid(String uuid) {
        return grants.byUuid(uuid);
    }

    /** The grant of a refresh token; one that was exchanged before ends its grant, and is none. */
    Mono<OAuthGrant> refreshing(String hash, String address) {
        return find(By.REFRESH, hash)
                .switchIfEmpty(Mono.defer(() -> grants.spentFor(hash)
                        .flatMap(grant -> shownAgain(grant, address))
                        .then(Mono.empty())));
    }

    private Mono<Void> shownAgain(long number, String address) {
        return tokens.find(number, clock.instant())
                .flatMap(grant -> changes.write(tokens.delete(number), NewChange.removed(OAUTH_TOKEN, number, null))
                        .then(records.reused(grant, address)));
    }

    /**
     * Stores what the protocol made of a grant.
     *
     * @param address of the client, for the audit log
     * @param isRevoking the client asked for its end
     */
    Mono<Void> save(OAuthGrant grant, String address, boolean isRevoking) {
        Instant now = clock.instant();
        Instant expires = grant.expires(now.plus(QUESTION));
        if (grant.number() == 0) {
            return changes.write(made(grant, now, expires), Made::changes)
                    .filter(made -> made.isRecorded() && isFirstToken(null, grant))
                    .flatMap(made -> records.given(grant, made.number(), address));
        }
        return changes.write(replace(grant, expires), before -> List.of(changed(grant, before)))
                .switchIfEmpty(Mono.defer(() -> usedTwice(grant, address)))
                .flatMap(before -> record(before, grant, address, isRevoking));
    }

    /**
     * @param ended numbers of others of the same key that ended for it
     * @param isRecorded not one of many that the key gets for the same
     */
    private record Made(long number, List<Long> ended, boolean isRecorded) {
        List<NewChange> changes() {
            return Stream.concat(
                            Stream.of(NewChange.created(OAUTH_TOKEN, number, null)),
                            ended.stream().map(one -> NewChange.removed(OAUTH_TOKEN, one, null)))
                    .toList();
        }
    }

    /** A key asks for tokens as often as its program likes: so many live at a time, and a row in the log begins each series. */
    private Mono<Made> made(OAuthGrant grant, Instant now, Instant expires) {
        Mono<Long> inserted = grants.insert(grant, now, expires);
        String client = grant.holder().client();
        if (!client.matches("1c[0-9]+")) {
            return inserted.map(number -> new Made(number, List.of(), true));
        }
        long key = WireId.parse(client).orElse(0);
        return tokens.countOfCredential(key, grant.scopes(), now)
                .flatMap(live -> inserted.flatMap(number -> tokens.deleteOldestOfCredential(key, MOST_OF_A_KEY)
                        .map(ended -> new Made(number, ended, live == 0))));
    }

    private static NewChange changed(OAuthGrant grant, OAuthGrant before) {
        return grant.isOver()
                ? NewChange.removed(OAUTH_TOKEN, before.number(), null)
                : NewChange.updated(OAUTH_TOKEN, before.number(), null);
    }

    /** Answers what was there before; empty if that was not what the change started from. */
    private Mono<OAuthGrant> replace(OAuthGrant grant, Instant expires) {
        return grants.lock(grant.uuid(), grant.version()).flatMap(before -> {
            if (grant.isOver()) {
                return tokens.delete(before.number()).thenReturn(before);
            }
            Issued old = before.tokens().refresh();
            Issued fresh = grant.tokens().refresh();
            Mono<Long> spent = old == null || (fresh != null && fresh.hash().equals(old.hash()))
                    ? Mono.just(0L)
                    : grants.spend(old.hash(), before.number());
            return spent.then(grants.update(grant, expires)).thenReturn(before);
        });
    }

    private Mono<Void> record(OAuthGrant before, OAuthGrant grant, String address, boolean isRevoking) {
        if (isFirstToken(before, grant)) {
            return records.given(grant, before.number(), address);
        }
        if (!grant.isOver() || !isUsable(before)) {
            return Mono.empty();
        }
        return isRevoking
                ? records.ended(before, 200, address, "revoked")
                : records.ended(before, 403, address, "its code was shown again");
    }

    private Mono<OAuthGrant> usedTwice(OAuthGrant grant, String address) {
        return changes.write(tokens.delete(grant.number()), NewChange.removed(OAUTH_TOKEN, grant.number(), null))
                // 0: somebody else ended it meanwhile.
                .filter(ended -> ended > 0)
                .flatMap(_ -> records.ended(grant, 403, address, "a code or refresh token was shown twice at once"))
                .then(Mono.error(UsedTwice::new));
    }

    /** Forgets a question that was answered with no. */
    Mono<Void> remove(String uuid) {
        return grants.byUuid(uuid)
                .flatMap(grant -> changes.write(
                        tokens.delete(grant.number()), NewChange.removed(OAUTH_TOKEN, grant.number(), null)))
                .then();
    }

    private static boolean isFirstToken(@Nullable OAuthGrant before, OAuthGrant now) {
        return now.tokens().access() != null && (before == null || !isUsable(before));
    }

    private static boolean isUsable(OAuthGrant grant) {
        return grant.tokens().access() != null || grant.tokens().refresh() != null;
    }
}
