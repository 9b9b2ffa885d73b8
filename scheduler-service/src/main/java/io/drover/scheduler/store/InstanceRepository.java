package io.drover.scheduler.store;

import io.drover.api.resource.ListQuery;
import io.drover.api.sql.SqlList;
import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.model.link.DesiredInstance.Target;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Instances, desired and observed, in the database. */
public final class InstanceRepository {
    private static final String SELECT = "select i.*, o.state o_state, o.external_id o_external_id,"
            + " o.start_generation o_start_generation, o.starts o_starts, o.address o_address, o.ports o_ports,"
            + " o.exit_code o_exit_code, o.first_running o_first_running, o.started o_started,"
            + " o.finished o_finished, o.progress o_progress, o.message o_message, o.next_try o_next_try"
            + " from instance i left join instance_observed o on o.instance_id = i.id ";

    /** The wire state in SQL, so that lists filter and sort by it; must agree with {@code InstanceWireState}. */
    static final String STATE = "case when i.removed is not null then 'removed'"
            + " when i.target = 'REMOVED' or i.removal_requested then"
            + " (case when o.state = 'REMOVED' then 'removed' else 'removing' end)"
            + " when i.target = 'STOPPED' then (case when o.state in ('PULLING', 'CREATING', 'STARTING', 'RUNNING',"
            + " 'STOPPING') or (o.state = 'FAILED' and o.starts > 0) then 'stopping' else 'stopped' end)"
            + " when o.state is null or o.state = 'PENDING' then 'requested'"
            + " when o.state in ('PULLING', 'CREATING', 'REMOVING', 'REMOVED') then 'creating'"
            + " when o.state = 'CREATED' then 'starting'"
            + " when o.state = 'FAILED' then (case when o.starts > 0 then 'restarting' else 'error' end)"
            + " when o.starts > 0 and o.start_generation < i.start_generation + i.restarts_requested then 'restarting'"
            + " when o.state = 'RUNNING' then 'running'"
            + " when o.state = 'STOPPING' then 'stopping'"
            + " when not i.keep_running and (o.state = 'EXITED' or o.starts > 0 and o.state = 'STOPPED') then 'stopped'"
            + " when o.state = 'EXITED' then 'restarting'"
            + " else 'starting' end";

    static final String TRANSITIONING =
            "case when i.removed is null and o.state = 'FAILED' and i.target <> 'REMOVED' then 'error' when " + STATE
                    + " in ('running', 'stopped', 'removed') then 'no' else 'yes' end";

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("id", "i.id"),
            Map.entry("name", "i.name"),
            Map.entry("created", "i.created"),
            Map.entry("removed", "i.removed"),
            Map.entry("uuid", "i.uuid"),
            Map.entry("hostId", "i.host_id"),
            Map.entry("stackId", "i.stack_id"),
            Map.entry("serviceId", "i.service_id"),
            Map.entry("externalId", "o.external_id"),
            Map.entry("primaryIpAddress", "o.address"),
            Map.entry("createIndex", "i.create_index"),
            Map.entry("deploymentUnitUuid", "i.unit_uuid"),
            Map.entry("nativeContainer", "i.native"),
            Map.entry("state", STATE),
            Map.entry("transitioning", TRANSITIONING),
            Map.entry(
                    "system", "coalesce(i.stack_id in (select st.id from stack st where st.origin <> 'USER'), false)"));

    private static final List<String> INSERT_COLUMNS = List.of(
            "environment",
            "uuid",
            "created",
            "native",
            "name",
            "stack",
            "service",
            "unit",
            "slot",
            "config",
            "revision",
            "createIndex",
            "host",
            "container",
            "stopTimeout",
            "pullAlways",
            "keepRunning",
            "target",
            "reason",
            "since",
            "startGeneration");

    private static final List<String> OBSERVE_COLUMNS = List.of(
            "id",
            "state",
            "external",
            "startGeneration",
            "starts",
            "address",
            "ports",
            "exitCode",
            "firstRunning",
            "started",
            "finished",
            "progress",
            "message",
            "nextTry");

    private final DatabaseClient database;
    private final JsonMapper json;

    public InstanceRepository(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    public Mono<InstanceRow> find(EnvironmentId environment, InstanceId id) {
        return read(database.sql(SELECT + "where i.id = :id and i.environment_id = :environment")
                        .bind("id", id.value())
                        .bind("environment", environment.value()))
                .singleOrEmpty();
    }

    public Flux<InstanceRow> byIds(Collection<Long> ids) {
        return ids.isEmpty()
                ? Flux.empty()
                : read(database.sql(SELECT + "where i.id in (:ids)").bind("ids", ids));
    }

    /** Instances of a service that are not gone yet. */
    public Flux<InstanceRow> ofService(ServiceId service) {
        return read(database.sql(SELECT + "where i.service_id = :service and i.removed is null order by i.id")
                .bind("service", service.value()));
    }

    /** The same as decisions see them, without how the containers are made: that is most of a row. */
    Flux<UnitInstance> unitsOf(ServiceId service) {
        return database.sql("select i.id, i.uuid, i.name, i.unit_uuid, i.slot, i.launch_config, i.revision,"
                        + " i.create_index, i.host_id, i.target, i.removal_requested, i.target_since,"
                        + " i.start_generation, i.restarts_requested, o.state o_state,"
                        + " o.start_generation o_start_generation, o.starts o_starts, o.exit_code o_exit_code,"
                        + " o.message o_message from instance i left join instance_observed o on o.instance_id = i.id"
                        + " where i.service_id = :service and i.removed is null order by i.id")
                .bind("service", service.value())
                .map(row -> UnitInstance.read(new RowReader(row, json)))
                .all();
    }

    public Flux<InstanceRow> ofServices(Collection<Long> services) {
        return services.isEmpty()
                ? Flux.empty()
                : read(database.sql(SELECT + "where i.service_id in (:services) and i.removed is null order by i.id")
                        .bind("services", services));
    }

    public Flux<InstanceRow> ofHost(HostId host) {
        return read(database.sql(SELECT + "where i.host_id = :host and i.removed is null order by i.id")
                .bind("host", host.value()));
    }

    public Flux<InstanceRow> present(EnvironmentId environment) {
        return read(database.sql(SELECT + "where i.environment_id = :environment and i.removed is null order by i.id")
                .bind("environment", environment.value()));
    }

    /** Of Drover's containers that are not known to be gone: how many are on each host. */
    public Mono<Map<Long, Long>> countByHost(EnvironmentId environment) {
        return database.sql("select host_id, count(*) n from instance where environment_id = :environment"
                        + " and removed is null and native = false group by host_id")
                .bind("environment", environment.value())
                .map(row -> {
                    var reader = new RowReader(row, json);
                    return Map.entry(reader.number("host_id"), reader.number("n"));
                })
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Waits until nobody else places in that environment; until the end of the transaction. */
    public Mono<Void> takeTurn(EnvironmentId environment) {
        return database.sql("insert into placement_turn (environment_id) values (:environment)"
                        + " on duplicate key update environment_id = values(environment_id)")
                .bind("environment", environment.value())
                .then();
    }

    public Flux<InstanceRow> list(EnvironmentId environment, ListQuery query) {
        SqlList list = SqlList.of(query, COLUMNS, "i.id");
        return read(database.sql(SELECT + "where i.environment_id = :environment" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("environment", environment.value()));
    }

    /** The instances of several parents, by number: {@code column} is {@code service_id} or {@code host_id}. */
    public Flux<Membership> membership(String column, Collection<Long> parents) {
        return parents.isEmpty()
                ? Flux.empty()
                : database.sql("select id, stack_id, " + column + " parent from instance where " + column
                                + " in (:parents) and removed is null order by id")
                        .bind("parents", parents)
                        .map(row -> {
                            var reader = new RowReader(row, json);
                            return new Membership(
                                    reader.number("parent"),
                                    new InstanceId(reader.number("id")),
                                    reader.numberOrNull("stack_id"));
                        })
                        .all();
    }

    /**
     * That an instance belongs to a service or is on a host.
     *
     * @param stack null: a native container's
     */
    public record Membership(
            long parent, InstanceId instance, @Nullable Long stack) {}

    /** Numbers of inserted instances, by uuid. */
    public record Numbers(Map<String, Long> byUuid) {
        /** @throws NullPointerException it was not inserted */
        public long of(String uuid) {
            return Objects.requireNonNull(byUuid.get(uuid), uuid);
        }
    }

    /** Inserts all in one statement. */
    public Mono<Numbers> insertAll(List<InstanceRow> instances) {
        if (instances.isEmpty()) {
            return Mono.just(new Numbers(Map.of()));
        }
        GenericExecuteSpec statement = database.sql("insert into instance (environment_id, uuid, created, native, name,"
                + " stack_id, service_id, unit_uuid, slot, launch_config, revision, create_index, host_id, container,"
                + " stop_timeout, pull_always, keep_running, target, target_reason, target_since, start_generation)"
                + " values " + Sql.rows(instances.size(), INSERT_COLUMNS));
        for (int i = 0; i < instances.size(); i++) {
            statement = bindInsert(statement, i, instances.get(i));
        }
        return statement
                .then()
                .then(database.sql("select id, uuid from instance where uuid in (:uuids)")
                        .bind("uuids", instances.stream().map(InstanceRow::uuid).toList())
                        .map(row -> new RowReader(row, json))
                        .all()
                        .collectMap(row -> row.text("uuid"), row -> row.number("id"))
                        .map(Numbers::new));
    }

    private GenericExecuteSpec bindInsert(GenericExecuteSpec statement, int i, InstanceRow row) {
        InstanceRow.@Nullable Membership of = row.membership();
        GenericExecuteSpec bound = statement
                .bind("environment" + i, row.environment().value())
                .bind("uuid" + i, row.uuid())
                .bind("created" + i, Sql.utc(row.created()))
                .bind("native" + i, row.isNative())
                .bind("name" + i, row.name())
                .bind("slot" + i, of == null ? 0 : of.slot())
                .bind("config" + i, of == null ? "" : of.launchConfig())
                .bind("revision" + i, of == null ? 0L : of.revision())
                .bind("createIndex" + i, of == null ? 0L : of.createIndex())
                .bind("host" + i, row.host().value())
                .bind("container" + i, json.writeValueAsString(row.making().container()))
                .bind("stopTimeout" + i, row.making().stopTimeoutSeconds())
                .bind("pullAlways" + i, row.making().pullAlways())
                .bind("keepRunning" + i, row.making().keepRunning())
                .bind("target" + i, row.target().name())
                .bind("since" + i, Sql.utc(row.targetSince()))
                .bind("startGeneration" + i, row.startGeneration());
        bound = Sql.bind(bound, "stack" + i, of == null ? null : of.stack().value(), Long.class);
        bound = Sql.bind(bound, "service" + i, of == null ? null : of.service().value(), Long.class);
        bound = Sql.bind(bound, "unit" + i, of == null ? null : of.unit(), String.class);
        return Sql.bind(bound, "reason" + i, row.targetReason(), String.class);
    }

    /** Sets the target of several instances, all for the same reason. */
    public Mono<Void> setTarget(Collection<Long> ids, Target target, String reason, Instant now) {
        return ids.isEmpty()
                ? Mono.empty()
                : database.sql("update instance set target = :target, target_reason = :reason, target_since = :now"
                                + " where id in (:ids)")
                        .bind("target", target.name())
                        .bind("reason", reason)
                        .bind("now", Sql.utc(now))
                        .bind("ids", ids)
                        .then();
    }

    /** Asks the agents to start these anew, once. */
    public Mono<Void> setStartGeneration(Collection<Long> ids, long startGeneration, String reason, Instant now) {
        return ids.isEmpty()
                ? Mono.empty()
                : database.sql(
                                "update instance set start_generation = :generation - restarts_requested, target_reason = :reason,"
                                        + " target_since = :now where id in (:ids)")
                        .bind("generation", startGeneration)
                        .bind("reason", reason)
                        .bind("now", Sql.utc(now))
                        .bind("ids", ids)
                        .then();
    }

    /** A user asks to start this one container anew. */
    public Mono<Void> requestRestart(InstanceId id) {
        return database.sql("update instance set restarts_requested = restarts_requested + 1 where id = :id")
                .bind("id", id.value())
                .then();
    }

    /** A user asks to remove this one container; its service makes another in its place. */
    public Mono<Void> requestRemoval(InstanceId id) {
        return database.sql("update instance set removal_requested = true where id = :id")
                .bind("id", id.value())
                .then();
    }

    /** The host reported them gone, or the host itself is gone. */
    public Mono<Void> finish(Collection<Long> ids, Instant now) {
        return ids.isEmpty()
                ? Mono.empty()
                : database.sql("update instance set removed = :now where id in (:ids) and removed is null")
                        .bind("now", Sql.utc(now))
                        .bind("ids", ids)
                        .then();
    }

    /** Writes what an agent saw, several instances in one statement. */
    public Mono<Void> observe(Map<Long, InstanceRow.Observed> observations) {
        if (observations.isEmpty()) {
            return Mono.empty();
        }
        GenericExecuteSpec statement = database.sql("insert into instance_observed (instance_id, state, external_id,"
                + " start_generation, starts, address, ports, exit_code, first_running, started, finished, progress,"
                + " message, next_try) values " + Sql.rows(observations.size(), OBSERVE_COLUMNS)
                + " on duplicate key update state = values(state), external_id = values(external_id),"
                + " start_generation = values(start_generation), starts = values(starts), address = values(address),"
                + " ports = values(ports), exit_code = values(exit_code), first_running = values(first_running),"
                + " started = values(started), finished = values(finished), progress = values(progress),"
                + " message = values(message), next_try = values(next_try)");
        int i = 0;
        for (Map.Entry<Long, InstanceRow.Observed> entry : observations.entrySet()) {
            statement = bindObservation(statement, i++, entry.getKey(), entry.getValue());
        }
        return statement.then();
    }

    private GenericExecuteSpec bindObservation(
            GenericExecuteSpec statement, int i, long id, InstanceRow.Observed seen) {
        GenericExecuteSpec bound = statement
                .bind("id" + i, id)
                .bind("state" + i, seen.state().name())
                .bind("startGeneration" + i, seen.startGeneration())
                .bind("starts" + i, seen.starts())
                .bind("ports" + i, json.writeValueAsString(seen.ports()));
        bound = Sql.bind(bound, "external" + i, seen.externalId(), String.class);
        bound = Sql.bind(bound, "address" + i, seen.address(), String.class);
        bound = Sql.bind(bound, "exitCode" + i, seen.exitCode(), Integer.class);
        bound = bindTime(bound, "firstRunning" + i, seen.firstRunning());
        bound = bindTime(bound, "started" + i, seen.started());
        bound = bindTime(bound, "finished" + i, seen.finished());
        bound = Sql.bind(bound, "progress" + i, seen.progress(), Integer.class);
        bound = Sql.bind(bound, "message" + i, seen.message(), String.class);
        return bindTime(bound, "nextTry" + i, seen.nextTry());
    }

    private static GenericExecuteSpec bindTime(GenericExecuteSpec statement, String name, @Nullable Instant value) {
        return Sql.bind(statement, name, value == null ? null : Sql.utc(value), LocalDateTime.class);
    }

    private Flux<InstanceRow> read(GenericExecuteSpec statement) {
        return statement.map(row -> InstanceRow.read(new RowReader(row, json))).all();
    }
}
