package io.drover.scheduler.store;

import io.drover.api.resource.ListQuery;
import io.drover.api.sql.SqlList;
import io.drover.model.EnvironmentId;
import io.drover.model.StackId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Stacks in the database. */
public final class StackRepository {
    private static final String SELECT = "select * from stack ";

    private static final Map<String, String> COLUMNS = Map.of(
            "id", "id",
            "name", "name",
            "created", "created",
            "removed", "removed",
            "uuid", "uuid",
            "externalId", "external_id",
            "group", "group_name",
            "state",
                    "case when removed is not null then 'removed' when activity = 'REMOVED' then 'removing' else 'active' end",
            "transitioning", "case when removed is null and activity = 'REMOVED' then 'yes' else 'no' end",
            "system", "origin <> 'USER'");

    private final DatabaseClient database;
    private final JsonMapper json;

    public StackRepository(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    public Mono<StackRow> find(EnvironmentId environment, StackId id) {
        return read(database.sql(SELECT + "where id = :id and environment_id = :environment")
                        .bind("id", id.value())
                        .bind("environment", environment.value()))
                .singleOrEmpty();
    }

    public Mono<StackRow> byId(StackId id) {
        return read(database.sql(SELECT + "where id = :id").bind("id", id.value()))
                .singleOrEmpty();
    }

    /** For a change that depends on what is there: the row is locked until the transaction ends. Empty: it is gone. */
    public Mono<StackRow> lock(StackId id) {
        return read(database.sql(SELECT + "where id = :id and removed is null for update")
                        .bind("id", id.value()))
                .singleOrEmpty();
    }

    public Flux<StackRow> list(EnvironmentId environment, ListQuery query) {
        SqlList list = SqlList.of(query, COLUMNS, "id");
        return read(database.sql(SELECT + "where environment_id = :environment" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("environment", environment.value()));
    }

    /** Numbers of the environment's stacks that belong to the system. */
    public Mono<Set<StackId>> systemOnes(EnvironmentId environment) {
        return database.sql("select id from stack where environment_id = :environment and origin <> 'USER'")
                .bind("environment", environment.value())
                .map(row -> new StackId(new RowReader(row, json).number("id")))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Stacks whose removal was asked for and is not finished. */
    public Flux<StackRow> removing() {
        return read(database.sql(SELECT + "where removed is null and activity = 'REMOVED'"));
    }

    /** Stacks of an environment that are not gone. */
    public Flux<StackRow> present(EnvironmentId environment) {
        return read(database.sql(SELECT + "where environment_id = :environment and removed is null order by id")
                .bind("environment", environment.value()));
    }

    /** Stacks of an environment whose removal nobody asked for. */
    public Flux<StackRow> wanted(EnvironmentId environment) {
        return read(database.sql(
                        SELECT
                                + "where environment_id = :environment and removed is null and activity <> 'REMOVED' order by id")
                .bind("environment", environment.value()));
    }

    public Mono<Long> count(EnvironmentId environment) {
        return database.sql("select count(*) as number from stack where environment_id = :environment"
                        + " and removed is null and activity <> 'REMOVED'")
                .bind("environment", environment.value())
                .map(row -> new RowReader(row, json).number("number"))
                .one();
    }

    public Mono<StackId> insert(StackRow stack) {
        GenericExecuteSpec statement = database.sql("insert into stack (environment_id, environment_uuid,"
                        + " environment_name, uuid, created, name, description, docker_compose, rancher_compose,"
                        + " answers, warnings, external_id, group_name, start_on_create, activity, origin) values (:environment,"
                        + " :environmentUuid, :environmentName, :uuid, :created, :name, :description, :docker, :rancher,"
                        + " :answers, :warnings, :external, :group, :start, 'ACTIVE', :origin)")
                .bind("environment", stack.tenant().id().value())
                .bind("environmentUuid", stack.tenant().uuid())
                .bind("environmentName", stack.tenant().name())
                .bind("uuid", stack.uuid())
                .bind("created", Sql.utc(stack.created()))
                .bind("start", stack.startOnCreate())
                .bind("origin", stack.origin().name());
        return bindSpec(statement, stack)
                .filter(insert -> insert.returnGeneratedValues("id"))
                .map(row -> new StackId(new RowReader(row, json).number("id")))
                .one();
    }

    public Mono<Void> updateSpec(StackRow stack) {
        return bindSpec(
                        database.sql("update stack set name = :name, description = :description,"
                                        + " docker_compose = :docker, rancher_compose = :rancher, answers = :answers,"
                                        + " warnings = :warnings, external_id = :external, group_name = :group,"
                                        + " activity = :activity where id = :id")
                                .bind("activity", stack.activity().name())
                                .bind("id", stack.id().value()),
                        stack)
                .then();
    }

    public Mono<Void> finish(StackId id, Instant now) {
        return database.sql("update stack set removed = :now where id = :id and removed is null")
                .bind("now", Sql.utc(now))
                .bind("id", id.value())
                .then();
    }

    private GenericExecuteSpec bindSpec(GenericExecuteSpec statement, StackRow stack) {
        GenericExecuteSpec bound = statement
                .bind("name", stack.name())
                .bind("answers", json.writeValueAsString(stack.answers()))
                .bind("warnings", json.writeValueAsString(stack.warnings()));
        bound = Sql.bind(bound, "description", stack.description(), String.class);
        bound = Sql.bind(bound, "docker", stack.dockerCompose(), String.class);
        bound = Sql.bind(bound, "rancher", stack.rancherCompose(), String.class);
        bound = Sql.bind(bound, "external", stack.externalId(), String.class);
        return Sql.bind(bound, "group", stack.group(), String.class);
    }

    private Flux<StackRow> read(GenericExecuteSpec statement) {
        return statement.map(row -> StackRow.read(new RowReader(row, json))).all();
    }
}
