package io.drover.identity.api;

import static io.drover.identity.token.Revocation.PROJECT;

import io.drover.api.resource.ListQuery;
import io.drover.api.sql.SqlList;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.ProjectStore;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The first sign-in of a local account gives it an environment of its own, if it can reach none (spec: identity sheet, 1.9). Only
 * the first: an environment that somebody removed does not come back. A directory's user gets theirs with the account.
 */
public final class FirstSignInHandler {
    private static final Long NONE = 0L;

    private final AccountStore accounts;
    private final ProjectStore projects;
    private final ProjectWriteHandler environments;
    private final ChangeStore changes;
    private final LiveSettings settings;
    private final Clock clock;

    public FirstSignInHandler(
            AccountStore accounts,
            ProjectStore projects,
            ProjectWriteHandler environments,
            ChangeStore changes,
            LiveSettings settings,
            Clock clock) {
        this.accounts = accounts;
        this.projects = projects;
        this.environments = environments;
        this.changes = changes;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param login the name somebody has just signed in with */
    Mono<Void> of(AccountRow account, String login) {
        if (account.hasSignedIn()) {
            return Mono.empty();
        }
        // The mark is set by one of several that sign in at once.
        Mono<Long> made = accounts.markSignedIn(account.id(), clock.instant())
                .filter(marked -> marked > 0 && settings.flag(KnownSettings.CREATE_DEFAULT, true))
                .flatMap(_ -> reachesNone(account.id()))
                .flatMap(_ -> environments.insertOwned(login + "-Default", account.id()))
                .defaultIfEmpty(NONE);
        return changes.write(made, id -> id.equals(NONE) ? List.of() : List.of(NewChange.created(PROJECT, id, id)))
                .then();
    }

    private Mono<Boolean> reachesNone(long account) {
        return projects.listOf(account, SqlList.of(ListQuery.everything(), ProjectStore.COLUMNS, "a.id"))
                .hasElements()
                .filter(some -> !some);
    }
}
