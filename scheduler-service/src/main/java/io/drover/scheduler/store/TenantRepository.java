package io.drover.scheduler.store;

import io.drover.api.resource.ListQuery;
import io.drover.api.sql.SqlList;
import io.drover.model.EnvironmentId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * One table whose rows are {@link Kept}: they belong to an environment, have a name and a description, and are found by id after
 * they were removed. What else they have is said in maps of columns; the columns' names are constants of the code.
 */
final class TenantRepository<T> {
    private static final Map<String, String> COMMON = Map.of(
            "id", "id",
            "name", "name",
            "created", "created",
            "removed", "removed",
            "uuid", "uuid",
            "transitioning", "'no'");

    private final DatabaseClient database;
    private final String table;
    private final Map<String, String> columns;
    private final Function<RowReader, T> reader;
    private final JsonMapper json = JsonMapper.builder().build();

    /** @param own filterable fields beyond the common ones, with their columns */
    TenantRepository(DatabaseClient database, String table, Map<String, String> own, Function<RowReader, T> reader) {
        this.database = database;
        this.table = table;
        this.columns = new HashMap<>(COMMON);
        columns.putAll(own);
        this.reader = reader;
    }

    Mono<T> find(EnvironmentId environment, long id) {
        return where("id = :id and environment_id = :environment", Map.of("id", id, "environment", environment.value()))
                .singleOrEmpty();
    }

    /** One that is not removed, locked until the end of the transaction. */
    Mono<T> lock(long id) {
        return where("id = :id and removed is null for update", Map.of("id", id))
                .singleOrEmpty();
    }

    Flux<T> list(EnvironmentId environment, ListQuery query) {
        SqlList list = SqlList.of(query, columns, "id");
        Map<String, Object> binds = new HashMap<>(list.binds());
        binds.put("environment", environment.value());
        return where("environment_id = :environment" + list.where() + list.tail(), binds);
    }

    Flux<T> where(String condition, Map<String, Object> binds) {
        return database.sql("select * from " + table + " where " + condition)
                .bindValues(binds)
                .map(row -> reader.apply(new RowReader(row, json)))
                .all();
    }

    /** @return the new row's number */
    Mono<Long> insert(Kept kept, Map<String, ? extends @Nullable Object> own) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(own);
        values.put("environment_id", kept.environment().value());
        values.put("uuid", kept.uuid());
        values.put("created", Sql.utc(kept.created()));
        values.put("name", kept.name());
        values.put("description", kept.description());
        String names = String.join(", ", values.keySet());
        String binds = values.keySet().stream().map(name -> ":" + name).collect(Collectors.joining(", "));
        return bound(database.sql("insert into " + table + " (" + names + ") values (" + binds + ")"), values)
                .filter(insert -> insert.returnGeneratedValues("id"))
                .map(row -> new RowReader(row, json).number("id"))
                .one();
    }

    /** @return 0: it is removed already */
    Mono<Long> update(long id, Map<String, ? extends @Nullable Object> values) {
        String set = values.keySet().stream().map(name -> name + " = :" + name).collect(Collectors.joining(", "));
        return bound(
                        database.sql("update " + table + " set " + set + " where id = :id and removed is null")
                                .bind("id", id),
                        values)
                .fetch()
                .rowsUpdated();
    }

    /** What every row's own description changes to. */
    static Map<String, @Nullable Object> described(Kept kept) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", kept.name());
        values.put("description", kept.description());
        return values;
    }

    static Map<String, @Nullable Object> removed(Instant now) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("removed", Sql.utc(now));
        return values;
    }

    /** Nulls are of text columns only. */
    private static GenericExecuteSpec bound(
            GenericExecuteSpec statement, Map<String, ? extends @Nullable Object> values) {
        GenericExecuteSpec bound = statement;
        for (var value : values.entrySet()) {
            bound = Sql.bind(bound, value.getKey(), value.getValue(), String.class);
        }
        return bound;
    }
}
