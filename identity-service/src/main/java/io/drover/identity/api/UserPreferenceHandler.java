package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.UserPreferenceRow;
import io.drover.identity.store.UserPreferenceStore;
import io.drover.model.AccountId;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Mono;

/**
 * Preferences (spec: identity sheet, 3.6). Everybody has their own and sees no others, administrators neither: a preference says
 * what somebody looks at. What is removed is deleted: it is no record of anything, and clients write often.
 */
public final class UserPreferenceHandler implements ResourceHandler {
    /** Of one account. The reference's pages have about twenty. */
    static final int MOST = 500;

    private static final String TYPE = "userPreference";

    private final UserPreferenceStore preferences;
    private final AccountStore accounts;
    private final ChangeStore changes;
    private final Ids ids;
    private final Clock clock;

    public UserPreferenceHandler(
            UserPreferenceStore preferences, AccountStore accounts, ChangeStore changes, Ids ids, Clock clock) {
        this.preferences = preferences;
        this.accounts = accounts;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return UserPreferenceTypes.USER_PREFERENCE;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, UserPreferenceStore.COLUMNS, "p.id");
        return preferences
                .list(owner(caller), list)
                .map(UserPreferenceHandler::resource)
                .collectList()
                .map(rows -> new Page(SqlList.page(rows, query), rows.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return preferences.find(owner(caller), id).map(UserPreferenceHandler::resource);
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        long owner = owner(caller);
        String name = input.text("name", "");
        // The account is locked, or two requests at once would both find room for the last one.
        Mono<Long> work = accounts.lock(owner)
                .filter(AccountRow::isActive)
                .flatMap(_ -> preferences.count(owner))
                .doOnNext(UserPreferenceHandler::requireRoom)
                .flatMap(_ -> preferences.insert(ids.uuid(), owner, name, input.text("value", ""), clock.instant()))
                // Its last requests can be under way when somebody is removed: nothing of theirs is kept after that.
                .switchIfEmpty(Mono.error(() -> new ApiException.Forbidden("the account is not active any more")));
        return changes.write(work, id -> List.of(NewChange.created(TYPE, id, null)))
                .onErrorMap(DataIntegrityViolationException.class, _ -> taken(name))
                .flatMap(id -> find(caller, id));
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input input) {
        long owner = owner(caller);
        Mono<Long> work = preferences
                .lock(owner, id)
                .flatMap(row -> preferences.update(
                        owner, id, input.text("name", row.name()), input.text("value", row.value())));
        return changes.write(work, NewChange.updated(TYPE, id, null))
                .onErrorMap(DataIntegrityViolationException.class, _ -> taken(input.text("name", "")))
                .then(find(caller, id));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        long owner = owner(caller);
        Instant now = clock.instant();
        Mono<UserPreferenceRow> work = preferences
                .lock(owner, id)
                .flatMap(row -> preferences.delete(owner, id).thenReturn(row));
        return changes.write(work, _ -> List.of(NewChange.removed(TYPE, id, null)))
                .map(row -> resource(row).with("state", "removed").with("removed", now));
    }

    private static long owner(Caller caller) {
        return caller.account().value();
    }

    private static void requireRoom(long present) {
        if (present >= MOST) {
            throw new ApiException.Conflict(
                    "InvalidState",
                    "the account has " + present + " preferences, and " + MOST + " are possible: remove some first");
        }
    }

    private static ApiException taken(String name) {
        return new ApiException.InvalidField(
                "NotUnique",
                "name",
                "field 'name' has the value '" + name + "', which another preference of the account has");
    }

    private static Resource resource(UserPreferenceRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", row.name());
        fields.put("value", row.value());
        fields.put("accountId", new AccountId(row.account()).toString());
        Wire.common(fields, "active", row.uuid());
        fields.put("created", row.created());
        fields.put("removed", null);
        return new Resource(TYPE, UserPreferenceTypes.USER_PREFERENCE.publicId(row.id()), fields);
    }
}
