package io.drover.identity.api;

import static io.drover.identity.token.Revocation.ACCOUNT;
import static io.drover.identity.token.Revocation.ACCOUNT_FACTS;

import io.drover.api.ApiException;
import io.drover.api.resource.Filter;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.role.AccountKind;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.OAuthClientStore;
import io.drover.identity.store.ProjectStore;
import io.drover.model.Role;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * People (spec: identity sheet, 2.1). Administrators manage all accounts, everybody else sees their own. One active
 * administrator always remains. Whoever is deactivated or removed is signed out at once.
 *
 * <p>An environment is an account too: by its id, or when a name is asked for, it is found here as the project that it is. The
 * reference's command line looks its environment up so (spec: identity sheet, 8).
 */
public final class AccountHandler implements ResourceHandler {
    private final AccountStore accounts;
    private final ProjectHandler projects;
    private final CredentialStore credentials;
    private final AuthTokenStore sessions;
    private final OAuthClientStore clients;
    private final ChangeStore changes;
    private final Ids ids;
    private final Clock clock;

    /** Accounts, and what ends with one. */
    public record Stores(
            AccountStore accounts, CredentialStore credentials, AuthTokenStore sessions, OAuthClientStore clients) {}

    public AccountHandler(Stores stores, ProjectHandler projects, ChangeStore changes, Ids ids, Clock clock) {
        this.accounts = stores.accounts();
        this.projects = projects;
        this.credentials = stores.credentials();
        this.sessions = stores.sessions();
        this.clients = stores.clients();
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return AccountTypes.ACCOUNT;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        boolean all = caller.role() == Role.ADMIN
                && !"false".equals(query.parameters().get("all"));
        SqlList list = SqlList.of(query, AccountStore.COLUMNS, "a.id");
        Mono<Page> people = accounts.list(list, all ? null : caller.account().value())
                .collectList()
                .map(rows -> page(rows, query));
        return asksForAName(query)
                ? people.zipWith(Mono.defer(() -> projects.list(caller, query)), AccountHandler::joined)
                : people;
    }

    /** And for nothing that environments do not have. */
    private static boolean asksForAName(ListQuery query) {
        return query.filters().stream()
                        .anyMatch(filter -> filter.modifier() == Filter.Modifier.EQ
                                && filter.field().name().equals("name"))
                && query.filters().stream()
                        .allMatch(filter ->
                                ProjectStore.COLUMNS.containsKey(filter.field().name()))
                && (query.sort() == null
                        || ProjectStore.COLUMNS.containsKey(query.sort().field()));
    }

    private static Page joined(Page people, Page environments) {
        return new Page(
                Stream.concat(people.data().stream(), environments.data().stream())
                        .toList(),
                people.more() || environments.more());
    }

    private static Page page(List<AccountRow> rows, ListQuery query) {
        return new Page(SqlList.page(rows, query).stream().map(Wire::account).toList(), rows.size() > query.limit());
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        boolean mayKnow = caller.role() == Role.ADMIN || caller.account().value() == id;
        Mono<Resource> person = mayKnow
                ? accounts.find(id)
                        .filter(row -> row.kind() != AccountKind.PROJECT)
                        .map(Wire::account)
                : Mono.empty();
        return person.switchIfEmpty(Mono.defer(() -> projects.find(caller, id)));
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        AccountRow.New account = new AccountRow.New(
                ids.uuid(), kind(input.text("kind", "user")), input.text("name", ""), input.text("description"));
        return changes.write(
                        accounts.insert(account, clock.instant()), id -> List.of(NewChange.created(ACCOUNT, id, null)))
                .flatMap(accounts::find)
                .map(Wire::account);
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input input) {
        Mono<NewChange> work = accounts.lock(id).flatMap(row -> {
            if (!row.kind().isPerson()) {
                return Mono.error(ofTheSystem(row));
            }
            AccountKind kind = kind(input.text("kind", row.kind().wire()));
            Mono<Long> update = accounts.update(
                    id,
                    input.text("name", row.name()),
                    input.has("description") ? input.text("description") : row.description(),
                    kind);
            boolean demoted = row.kind() == AccountKind.ADMIN && kind != AccountKind.ADMIN;
            return (demoted ? keepingAnAdmin(row).then(update) : update)
                    .thenReturn(NewChange.updated(demoted ? ACCOUNT : ACCOUNT_FACTS, id, null));
        });
        return changes.write(work, List::of).then(accounts.find(id)).map(Wire::account);
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        Mono<Long> work = accounts.lock(id)
                .flatMap(row -> keepingAnAdmin(row)
                        .then(sessions.deleteOf(id, 0))
                        .then(credentials.removeAll(id, clock.instant()))
                        .then(accounts.forget(id))
                        .then(clients.removeOf(id, clock.instant()))
                        .then(accounts.remove(id, clock.instant())));
        return written(id, work, NewChange.removed(ACCOUNT, id, null));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        Mono<Long> work = switch (action) {
            case "activate" -> accounts.setState(id, "active");
            case "purge" -> accounts.purge(id);
            case "deactivate" ->
                accounts.lock(id)
                        .flatMap(row -> keepingAnAdmin(row)
                                .then(sessions.deleteOf(id, 0))
                                .then(accounts.setState(id, "inactive")));
            default -> Mono.error(new ApiException.NotAllowed("InvalidAction", "no action '" + action + "'"));
        };
        return written(id, work, NewChange.updated(ACCOUNT, id, null));
    }

    @Override
    public Mono<Page> follow(Caller caller, long id, String link, ListQuery query) {
        if (CredentialAccess.isConfined(caller) && id != Wire.environment(caller)) {
            return Mono.just(Page.all(List.of()));
        }
        SqlList list = SqlList.of(query, CredentialStore.COLUMNS, "c.id");
        return credentials
                .list(id, null, list)
                .map(row -> Wire.credential("credential", row))
                .collectList()
                .map(Page::all);
    }

    /** People, not what carries the suite, can be changed. */
    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return AccountKind.of(String.valueOf(resource.fields().get("kind")))
                .filter(AccountKind::isPerson)
                .isPresent();
    }

    private Mono<Void> keepingAnAdmin(AccountRow row) {
        if (!row.kind().isPerson()) {
            return Mono.error(ofTheSystem(row));
        }
        if (row.kind() != AccountKind.ADMIN || !row.isActive()) {
            return Mono.empty();
        }
        return accounts.countActiveAdmins()
                .filter(admins -> admins > 1)
                .switchIfEmpty(Mono.error(() -> new ApiException.NotAllowed(
                        "LastAdminAccount", "At least one admin account is required at all times")))
                .then();
    }

    private static ApiException ofTheSystem(AccountRow row) {
        return new ApiException.NotAllowed(
                "ActionNotAvailable", "account '" + row.name() + "' belongs to the system: it stays as it is");
    }

    private Mono<Resource> written(long id, Mono<Long> work, NewChange change) {
        return changes.write(work, change).then(accounts.find(id)).map(Wire::account);
    }

    private static AccountKind kind(String wire) {
        return AccountKind.of(wire).orElse(AccountKind.USER);
    }
}
