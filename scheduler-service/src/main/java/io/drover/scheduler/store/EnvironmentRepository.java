package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentFacts;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What is known of environments, in the database. */
public final class EnvironmentRepository {
    private static final String SELECT = "select * from environment ";

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
        return database.sql("select id from environment where state <> 'REMOVED' or emptied is null")
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

    public Mono<Void> beginRemoval(EnvironmentId id, Instant now) {
        return mark("removal_begun", id, now);
    }

    public Mono<Void> setEmptied(EnvironmentId id, Instant now) {
        return mark("emptied", id, now);
    }

    public Mono<Void> setTemplatesMade(EnvironmentId id, Instant now) {
        return mark("templates_made", id, now);
    }

    public Mono<Void> setTemplatesStarted(EnvironmentId id, Instant now) {
        return mark("templates_started", id, now);
    }

    private Mono<Void> mark(String column, EnvironmentId id, Instant now) {
        return database.sql("update environment set " + column + " = :now where id = :id and " + column + " is null")
                .bind("now", Sql.utc(now))
                .bind("id", id.value())
                .then();
    }

    public Mono<Void> setRemovalNote(EnvironmentId id, String note) {
        return database.sql("update environment set removal_note = :note where id = :id")
                .bind("note", note)
                .bind("id", id.value())
                .then();
    }
}
