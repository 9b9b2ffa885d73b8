package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.api.resource.ListQuery;
import io.drover.model.EnvironmentId;
import io.drover.runtime.feed.NewChange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Registries and their credentials. A removed registry takes its credentials with it; a removed credential its password. */
public final class RegistryStore {
    private static final String STATE =
            "case when removed is not null then 'removed' when active then 'active' else 'inactive' end";

    private final TenantRepository<RegistryRow> registries;
    private final TenantRepository<RegistryCredentialRow> credentials;
    private final FencedWriteClient writes;

    public RegistryStore(DatabaseClient database, FencedWriteClient writes) {
        this.registries = new TenantRepository<>(
                database, "registry", Map.of("serverAddress", "server_address", "state", STATE), RegistryRow::read);
        this.credentials = new TenantRepository<>(
                database,
                "registry_credential",
                Map.of("registryId", "registry_id", "publicValue", "public_value", "state", STATE),
                RegistryCredentialRow::read);
        this.writes = writes;
    }

    public Mono<RegistryRow> find(EnvironmentId environment, long id) {
        return registries.find(environment, id);
    }

    public Flux<RegistryRow> list(EnvironmentId environment, ListQuery query) {
        return registries.list(environment, query);
    }

    /** All that are not removed. */
    public Flux<RegistryRow> present(EnvironmentId environment) {
        return registries.where(
                "environment_id = :environment and removed is null order by id",
                Map.of("environment", environment.value()));
    }

    /** Those of a registry that are not removed, oldest first. */
    public Flux<RegistryCredentialRow> credentialsOf(EnvironmentId environment, long registry) {
        return credentials.where(
                "environment_id = :environment and registry_id = :registry and removed is null order by id",
                Map.of("environment", environment.value(), "registry", registry));
    }

    public Mono<RegistryCredentialRow> findCredential(EnvironmentId environment, long id) {
        return credentials.find(environment, id);
    }

    public Flux<RegistryCredentialRow> listCredentials(EnvironmentId environment, ListQuery query) {
        return credentials.list(environment, query);
    }

    /** @return the number of the new one */
    public Mono<Long> create(RegistryRow row) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        own.put("server_address", row.serverAddress());
        own.put("driver_name", row.driverName());
        own.put("active", row.active());
        return writes.writeUnfenced(registries
                        .insert(row.kept(), own)
                        .flatMap(id -> record(NewChange.created("registry", id, environment(row.kept())))
                                .thenReturn(id)))
                .onErrorMap(
                        DuplicateKeyException.class,
                        _ -> new ApiException.BadRequest(
                                "ServerAddressUsed",
                                "a registry with serverAddress '%s' exists in this environment already; add credentials to it, or remove it first"
                                        .formatted(row.serverAddress())));
    }

    /** The row is locked meanwhile. */
    public Mono<Void> update(long id, UnaryOperator<RegistryRow> change) {
        return writes.writeUnfenced(registries.lock(id).map(change).flatMap(row -> {
            Map<String, @Nullable Object> values = TenantRepository.described(row.kept());
            values.put("active", row.active());
            return registries
                    .update(id, values)
                    .then(record(NewChange.updated("registry", id, environment(row.kept()))));
        }));
    }

    public Mono<Void> remove(RegistryRow row, Instant now) {
        long environment = environment(row.kept());
        Mono<List<NewChange>> ofCredentials = credentialsOf(
                        row.kept().environment(), row.kept().id())
                .concatMap(credential -> credentials
                        .update(credential.kept().id(), wiped(now))
                        .thenReturn(NewChange.updated(
                                "registryCredential", credential.kept().id(), environment)))
                .collectList();
        return writes.writeUnfenced(registries
                .update(row.kept().id(), TenantRepository.removed(now))
                .then(ofCredentials)
                .flatMap(changes -> {
                    changes.add(NewChange.updated("registry", row.kept().id(), environment));
                    return writes.record(changes);
                }));
    }

    /** @return the number of the new one */
    public Mono<Long> createCredential(RegistryCredentialRow row) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        own.put("registry_id", row.registry());
        own.put("public_value", row.publicValue());
        own.put("secret_sealed", row.sealed());
        own.put("active", row.active());
        return writes.writeUnfenced(credentials
                .insert(row.kept(), own)
                .flatMap(id -> record(NewChange.created("registryCredential", id, environment(row.kept())))
                        .thenReturn(id)));
    }

    /**
     * The row is locked meanwhile.
     *
     * @param sealed a new password; null: it stays
     */
    public Mono<Void> updateCredential(long id, UnaryOperator<RegistryCredentialRow> change, @Nullable String sealed) {
        return writes.writeUnfenced(credentials.lock(id).map(change).flatMap(row -> {
            Map<String, @Nullable Object> values = TenantRepository.described(row.kept());
            values.put("public_value", row.publicValue());
            values.put("active", row.active());
            if (sealed != null) {
                values.put("secret_sealed", sealed);
            }
            return credentials.update(id, values).then(recordCredential(row));
        }));
    }

    public Mono<Void> removeCredential(RegistryCredentialRow row, Instant now) {
        return writes.writeUnfenced(
                credentials.update(row.kept().id(), wiped(now)).then(recordCredential(row)));
    }

    private static Map<String, @Nullable Object> wiped(Instant now) {
        Map<String, @Nullable Object> values = TenantRepository.removed(now);
        values.put("secret_sealed", null);
        return values;
    }

    private Mono<Void> recordCredential(RegistryCredentialRow row) {
        return record(NewChange.updated("registryCredential", row.kept().id(), environment(row.kept())));
    }

    private Mono<Void> record(NewChange change) {
        return writes.record(List.of(change));
    }

    private static long environment(Kept kept) {
        return kept.environment().value();
    }
}
