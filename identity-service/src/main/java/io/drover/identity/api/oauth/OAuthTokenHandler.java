package io.drover.identity.api.oauth;

import static io.drover.identity.token.Revocation.OAUTH_TOKEN;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.OAuthGrantRow;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.model.AccountId;
import io.drover.model.Role;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What people gave to clients: listed without any secret, and ended at once by removing it, refresh token included. Everybody has
 * their own; administrators reach all.
 */
final class OAuthTokenHandler implements ResourceHandler {
    private final OAuthTokenStore tokens;
    private final ChangeStore changes;
    private final Clock clock;

    OAuthTokenHandler(OAuthTokenStore tokens, ChangeStore changes, Clock clock) {
        this.tokens = tokens;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return OAuthTypes.TOKEN;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, OAuthTokenStore.COLUMNS, "g.id");
        Long whose = caller.role() == Role.ADMIN
                ? null
                : Long.valueOf(caller.account().value());
        return tokens.list(whose, list, clock.instant())
                .map(row -> resource(row, "active"))
                .collectList()
                .map(rows -> new Page(SqlList.page(rows, query), rows.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return row(caller, id).map(row -> resource(row, "active"));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return row(caller, id)
                .flatMap(row -> changes.write(tokens.delete(id), NewChange.removed(OAUTH_TOKEN, id, null))
                        .thenReturn(resource(row, "removed")));
    }

    private Mono<OAuthGrantRow> row(Caller caller, long id) {
        return tokens.find(id, clock.instant())
                .filter(row -> caller.role() == Role.ADMIN
                        || row.account() == caller.account().value());
    }

    private static Resource resource(OAuthGrantRow row, String state) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("accountId", new AccountId(row.account()).toString());
        fields.put("clientId", row.clientId());
        fields.put("clientName", row.clientName());
        fields.put("grantType", row.grantType());
        fields.put("scopes", row.scopes());
        fields.put("state", state);
        fields.put("uuid", row.uuid());
        fields.put("created", row.created());
        fields.put("expires", row.expires());
        fields.put("lastUsed", row.lastUsed());
        fields.put("transitioning", "no");
        return new Resource(OAUTH_TOKEN, row.publicId(), fields);
    }
}
