package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.scheduler.spec.Shortened;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What is known of environments, in the database. */
public final class EnvironmentRepository {
    private static final String SELECT = "select * from environment ";

    private static final int MAX_NOTE = 2048;

    private final DatabaseClient database;
    private final JsonMapper json;

    public EnvironmentRepository(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Empty: nothing was heard of it yet. */
    public Mono<EnvironmentRow> find(EnvironmentId id) {
        return database.sql(SELECT + "where id = :id")
                .bind("id", id.value())
                .map(row -> EnvironmentRow.read(new RowReader(row, json)))
                .one();
    }

    /** All that the loop has, or may have, to do with. */
    public Flux<EnvironmentId> present() {
        return database.sql("select id from environment where state <> 'REMOVED' or purged is null")
                .map(row -> new EnvironmentId(new RowReader(row, json).number("id")))
                .all();
    }

    public Mono<Void> hear(String generation, EnvironmentFacts facts) {
        return database.sql("insert into environment (id, uuid, generation, state, facts)"
                        + " values (:id, :uuid, :generation, :state, :facts)"
                        + " on duplicate key update generation = :generation, state = :state, facts = :facts")
                .bind("id", facts.id().value())
                .bind("uuid", facts.uuid())
                .bind("generation", generation)
                .bind("state", facts.state().name())
                .bind("facts", json.writeValueAsString(facts))
                .then();
    }

    /** What the environment loop has done; the first time counts. */
    enum Mark {
        REMOVAL_BEGUN("removal_begun"),
        EMPTIED("emptied"),
        PURGED("purged"),
        TEMPLATES_MADE("templates_made"),
        TEMPLATES_STARTED("templates_started");

        private final String column;

        Mark(String column) {
            this.column = column;
        }
    }

    Mono<Void> mark(Mark mark, EnvironmentId id, Instant now) {
        return database.sql("update environment set " + mark.column + " = :now where id = :id and " + mark.column
                        + " is null")
                .bind("now", Sql.utc(now))
                .bind("id", id.value())
                .then();
    }

    public Mono<Void> setRemovalNote(EnvironmentId id, String note) {
        return database.sql("update environment set removal_note = :note where id = :id")
                .bind("note", Shortened.to(MAX_NOTE, note))
                .bind("id", id.value())
                .then();
    }

    /** Containers that were there when their hosts were given up, as {@code name on host}. */
    Flux<String> leftBehind(EnvironmentId id, Instant since, int limit) {
        return database.sql("select concat(i.name, ' on ', h.hostname) as place from instance i"
                        + " join instance_observed o on o.instance_id = i.id join host h on h.id = i.host_id"
                        + " where i.environment_id = :id and i.native = false and i.removed >= :since"
                        + " and o.external_id is not null and o.state <> 'REMOVED' order by i.id limit :limit")
                .bind("id", id.value())
                .bind("since", Sql.utc(since))
                .bind("limit", limit)
                .map(row -> new RowReader(row, json).text("place"))
                .all();
    }

    /** Deletes up to so many rows of each table; answers how many went. What others refer to goes after them. */
    Mono<Long> purge(EnvironmentId id, int rows) {
        String instances = " where instance_id in (select id from instance where environment_id = :id)";
        String revisions = " where service_id in (select id from service where environment_id = :id)";
        String own = " where environment_id = :id";
        return Flux.just(
                        "instance_observed" + instances,
                        "instance" + own + " and not exists (select 1 from instance_observed o where o.instance_id"
                                + " = instance.id)",
                        "service_revision" + revisions,
                        "service" + own + " and not exists (select 1 from service_revision r where r.service_id"
                                + " = service.id)",
                        // Sealed values too: what nobody can reach any more is not kept.
                        "secret_version where secret_id in (select id from secret where environment_id = :id)",
                        "secret" + own + " and not exists (select 1 from secret_version v where v.secret_id"
                                + " = secret.id)",
                        "registry_credential" + own,
                        "registry" + own + " and not exists (select 1 from registry_credential c where c.registry_id"
                                + " = registry.id)",
                        "certificate" + own,
                        "stack" + own + " and not exists (select 1 from service s where s.stack_id = stack.id)",
                        "host" + own,
                        "service_log" + own,
                        "placement_turn" + own)
                .concatMap(table -> database.sql("delete from " + table + " limit " + rows)
                        .bind("id", id.value())
                        .fetch()
                        .rowsUpdated())
                .reduce(0L, Long::sum);
    }
}
