package io.drover.identity.api;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.model.AccountId;
import io.drover.model.WireId;
import io.drover.runtime.call.PartUnavailable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who somebody is (spec: identity sheet, 1.7): the caller without parameters; with {@code name} whoever has exactly that name,
 * with {@code all} whoever has it in their name, so that members can be found: local people, and users and groups of the
 * directory. Twenty of each at most.
 */
public final class IdentityHandler implements ResourceHandler {
    private static final int MOST = 20;

    private final AccountStore accounts;
    private final AccountIdentityStore identities;
    private final DirectoryHandler directory;

    public IdentityHandler(AccountStore accounts, AccountIdentityStore identities, DirectoryHandler directory) {
        this.accounts = accounts;
        this.identities = identities;
        this.directory = directory;
    }

    @Override
    public ResourceType type() {
        return AccountTypes.IDENTITY;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        String name = query.parameters().get("name");
        String within = query.parameters().get("all");
        Flux<Resource> found = name != null
                ? named(name, false)
                : within != null ? named(within, true) : own(caller.account().value());
        return found.collectList().map(Page::all);
    }

    private Flux<Resource> own(long account) {
        return identities
                .of(account)
                .map(IdentityHandler::resource)
                .switchIfEmpty(accounts.find(account).map(IdentityHandler::resource));
    }

    /** A directory that is away hides its people, not the local ones; where these are none, the caller hears of it. */
    private Flux<Resource> named(String text, boolean within) {
        return accounts.people(text, within, MOST)
                .map(IdentityHandler::resource)
                .collectList()
                .flatMapMany(local -> directory
                        .search(text, within)
                        .onErrorResume(
                                PartUnavailable.class,
                                away -> local.isEmpty() ? Mono.error(away) : Mono.just(List.of()))
                        .flatMapIterable(all -> all)
                        .map(IdentityHandler::resource)
                        .startWith(local));
    }

    /** People, and what the caller is: an environment's key is its account. */
    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return accounts.find(id)
                .filter(row -> row.kind().isPerson() || id == caller.account().value())
                .filter(row -> row.removed() == null)
                .map(IdentityHandler::resource);
    }

    @Override
    public Mono<Long> resolve(Caller caller, String id) {
        String local = ProjectWriteHandler.LOCAL + ":";
        String text = id.startsWith(local) ? id.substring(local.length()) : "";
        // Stored is the number, shown the id: older clients send either.
        boolean isNumber = !text.isEmpty() && text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
        var number = WireId.parse(isNumber ? "1a" + text : text);
        return number.isPresent() ? Mono.just(number.getAsLong()) : Mono.empty();
    }

    /** A directory's user or group, by type and distinguished name. */
    @Override
    public Mono<Resource> findNamed(Caller caller, String id) {
        int colon = id.indexOf(':');
        String type = colon <= 0 ? "" : id.substring(0, colon);
        if (type.isEmpty() || type.equals(ProjectWriteHandler.LOCAL)) {
            return Mono.empty();
        }
        DirectoryIdentity wanted = new DirectoryIdentity(type, id.substring(colon + 1), "", "", false);
        return directory
                .lookup(List.of(wanted))
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()))
                .map(IdentityHandler::resource);
    }

    static Resource resource(DirectoryIdentity identity) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("externalId", identity.externalId());
        fields.put("externalIdType", identity.type());
        fields.put("name", identity.name());
        fields.put("login", identity.login());
        fields.put("user", identity.isUser());
        return new Resource("identity", identity.id(), fields);
    }

    static Resource resource(AccountRow row) {
        String externalId = new AccountId(row.id()).toString();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("externalId", externalId);
        fields.put("externalIdType", ProjectWriteHandler.LOCAL);
        fields.put("name", row.name());
        fields.put("login", row.shownLogin());
        fields.put("user", row.kind().isPerson());
        return new Resource("identity", ProjectWriteHandler.LOCAL + ":" + externalId, fields);
    }
}
