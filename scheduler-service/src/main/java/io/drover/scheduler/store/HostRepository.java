package io.drover.scheduler.store;

import io.drover.api.resource.ListQuery;
import io.drover.api.sql.SqlList;
import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.link.HostFacts;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Hosts in the database. */
public final class HostRepository {
    private static final int MAX_NOTE = 1024;
    private static final String SELECT = "select * from host ";

    /** The wire state in SQL, so that lists filter and sort by it; must agree with {@code HostWireState}. */
    static final String STATE = "case when removed is not null then 'removed' when activity = 'REMOVED' then 'removing'"
            + " when activity = 'INACTIVE' then 'inactive' when lost then 'disconnected'"
            + " when link <> 'connected' then 'reconnecting' else 'active' end";

    static final String TRANSITIONING = "case " + STATE
            + " when 'disconnected' then 'error' when 'removing' then 'yes' when 'reconnecting' then 'yes'"
            + " else 'no' end";

    private static final Map<String, String> COLUMNS = Map.of(
            "id", "id",
            "name", "name",
            "hostname", "hostname",
            "agentIpAddress", "address",
            "created", "created",
            "removed", "removed",
            "uuid", "uuid",
            "state", STATE,
            "transitioning", TRANSITIONING);

    private final DatabaseClient database;
    private final JsonMapper json;

    public HostRepository(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    public Mono<HostRow> find(EnvironmentId environment, HostId id) {
        return read(database.sql(SELECT + "where id = :id and environment_id = :environment")
                        .bind("id", id.value())
                        .bind("environment", environment.value()))
                .singleOrEmpty();
    }

    public Mono<HostRow> byId(HostId id) {
        return read(database.sql(SELECT + "where id = :id").bind("id", id.value()))
                .singleOrEmpty();
    }

    /** For a change that depends on what is there: the row is locked until the transaction ends. Empty: it is gone. */
    public Mono<HostRow> lock(HostId id) {
        return read(database.sql(SELECT + "where id = :id and removed is null for update")
                        .bind("id", id.value()))
                .singleOrEmpty();
    }

    public Mono<HostRow> byAgent(long agent) {
        return read(database.sql(SELECT + "where live_agent = :agent").bind("agent", agent))
                .singleOrEmpty();
    }

    /** The hosts of an environment that are not removed. */
    public Flux<HostRow> present(EnvironmentId environment) {
        return read(database.sql(SELECT + "where environment_id = :environment and removed is null order by id")
                .bind("environment", environment.value()));
    }

    /** All hosts that are not removed, of all environments. */
    public Flux<HostRow> present() {
        return read(database.sql(SELECT + "where removed is null order by id"));
    }

    public Flux<HostRow> list(EnvironmentId environment, ListQuery query) {
        SqlList list = SqlList.of(query, COLUMNS, "id");
        return read(database.sql(SELECT + "where environment_id = :environment" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("environment", environment.value()));
    }

    public Mono<HostId> insert(Tenant tenant, String uuid, long agent, HostFacts facts, Instant now) {
        return database.sql("insert into host (environment_id, environment_uuid, environment_name, uuid, agent_id,"
                        + " created, labels, activity, engine_id, hostname, address, facts, link, link_since)"
                        + " values (:environment, :environmentUuid, :environmentName, :uuid, :agent, :now, '{}',"
                        + " 'ACTIVE', :engine, :hostname, :address, :facts, 'disconnected', :now)")
                .bind("environment", tenant.id().value())
                .bind("environmentUuid", tenant.uuid())
                .bind("environmentName", tenant.name())
                .bind("uuid", uuid)
                .bind("agent", agent)
                .bind("now", Sql.utc(now))
                .bind("engine", facts.engineId())
                .bind("hostname", facts.hostname())
                .bind("address", facts.address())
                .bind("facts", json.writeValueAsString(facts))
                .filter(statement -> statement.returnGeneratedValues("id"))
                .map(row -> new HostId(new RowReader(row, json).number("id")))
                .one();
    }

    public Mono<Void> updateFacts(HostId id, HostFacts facts) {
        return database.sql("update host set engine_id = :engine, hostname = :hostname, address = :address,"
                        + " facts = :facts where id = :id")
                .bind("engine", facts.engineId())
                .bind("hostname", facts.hostname())
                .bind("address", facts.address())
                .bind("facts", json.writeValueAsString(facts))
                .bind("id", id.value())
                .then();
    }

    public Mono<Void> setLink(HostId id, boolean connected, @Nullable String note, Instant since) {
        return Sql.bind(
                        database.sql(
                                "update host set link = :link, link_since = :since, link_note = :note where id = :id"),
                        "note",
                        note,
                        String.class)
                .bind("link", connected ? "connected" : "disconnected")
                .bind("since", Sql.utc(since))
                .bind("id", id.value())
                .then();
    }

    /** What the agent says of its obedience; the link itself is {@link #setLink}'s. */
    public Mono<Void> setLinkNote(HostId id, @Nullable String note) {
        return Sql.bindText(
                        database.sql("update host set link_note = :note where id = :id")
                                .bind("id", id.value()),
                        "note",
                        note,
                        MAX_NOTE)
                .then();
    }

    /** At start no link is open yet: every host gets its full time to come back, counted from now. */
    public Mono<Long> disconnectAll(Instant now) {
        return database.sql("update host set link_since = if(link = 'disconnected', link_since, :now),"
                        + " link = 'disconnected' where removed is null")
                .bind("now", Sql.utc(now))
                .fetch()
                .rowsUpdated();
    }

    public Mono<Void> setLost(HostId id, boolean lost) {
        return database.sql("update host set lost = :lost where id = :id")
                .bind("lost", lost)
                .bind("id", id.value())
                .then();
    }

    public Mono<Void> updateSpec(HostRow host) {
        DatabaseClient.GenericExecuteSpec statement = database.sql("update host set name = :name,"
                        + " description = :description, labels = :labels, activity = :activity,"
                        + " memory_bytes = :memory, milli_cpu = :milliCpu where id = :id")
                .bind("labels", json.writeValueAsString(host.labels()))
                .bind("activity", host.activity().name())
                .bind("id", host.id().value());
        statement = Sql.bind(statement, "name", host.name(), String.class);
        statement = Sql.bind(statement, "description", host.description(), String.class);
        statement = Sql.bind(statement, "memory", host.memoryBytes(), Long.class);
        return Sql.bind(statement, "milliCpu", host.milliCpu(), Integer.class).then();
    }

    public Mono<Void> finish(HostId id, Instant now) {
        return database.sql("update host set removed = :now where id = :id and removed is null")
                .bind("now", Sql.utc(now))
                .bind("id", id.value())
                .then();
    }

    private Flux<HostRow> read(DatabaseClient.GenericExecuteSpec statement) {
        return statement.map(row -> HostRow.read(new RowReader(row, json))).all();
    }
}
