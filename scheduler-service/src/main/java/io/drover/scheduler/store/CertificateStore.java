package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.api.resource.ListQuery;
import io.drover.model.EnvironmentId;
import io.drover.runtime.feed.NewChange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Certificates. A removed one loses its private key. */
public final class CertificateStore {
    private final TenantRepository<CertificateRow> certificates;
    private final DatabaseClient database;
    private final FencedWriteClient writes;

    public CertificateStore(DatabaseClient database, FencedWriteClient writes) {
        this.database = database;
        this.writes = writes;
        this.certificates = new TenantRepository<>(
                database,
                "certificate",
                Map.of("state", "if(removed is null, 'active', 'removed')"),
                CertificateRow::read);
    }

    public Mono<CertificateRow> find(EnvironmentId environment, long id) {
        return certificates.find(environment, id);
    }

    public Flux<CertificateRow> list(EnvironmentId environment, ListQuery query) {
        return certificates.list(environment, query);
    }

    /** @return the number of the new one */
    public Mono<Long> create(CertificateRow row) {
        return writes.writeUnfenced(certificates
                        .insert(row.kept(), own(row))
                        .flatMap(id -> writes.record(List.of(NewChange.created("certificate", id, environment(row))))
                                .thenReturn(id)))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique(row));
    }

    /** Name and description; the row is locked meanwhile. */
    public Mono<Void> describe(CertificateRow read, UnaryOperator<Kept> change) {
        return writes.writeUnfenced(certificates
                        .lock(read.kept().id())
                        .flatMap(row -> certificates
                                .update(row.kept().id(), TenantRepository.described(change.apply(row.kept())))
                                .then(recordUpdate(row))))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique(read));
    }

    /**
     * Another certificate in the place of the one that was read.
     *
     * @throws ApiException.Conflict if that is not the one that is there: key and certificate of two requests do not fit
     */
    public Mono<Void> renew(CertificateRow read, CertificateRow renewed) {
        Map<String, @Nullable Object> values = TenantRepository.described(renewed.kept());
        values.putAll(own(renewed));
        return writes.writeUnfenced(certificates
                        .lock(read.kept().id())
                        .doOnNext(row -> requireSame(read, row))
                        .flatMap(row ->
                                certificates.update(row.kept().id(), values).then(recordUpdate(row))))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique(renewed));
    }

    private static void requireSame(CertificateRow read, CertificateRow row) {
        if (!read.cert().equals(row.cert()) || !Objects.equals(read.keySealed(), row.keySealed())) {
            throw new ApiException.Conflict(
                    "Conflict",
                    "certificate '%s' was changed at the same time; look at it and try again"
                            .formatted(row.kept().name()));
        }
    }

    public Mono<Void> remove(CertificateRow row, Instant now) {
        Map<String, @Nullable Object> values = TenantRepository.removed(now);
        values.put("key_sealed", null);
        return writes.writeUnfenced(certificates.update(row.kept().id(), values).then(recordUpdate(row)));
    }

    /** How many in all environments end before then. */
    public Mono<Long> expiringBefore(Instant then) {
        return database.sql("select count(*) n from certificate where removed is null and expires < :then")
                .bind("then", Sql.utc(then))
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .one();
    }

    private static Map<String, @Nullable Object> own(CertificateRow row) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        own.put("cert", row.cert());
        own.put("cert_chain", row.chain());
        own.put("key_sealed", row.keySealed());
        own.put("expires", Sql.utc(row.expires()));
        return own;
    }

    private Mono<Void> recordUpdate(CertificateRow row) {
        return writes.record(List.of(NewChange.updated("certificate", row.kept().id(), environment(row))));
    }

    private static long environment(CertificateRow row) {
        return row.kept().environment().value();
    }

    private static ApiException notUnique(CertificateRow row) {
        return new ApiException.InvalidField(
                "NotUnique",
                "name",
                "a certificate named '%s' exists already; choose another name, or update that one"
                        .formatted(row.kept().name()));
    }
}
