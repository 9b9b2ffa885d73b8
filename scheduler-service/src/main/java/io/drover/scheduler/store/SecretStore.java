package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.api.resource.ListQuery;
import io.drover.model.EnvironmentId;
import io.drover.runtime.feed.NewChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Secrets and their versions. A removed secret has none any more. */
public final class SecretStore {
    /** Versions of one secret that are kept, the newest included. */
    public static final int KEPT = 10;

    private final TenantRepository<SecretRow> secrets;
    private final DatabaseClient database;
    private final FencedWriteClient writes;

    public SecretStore(DatabaseClient database, FencedWriteClient writes) {
        this.database = database;
        this.writes = writes;
        this.secrets = new TenantRepository<>(
                database,
                "secret",
                Map.of("state", "if(removed is null, 'active', 'removed')", "version", "version"),
                SecretRow::read);
    }

    public Mono<SecretRow> find(EnvironmentId environment, long id) {
        return secrets.find(environment, id);
    }

    public Flux<SecretRow> list(EnvironmentId environment, ListQuery query) {
        return secrets.list(environment, query);
    }

    /** @return the number of the new one */
    public Mono<Long> create(Kept kept, String sealed) {
        return writes.writeUnfenced(secrets.insert(kept, Map.of("version", 1))
                        .flatMap(id -> insertVersion(id, 1, sealed, kept.created())
                                .then(record(NewChange.created(
                                        "secret", id, kept.environment().value())))
                                .thenReturn(id)))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique(kept));
    }

    /** Name and description; the row is locked meanwhile. */
    public Mono<Void> describe(Kept read, UnaryOperator<Kept> change) {
        return writes.writeUnfenced(secrets.lock(read.id())
                        .map(row -> change.apply(row.kept()))
                        .flatMap(kept -> secrets.update(kept.id(), TenantRepository.described(kept))
                                .then(recordUpdate(kept))))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique(read));
    }

    /** The value's next version; the oldest beyond {@link #KEPT} is forgotten. Empty: the secret is removed. */
    public Mono<Long> addVersion(Kept kept, String sealed, Instant now) {
        return writes.writeUnfenced(secrets.lock(kept.id())
                .map(row -> row.version() + 1)
                .flatMap(version -> insertVersion(kept.id(), version, sealed, now)
                        .then(secrets.update(kept.id(), Map.of("version", version)))
                        .then(forget(kept.id(), version - KEPT))
                        .then(recordUpdate(kept))
                        .thenReturn(version.longValue())));
    }

    public Mono<Void> remove(Kept kept, Instant now) {
        return writes.writeUnfenced(secrets.update(kept.id(), TenantRepository.removed(now))
                .then(forget(kept.id(), Integer.MAX_VALUE))
                .then(recordUpdate(kept)));
    }

    private Mono<Long> insertVersion(long secret, int version, String sealed, Instant now) {
        return database.sql("insert into secret_version (secret_id, version, created, value_sealed)"
                        + " values (:secret, :version, :now, :sealed)")
                .bind("secret", secret)
                .bind("version", version)
                .bind("now", Sql.utc(now))
                .bind("sealed", sealed)
                .fetch()
                .rowsUpdated();
    }

    private Mono<Long> forget(long secret, int upTo) {
        return database.sql("delete from secret_version where secret_id = :secret and version <= :upTo")
                .bind("secret", secret)
                .bind("upTo", upTo)
                .fetch()
                .rowsUpdated();
    }

    private Mono<Void> recordUpdate(Kept kept) {
        return record(NewChange.updated("secret", kept.id(), kept.environment().value()));
    }

    private Mono<Void> record(NewChange change) {
        return writes.record(List.of(change));
    }

    private static ApiException notUnique(Kept kept) {
        return new ApiException.InvalidField(
                "NotUnique",
                "name",
                "a secret named '%s' exists already; choose another name, or give that one a new value"
                        .formatted(kept.name()));
    }
}
