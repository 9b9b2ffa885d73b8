package io.drover.identity.api;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.model.AccountId;
import io.drover.model.WireId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who somebody is (spec: identity sheet, 1.7): the caller without parameters; with {@code name} whoever has exactly that name,
 * with {@code all} whoever has it in their name, so that members can be found. Twenty at most.
 */
public final class IdentityHandler implements ResourceHandler {
    private static final int MOST = 20;

    private final AccountStore accounts;

    public IdentityHandler(AccountStore accounts) {
        this.accounts = accounts;
    }

    @Override
    public ResourceType type() {
        return IdentityTypes.IDENTITY;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        String name = query.parameters().get("name");
        String within = query.parameters().get("all");
        Flux<AccountRow> rows = name != null
                ? accounts.people(name, false, MOST)
                : within != null
                        ? accounts.people(within, true, MOST)
                        : accounts.find(caller.account().value()).flux();
        return rows.map(IdentityHandler::resource).collectList().map(Page::all);
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return accounts.find(id)
                .filter(row -> row.kind().isPerson() && row.removed() == null)
                .map(IdentityHandler::resource);
    }

    @Override
    public Mono<Long> resolve(Caller caller, String id) {
        String local = ProjectWriteHandler.LOCAL + ":";
        var number = WireId.parse(id.startsWith(local) ? id.substring(local.length()) : "");
        return number.isPresent() ? Mono.just(number.getAsLong()) : Mono.empty();
    }

    static Resource resource(AccountRow row) {
        String externalId = new AccountId(row.id()).toString();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("externalId", externalId);
        fields.put("externalIdType", ProjectWriteHandler.LOCAL);
        fields.put("name", row.name());
        fields.put("login", row.name());
        fields.put("user", row.kind().isPerson());
        return new Resource("identity", ProjectWriteHandler.LOCAL + ":" + externalId, fields);
    }
}
