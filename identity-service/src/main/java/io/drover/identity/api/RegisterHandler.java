package io.drover.identity.api;

import static io.drover.identity.token.Revocation.ACCOUNT;
import static io.drover.identity.token.Revocation.CREDENTIAL;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.role.AccountKind;
import io.drover.identity.secret.KeyText;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AgentRow;
import io.drover.identity.store.AgentStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.model.Role;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.secret.EnvelopeKey;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Mono;

/**
 * Registers agents (spec: hosts and network, 1.3). A machine picks a random key and posts it; the answer to a list filtered by
 * exactly that key, and nothing else, has the agent's access and secret key. The secret is computed from the machine's key
 * with the master key, so a machine finds its identity again while the database holds only hashes.
 */
public final class RegisterHandler implements ResourceHandler {
    private static final String SECRET_PURPOSE = "agent-secret";

    private final Stores stores;
    private final ChangeStore changes;
    private final EnvelopeKey envelope;
    private final Sources sources;

    /** Where the parts of an agent are. */
    public record Stores(AgentStore agents, AccountStore accounts, CredentialStore credentials) {}

    public record Sources(Ids ids, Clock clock, RandomGenerator random) {}

    public RegisterHandler(Stores stores, ChangeStore changes, EnvelopeKey envelope, Sources sources) {
        this.stores = stores;
        this.changes = changes;
        this.envelope = envelope;
        this.sources = sources;
    }

    @Override
    public ResourceType type() {
        return RegistrationTypes.REGISTER;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        long environment = Wire.environment(caller);
        String key = query.parameters().get("key");
        if (key != null) {
            return stores.agents()
                    .byKey(environment, SecretHash.of(key))
                    .map(agent -> withKeys(agent, caller, key))
                    .flux()
                    .collectList()
                    .map(Page::all);
        }
        if (caller.role() == Role.REGISTER) {
            // A registration token does not tell which hosts there are.
            return Mono.just(Page.all(List.of()));
        }
        SqlList list = SqlList.of(query, AgentStore.COLUMNS, "g.id");
        return stores.agents()
                .list(environment, list)
                .map(RegisterHandler::resource)
                .collectList()
                .map(rows -> new Page(SqlList.page(rows, query), rows.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return stores.agents().find(Wire.environment(caller), id).map(RegisterHandler::resource);
    }

    /** The same key again is the same agent. */
    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        long environment = Wire.environment(caller);
        String key = input.text("key", "");
        Mono<AgentRow> known = stores.agents().byKey(environment, SecretHash.of(key));
        return known.switchIfEmpty(Mono.defer(() -> changes.write(
                                insert(environment, key), id -> List.of(NewChange.created("agent", id, environment)))
                        // The machine sent its key twice at once.
                        .onErrorResume(DataIntegrityViolationException.class, _ -> Mono.empty())
                        .then(known)))
                .switchIfEmpty(Mono.error(() -> new ApiException.Conflict(
                        "NotUnique",
                        "this machine is a host of another environment: remove it there, or remove registration.key from"
                                + " its agent's data folder")))
                .map(RegisterHandler::resource);
    }

    private Mono<Long> insert(long environment, String key) {
        Instant now = sources.clock().instant();
        String uuid = sources.ids().uuid();
        AccountRow.New account = new AccountRow.New("agentAccount-" + uuid, AccountKind.AGENT, "agent", null);
        return stores.accounts()
                .insert(account, now)
                .flatMap(owner -> stores.credentials()
                        .insert(
                                new CredentialRow.New(
                                        sources.ids().uuid(),
                                        owner,
                                        CredentialKind.AGENT_API_KEY,
                                        null,
                                        null,
                                        KeyText.accessKey(sources.random()),
                                        SecretHash.of(secret(key)),
                                        null),
                                now)
                        .flatMap(credential -> stores.agents()
                                .insert(
                                        new AgentRow.New(uuid, environment, owner, credential, SecretHash.of(key)),
                                        now)));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return removeAgent(id).then(find(caller, id));
    }

    /** Ends an agent's identity, whoever asks. Nothing happens when it is gone already. */
    public Mono<Void> removeAgent(long id) {
        return stores.agents().find(id).filter(AgentRow::isActive).flatMap(this::remove);
    }

    private Mono<Void> remove(AgentRow agent) {
        Mono<Long> work = Mono.defer(() -> {
            Instant now = sources.clock().instant();
            return stores.agents()
                    .remove(agent.id(), now)
                    .then(stores.credentials().removeAll(agent.account(), now))
                    .then(stores.accounts().remove(agent.account(), now));
        });
        return changes.write(
                        work,
                        NewChange.removed("agent", agent.id(), agent.project()),
                        NewChange.removed(CREDENTIAL, agent.credential(), null),
                        NewChange.removed(ACCOUNT, agent.account(), null))
                .then();
    }

    private String secret(String key) {
        return envelope.derive(SECRET_PURPOSE, key);
    }

    private Resource withKeys(AgentRow agent, Caller caller, String key) {
        Resource resource = resource(agent);
        return agent.isActive() && caller.role() == Role.REGISTER
                ? resource.with("accessKey", agent.accessKey()).with("secretKey", secret(key))
                : resource;
    }

    private static Resource resource(AgentRow agent) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("kind", "register");
        fields.put("agentId", Long.toString(agent.id()));
        Wire.common(fields, agent.state(), agent.uuid());
        fields.put("created", agent.created());
        fields.put("removed", agent.removed());
        return new Resource("register", RegistrationTypes.REGISTER.publicId(agent.id()), fields);
    }
}
