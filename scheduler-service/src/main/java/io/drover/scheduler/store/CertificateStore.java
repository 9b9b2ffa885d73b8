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
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
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
                .onErrorMap(DataIntegrityViolationException.class, _ -> notUnique(row));
    }

    public Mono<Void> update(CertificateRow row) {
        Map<String, @Nullable Object> values = TenantRepository.described(row.kept());
        values.putAll(own(row));
        return writes.writeUnfenced(certificates.update(row.kept().id(), values).then(recordUpdate(row)))
                .onErrorMap(DataIntegrityViolationException.class, _ -> notUnique(row));
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
