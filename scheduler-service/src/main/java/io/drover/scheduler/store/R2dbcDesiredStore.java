package io.drover.scheduler.store;

import io.drover.model.HostId;
import io.drover.scheduler.desired.DesiredStream.DesiredStore;
import io.drover.scheduler.desired.DesiredStream.Document;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The desired-state documents, read from the instances, with the epoch of whoever runs the loops. */
public final class R2dbcDesiredStore implements DesiredStore {
    private final InstanceRepository instances;
    private final DatabaseClient database;

    public R2dbcDesiredStore(InstanceRepository instances, DatabaseClient database) {
        this.instances = instances;
        this.database = database;
    }

    @Override
    public Mono<Document> instances(HostId host) {
        return document(instances.ofHost(host).filter(row -> !row.isNative()));
    }

    @Override
    public Mono<Document> instances(HostId host, Set<Long> ids) {
        return document(instances
                .byIds(ids)
                .filter(row ->
                        row.removed() == null && !row.isNative() && row.host().equals(host)));
    }

    /** The epoch is read first: a document may say less than it knows, never more. */
    private Mono<Document> document(Flux<InstanceRow> rows) {
        return database.sql("select (select id from generation order by created, id limit 1) generation,"
                        + " (select coalesce(max(epoch), 0) from lease where name = 'scheduler') epoch")
                .map(row -> new Document(
                        Objects.requireNonNull(row.get("generation", String.class)),
                        Objects.requireNonNull(row.get("epoch", Long.class)),
                        List.of()))
                .one()
                .flatMap(head -> rows.map(InstanceRow::toDesired)
                        .collectList()
                        .map(wanted -> new Document(head.generation(), head.epoch(), wanted)));
    }
}
