package io.drover.identity.api.oauth;

import static io.drover.identity.api.oauth.OAuthTypes.OVERLAP;
import static io.drover.identity.api.oauth.OAuthTypes.ROTATE_SECRET;
import static io.drover.identity.token.Revocation.OAUTH_TOKEN;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.oauth.OAuthClient;
import io.drover.identity.oauth.RedirectUri;
import io.drover.identity.oauth.TokenScope;
import io.drover.identity.secret.KeyText;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.OAuthClientRow;
import io.drover.identity.store.OAuthClientStore;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.model.AccountId;
import io.drover.model.Role;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Registered clients. The secret of a confidential one is in the answer to the request that made it and nowhere else. A client
 * that is deactivated, changed or removed loses what it was given: it was given to what it was then. So does one whose secret is
 * replaced at once, as after a leak.
 */
final class OAuthClientHandler implements ResourceHandler {
    private static final String TYPE = "oauthClient";
    private static final int MOST_URIS = 20;
    private static final int MOST_SCOPES = 10;

    private final OAuthClientStore clients;
    private final OAuthTokenStore tokens;
    private final AccountStore accounts;
    private final ChangeStore changes;
    private final Sources sources;

    /** @param random a secure one */
    record Sources(Ids ids, RandomGenerator random, Clock clock) {}

    OAuthClientHandler(
            OAuthClientStore clients,
            OAuthTokenStore tokens,
            AccountStore accounts,
            ChangeStore changes,
            Sources sources) {
        this.clients = clients;
        this.tokens = tokens;
        this.accounts = accounts;
        this.changes = changes;
        this.sources = sources;
    }

    @Override
    public ResourceType type() {
        return OAuthTypes.CLIENT;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, OAuthClientStore.COLUMNS, "o.id");
        Long whose = caller.role() == Role.ADMIN
                ? null
                : Long.valueOf(caller.account().value());
        return clients.list(whose, list)
                .map(this::resource)
                .collectList()
                .map(rows -> new Page(SqlList.page(rows, query), rows.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return clients.find(id)
                .filter(row -> caller.role() == Role.ADMIN
                        || row.account() == caller.account().value())
                .map(this::resource);
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        long account = input.number("accountId", caller.account().value());
        String secret = input.flag("confidential", false) ? KeyText.secretKey(sources.random()) : null;
        OAuthClientRow.New client = new OAuthClientRow.New(
                sources.ids().uuid(),
                account,
                "oc-" + KeyText.accessKey(sources.random()),
                secret == null ? null : SecretHash.of(secret),
                new OAuthClientRow.Spec(
                        named(input.text("name", "")), input.text("description"), redirectUris(input), scopes(input)));
        return accounts.find(account)
                .filter(owner -> owner.kind().isPerson() && owner.isActive() && mayOwn(caller, owner))
                .switchIfEmpty(Mono.error(() -> refused(account)))
                .then(changes.write(
                        clients.insert(client, sources.clock().instant()),
                        id -> List.of(NewChange.created(TYPE, id, null))))
                .flatMap(clients::find)
                .map(row -> secret == null ? resource(row) : resource(row).with("clientSecret", secret));
    }

    private static boolean mayOwn(Caller caller, AccountRow owner) {
        return caller.role() == Role.ADMIN || owner.id() == caller.account().value();
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input input) {
        return after(
                changes.write(clients.lock(id).flatMap(row -> updated(row, input)), ended -> announced(id, ended)), id);
    }

    /** Answers what ended: tokens of other addresses or scopes. */
    private Mono<List<Long>> updated(OAuthClientRow row, Input input) {
        OAuthClientRow.Spec spec = new OAuthClientRow.Spec(
                named(input.text("name", row.name())),
                input.has("description") ? input.text("description") : row.description(),
                input.has("redirectUris") ? redirectUris(input) : row.redirectUris(),
                input.has("scopes") ? scopes(input) : row.scopes());
        boolean isSame =
                spec.redirectUris().equals(row.redirectUris()) && spec.scopes().equals(row.scopes());
        Mono<Long> update = clients.update(row.id(), spec);
        return isSame ? update.thenReturn(List.of()) : update.then(tokens.deleteOfClient(row.id()));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return after(ending(id, clients.remove(id, sources.clock().instant())), id);
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return switch (action) {
            case "activate" -> after(changes.write(clients.setState(id, "active"), changed(id)), id);
            case "deactivate" -> after(ending(id, clients.setState(id, "inactive")), id);
            case ROTATE_SECRET -> rotated(id, input.number(OVERLAP, 0));
            default -> Mono.error(new ApiException.NotAllowed("InvalidAction", "no action '" + action + "'"));
        };
    }

    /** The client as it is when the work is done. */
    private Mono<Resource> after(Mono<?> work, long id) {
        return work.then(clients.find(id)).map(this::resource);
    }

    /** There is nothing to replace where a client is public. */
    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return !action.equals(ROTATE_SECRET)
                || Boolean.TRUE.equals(resource.fields().get("confidential"));
    }

    private Mono<Resource> rotated(long id, long overlapSeconds) {
        String secret = KeyText.secretKey(sources.random());
        Instant until = overlapSeconds == 0 ? null : sources.clock().instant().plusSeconds(overlapSeconds);
        Mono<Long> rotate = clients.rotate(id, SecretHash.of(secret), until)
                .filter(rows -> rows > 0)
                .switchIfEmpty(Mono.error(() -> new ApiException.NotAllowed(
                        "ActionNotAvailable", "the client has no secret any more: it was removed meanwhile")));
        Mono<Long> work = until == null ? ending(id, rotate) : changes.write(rotate, changed(id));
        return after(work, id).map(client -> client.with("clientSecret", secret));
    }

    /** The change, and with it the end of everything the client was given. */
    private Mono<Long> ending(long id, Mono<Long> change) {
        return changes.write(change.then(tokens.deleteOfClient(id)), ended -> announced(id, ended))
                .map(ended -> (long) ended.size());
    }

    private static List<NewChange> announced(long id, List<Long> ended) {
        var all = new ArrayList<NewChange>();
        all.add(changed(id));
        ended.forEach(grant -> all.add(NewChange.removed(OAUTH_TOKEN, grant, null)));
        return all;
    }

    private static NewChange changed(long id) {
        return NewChange.updated(TYPE, id, null);
    }

    /** People are asked for consent by this name. */
    private static String named(String name) {
        if (OAuthClient.isNameOfBuiltIn(name)) {
            throw invalid("name", "has the value '" + name + "', which is what a part of Drover is called");
        }
        return name;
    }

    private static List<String> redirectUris(Input input) {
        List<String> uris = input.list("redirectUris").stream()
                .map(String::valueOf)
                .distinct()
                .toList();
        if (uris.isEmpty() || uris.size() > MOST_URIS) {
            throw invalid("redirectUris", "has " + uris.size() + " addresses: 1 to " + MOST_URIS + " are possible");
        }
        for (String uri : uris) {
            RedirectUri.refusal(uri).ifPresent(reason -> {
                throw invalid("redirectUris", "has the value '" + uri + "', which " + reason);
            });
        }
        return uris;
    }

    private static List<String> scopes(Input input) {
        List<String> scopes = input.list("scopes").stream()
                .map(String::valueOf)
                .distinct()
                .sorted()
                .toList();
        if (scopes.size() > MOST_SCOPES) {
            throw invalid("scopes", "has more than " + MOST_SCOPES + " entries");
        }
        return switch (TokenScope.read(scopes)) {
            case TokenScope.Reading.Understood _ -> scopes;
            case TokenScope.Reading.Refused(String reason) -> throw invalid("scopes", "is refused: " + reason);
        };
    }

    private static ApiException invalid(String field, String problem) {
        return new ApiException.InvalidField("InvalidFormat", field, "field '" + field + "' " + problem);
    }

    private static ApiException refused(long account) {
        return new ApiException.Forbidden("field 'accountId' has the value '" + new AccountId(account)
                + "': a client belongs to the person who registers it, and only administrators choose another one");
    }

    private Resource resource(OAuthClientRow row) {
        OAuthClientRow.Secret secret = row.secret();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", row.name());
        fields.put("description", row.description());
        fields.put("accountId", new AccountId(row.account()).toString());
        fields.put("clientId", row.clientId());
        fields.put("confidential", secret != null);
        fields.put(
                "previousSecretUntil",
                secret == null ? null : secret.previousEnd(sources.clock().instant()));
        fields.put("redirectUris", row.redirectUris());
        fields.put("scopes", row.scopes());
        fields.put("state", row.state());
        fields.put("uuid", row.uuid());
        fields.put("created", row.created());
        fields.put("removed", row.removed());
        fields.put("transitioning", "no");
        return new Resource(TYPE, row.publicId(), fields);
    }
}
