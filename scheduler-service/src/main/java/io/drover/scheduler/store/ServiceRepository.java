package io.drover.scheduler.store;

import io.drover.api.resource.ListQuery;
import io.drover.api.sql.SqlList;
import io.drover.model.EnvironmentId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.ServiceStatus;
import io.drover.scheduler.spec.ServiceSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Services and their revisions in the database. */
public final class ServiceRepository {
    private static final int MAX_FORBIDDEN = 2048;
    private static final String SELECT = "select * from service ";

    /** The wire state in SQL, so that lists filter and sort by it; must agree with {@code ServiceWireState}. */
    static final String STATE = "case when removed is not null then 'removed'"
            + " when activity = 'REMOVED' then (case when status_converged and status_generation = generation"
            + " then 'removed' else 'removing' end)"
            + " when activity = 'INACTIVE' then (case when status_converged and status_generation = generation"
            + " then 'inactive' when status_generation = 0 then 'registering'"
            + " when status_ever_active then 'deactivating' else 'updating-inactive' end)"
            + " when status_converged and status_generation = generation then 'active'"
            + " when not status_ever_active then 'activating'"
            + " when status_restarting and status_generation = generation then 'restarting'"
            + " else 'updating-active' end";

    static final String TRANSITIONING =
            "case when removed is not null or (status_converged and status_generation = generation) then 'no'"
                    + " when status_error and status_generation = generation then 'error' else 'yes' end";

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("id", "id"),
            Map.entry("name", "name"),
            Map.entry("created", "created"),
            Map.entry("removed", "removed"),
            Map.entry("uuid", "uuid"),
            Map.entry("stackId", "stack_id"),
            Map.entry("scale", "scale"),
            Map.entry("healthState", "replace(lower(status_health), '_', '-')"),
            Map.entry("state", STATE),
            Map.entry("transitioning", TRANSITIONING),
            Map.entry("system", "stack_id in (select st.id from stack st where st.origin <> 'USER')"));

    private final DatabaseClient database;
    private final JsonMapper json;

    public ServiceRepository(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    public Mono<ServiceRow> find(EnvironmentId environment, ServiceId id) {
        return read(database.sql(SELECT + "where id = :id and environment_id = :environment")
                        .bind("id", id.value())
                        .bind("environment", environment.value()))
                .singleOrEmpty();
    }

    public Mono<ServiceRow> byId(ServiceId id) {
        return read(database.sql(SELECT + "where id = :id").bind("id", id.value()))
                .singleOrEmpty();
    }

    /** What the service's loop looks at, beside its instances and the hosts; empty when it is removed. */
    Mono<InPass> inPass(ServiceId id) {
        return database.sql("select s.*, t.name stack_name, t.environment_uuid, r.spec,"
                        + " (select count(*) from instance i where i.environment_id = s.environment_id"
                        + " and i.removed is null) environment_instances"
                        + " from service s join stack t on t.id = s.stack_id"
                        + " join service_revision r on r.service_id = s.id and r.revision = s.revision"
                        + " where s.id = :id and s.removed is null")
                .bind("id", id.value())
                .map(row -> inPass(new RowReader(row, json)))
                .one();
    }

    private static InPass inPass(RowReader row) {
        return new InPass(
                ServiceRow.read(row),
                row.text("stack_name"),
                row.flag("unbound"),
                row.text("environment_uuid"),
                row.json("spec", ServiceSpec.class),
                row.integer("environment_instances"));
    }

    /**
     * @param unbound the environment's privilege policy does not bind it
     * @param environmentInstances live instances of its environment
     */
    record InPass(
            ServiceRow service,
            String stackName,
            boolean unbound,
            String environmentUuid,
            ServiceSpec spec,
            int environmentInstances) {}

    /** For a change that depends on what is there: the row is locked until the transaction ends. */
    public Mono<ServiceRow> lock(ServiceId id) {
        return read(database.sql(SELECT + "where id = :id for update").bind("id", id.value()))
                .singleOrEmpty();
    }

    public Flux<ServiceRow> byIds(Collection<Long> ids) {
        return ids.isEmpty()
                ? Flux.empty()
                : read(database.sql(SELECT + "where id in (:ids)").bind("ids", ids));
    }

    public Flux<ServiceRow> ofStack(StackId stack) {
        return read(database.sql(SELECT + "where stack_id = :stack and removed is null order by id")
                .bind("stack", stack.value()));
    }

    /** For a change of all of them: the rows are locked until the transaction ends. */
    public Flux<ServiceRow> lockStack(StackId stack) {
        return read(database.sql(SELECT + "where stack_id = :stack and removed is null order by id for update")
                .bind("stack", stack.value()));
    }

    public Flux<ServiceRow> ofStacks(Collection<Long> stacks) {
        return stacks.isEmpty()
                ? Flux.empty()
                : read(database.sql(SELECT + "where stack_id in (:stacks) and removed is null order by id")
                        .bind("stacks", stacks));
    }

    /** Ids of all services that are not removed: what a fresh lease holder looks at once. */
    public Flux<ServiceId> present() {
        return database.sql("select id from service where removed is null")
                .map(row -> new ServiceId(new RowReader(row, json).number("id")))
                .all();
    }

    public Flux<ServiceId> present(EnvironmentId environment) {
        return database.sql("select id from service where removed is null and environment_id = :environment")
                .bind("environment", environment.value())
                .map(row -> new ServiceId(new RowReader(row, json).number("id")))
                .all();
    }

    /** The services of an environment whose removal nobody asked for. */
    public Flux<ServiceRow> wanted(EnvironmentId environment) {
        return read(database.sql(
                        SELECT
                                + "where environment_id = :environment and removed is null and activity <> 'REMOVED' order by id")
                .bind("environment", environment.value()));
    }

    public Flux<ServiceRow> list(EnvironmentId environment, ListQuery query) {
        SqlList list = SqlList.of(query, COLUMNS, "id");
        return read(database.sql(SELECT + "where environment_id = :environment" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("environment", environment.value()));
    }

    /**
     * Where a new service belongs.
     *
     * @param unbound the environment's privilege policy does not bind its launch configs
     */
    public record Place(EnvironmentId environment, StackId stack, String uuid, boolean unbound) {}

    public Mono<ServiceId> insert(Place place, ServiceSpec spec, Activity activity, Instant now) {
        ServiceRow.Intent intent = activity == Activity.ACTIVE ? ServiceRow.Intent.ACTIVATE : ServiceRow.Intent.CREATE;
        return Sql.bind(
                        database.sql("insert into service (environment_id, stack_id, uuid, created, name, description,"
                                + " scale, activity, intent, generation, revision, launch_revision, unbound) values"
                                + " (:environment, :stack, :uuid, :now, :name, :description, :scale, :activity, :intent,"
                                + " 1, 1, 1, :unbound)"),
                        "description",
                        spec.description().isEmpty() ? null : spec.description(),
                        String.class)
                .bind("environment", place.environment.value())
                .bind("stack", place.stack.value())
                .bind("uuid", place.uuid)
                .bind("unbound", place.unbound)
                .bind("now", Sql.utc(now))
                .bind("name", spec.name())
                .bind("scale", spec.scale())
                .bind("activity", activity.name())
                .bind("intent", intent.name())
                .filter(insert -> insert.returnGeneratedValues("id"))
                .map(row -> new ServiceId(new RowReader(row, json).number("id")))
                .one()
                .flatMap(id -> insertRevision(id, 1, spec, now).thenReturn(id));
    }

    public Mono<Void> insertRevision(ServiceId id, long revision, ServiceSpec spec, Instant now) {
        return database.sql("insert into service_revision (service_id, revision, created, spec)"
                        + " values (:id, :revision, :now, :spec)")
                .bind("id", id.value())
                .bind("revision", revision)
                .bind("now", Sql.utc(now))
                .bind("spec", json.writeValueAsString(spec))
                .then();
    }

    public Mono<ServiceSpec> spec(ServiceId id, long revision) {
        return database.sql("select spec from service_revision where service_id = :id and revision = :revision")
                .bind("id", id.value())
                .bind("revision", revision)
                .map(row -> new RowReader(row, json).json("spec", ServiceSpec.class))
                .one();
    }

    /** The current specs of several services, by service number. */
    public Mono<Map<Long, ServiceSpec>> currentSpecs(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql("select r.service_id, r.spec from service_revision r join service s on s.id = r.service_id"
                        + " and s.revision = r.revision where s.id in (:ids)")
                .bind("ids", ids)
                .map(row -> {
                    var reader = new RowReader(row, json);
                    return Map.entry(reader.number("service_id"), reader.json("spec", ServiceSpec.class));
                })
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** What the user asked, after a change of it. */
    public Mono<Void> updateSpec(ServiceRow service) {
        GenericExecuteSpec statement = database.sql("update service set name = :name, description = :description,"
                        + " scale = :scale, activity = :activity, intent = :intent, generation = :generation,"
                        + " revision = :revision, launch_revision = :launchRevision, restart = :restart where id = :id")
                .bind("name", service.name())
                .bind("scale", service.scale())
                .bind("activity", service.activity().name())
                .bind("intent", service.intent().name())
                .bind("generation", service.generation())
                .bind("revision", service.revision())
                .bind("launchRevision", service.launchRevision())
                .bind("id", service.id().value());
        statement = Sql.bind(statement, "description", service.description(), String.class);
        return Sql.bind(
                        statement,
                        "restart",
                        service.restart() == null ? null : json.writeValueAsString(service.restart()),
                        String.class)
                .then();
    }

    /** Whether the privilege policy binds its launch configs: asked of whoever wrote them last. */
    public Mono<Void> setUnbound(ServiceId id, boolean unbound) {
        return database.sql("update service set unbound = :unbound where id = :id")
                .bind("unbound", unbound)
                .bind("id", id.value())
                .then();
    }

    /** What the service loop concluded, and its counter. */
    public Mono<Void> updateStatus(ServiceId id, ServiceRow.Status status, long createIndex) {
        ServiceStatus conclusion = status.conclusion();
        GenericExecuteSpec statement = Sql.bind(
                database.sql("update service set create_index = :createIndex, status_generation = :generation,"
                        + " status_ever_active = :everActive, status_converged = :converged,"
                        + " status_scale = :scale, status_wanted = :wanted, status_running = :running,"
                        + " status_restarting = :restarting, status_health = :health,"
                        + " status_error = :error, status_message = :message,"
                        + " status_forbidden = :forbidden, status_log = :log where id = :id"),
                "message",
                conclusion.message(),
                String.class);
        return Sql.bindText(statement, "forbidden", conclusion.forbidden(), MAX_FORBIDDEN)
                .bind("createIndex", createIndex)
                .bind("generation", status.generation())
                .bind("everActive", status.everActive())
                .bind("converged", conclusion.converged())
                .bind("scale", conclusion.currentScale())
                .bind("wanted", conclusion.desiredInstances())
                .bind("running", conclusion.runningInstances())
                .bind("restarting", conclusion.restarting())
                .bind("health", conclusion.health().name())
                .bind("error", conclusion.error())
                .bind("log", json.writeValueAsString(status.log()))
                .bind("id", id.value())
                .then();
    }

    public Mono<Void> finish(ServiceId id, Instant now) {
        return database.sql("update service set removed = :now where id = :id and removed is null")
                .bind("now", Sql.utc(now))
                .bind("id", id.value())
                .then();
    }

    private Flux<ServiceRow> read(GenericExecuteSpec statement) {
        return statement.map(row -> ServiceRow.read(new RowReader(row, json))).all();
    }
}
