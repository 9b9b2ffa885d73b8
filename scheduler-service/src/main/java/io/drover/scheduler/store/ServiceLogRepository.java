package io.drover.scheduler.store;

import io.drover.api.resource.ListQuery;
import io.drover.api.sql.SqlList;
import io.drover.model.EnvironmentId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.runtime.feed.NewChange;
import io.drover.scheduler.servicelog.LogEntry;
import io.drover.scheduler.spec.Shortened;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The log of services in the database; its one writer. Entries are inserted and never changed, so a run's end is another row. */
public final class ServiceLogRepository {
    /** The newest of a service that its link leads to: an embedded log must not outweigh what it is embedded in. */
    static final int MOST_OF_A_LINK = 500;

    private static final int MOST_DESCRIPTION = 1024;
    private static final String RESOURCE_TYPE = "serviceLog";

    private static final String ENDED = "coalesce(l.end_time,"
            + " (select max(e.created) from service_log e where e.ends = l.transaction_id and not l.sub_log))";
    private static final String SELECT = "select l.*, " + ENDED + " ended from service_log l ";

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("id", "l.id"),
            Map.entry("created", "l.created"),
            Map.entry("endTime", ENDED),
            Map.entry("description", "l.description"),
            Map.entry("eventType", "l.event_type"),
            Map.entry("level", "l.level"),
            Map.entry("stackId", "l.stack_id"),
            Map.entry("serviceId", "l.service_id"),
            Map.entry("instanceId", "l.instance_id"),
            Map.entry("transactionId", "l.transaction_id"),
            Map.entry("subLog", "l.sub_log"));

    private final DatabaseClient database;
    private final JsonMapper json;

    public ServiceLogRepository(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * Inserts all in one statement, within the caller's transaction and by the database's clock, and answers what the feed is to
     * tell: details are found by those who look at their run.
     */
    public Mono<List<NewChange>> insertAll(EnvironmentId environment, StackId stack, List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return Mono.just(List.of());
        }
        var texts = new Texts();
        String rows = entries.stream().map(entry -> row(entry, texts)).collect(Collectors.joining(", "));
        // A server that tells the first number only (MySQL) has the others found by listing.
        return database.sql("insert into service_log (service_id, instance_id, transaction_id, event_type, level,"
                        + " description, sub_log, end_time, ends, environment_id, stack_id, created) values " + rows)
                .bindValues(texts.binds())
                .bind("environment", environment.value())
                .bind("stack", stack.value())
                .filter(insert -> insert.returnGeneratedValues("id"))
                .map(row -> new RowReader(row, json).number("id"))
                .all()
                .collectList()
                .map(ids -> changes(environment, entries, ids));
    }

    private static String row(LogEntry entry, Texts texts) {
        LogEntry.Kind kind = entry.kind();
        String transaction = texts.bound(entry.transaction());
        return Stream.of(
                        Long.toString(entry.service().value()),
                        entry.instance() == null
                                ? "null"
                                : Long.toString(entry.instance().value()),
                        transaction,
                        texts.bound(entry.event()),
                        texts.bound(entry.level().wire()),
                        texts.bound(Shortened.to(MOST_DESCRIPTION, entry.sentence())),
                        Boolean.toString(kind.isDetail()),
                        kind == LogEntry.Kind.RUN ? "null" : "utc_timestamp(3)",
                        kind == LogEntry.Kind.END ? transaction : "null",
                        ":environment, :stack, utc_timestamp(3)")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /**
     * Each text is bound once, and all at once: a statement of Spring's copies what it has with each bind, which for the fifty
     * rows of a deployment costs more than the database does.
     */
    private static final class Texts {
        private final Map<String, String> names = new LinkedHashMap<>();

        String bound(String text) {
            return ":" + names.computeIfAbsent(text, _ -> "text" + names.size());
        }

        Map<String, String> binds() {
            return names.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        }
    }

    private static List<NewChange> changes(EnvironmentId environment, List<LogEntry> entries, List<Long> ids) {
        List<NewChange> changes = new ArrayList<>();
        for (int i = 0; i < Math.min(ids.size(), entries.size()); i++) {
            if (!entries.get(i).kind().isDetail()) {
                changes.add(NewChange.created(RESOURCE_TYPE, ids.get(i), environment.value()));
            }
        }
        return changes;
    }

    public Mono<ServiceLogRow> find(EnvironmentId environment, long id) {
        return read(database.sql(SELECT + "where l.id = :id and l.environment_id = :environment")
                        .bind("id", id)
                        .bind("environment", environment.value()))
                .singleOrEmpty();
    }

    public Flux<ServiceLogRow> list(EnvironmentId environment, ListQuery query) {
        SqlList list = SqlList.of(query, COLUMNS, "l.id");
        return read(database.sql(SELECT + "where l.environment_id = :environment" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("environment", environment.value()));
    }

    /** The newest entries of a service, oldest of them first. */
    public Flux<ServiceLogRow> newest(EnvironmentId environment, ServiceId service) {
        return read(database.sql("select * from (" + SELECT
                        + "where l.environment_id = :environment and l.service_id = :service order by l.id desc"
                        + " limit :most) newest order by id")
                .bind("environment", environment.value())
                .bind("service", service.value())
                .bind("most", MOST_OF_A_LINK));
    }

    /** Deletes some of what is older, by the database's clock, and answers how many rows. */
    public Mono<Long> purge(Duration age, long most) {
        return database.sql("delete from service_log where created < utc_timestamp(3) - interval :seconds second"
                        + " order by created limit :most")
                .bind("seconds", age.toSeconds())
                .bind("most", most)
                .fetch()
                .rowsUpdated();
    }

    private Flux<ServiceLogRow> read(GenericExecuteSpec statement) {
        return statement
                .map(row -> ServiceLogRow.read(new RowReader(row, json)))
                .all();
    }
}
