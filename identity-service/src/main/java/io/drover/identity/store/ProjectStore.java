package io.drover.identity.store;

import static io.drover.identity.store.Columns.bind;
import static io.drover.identity.store.Columns.flag;
import static io.drover.identity.store.Columns.small;
import static io.drover.identity.store.Columns.smallOrNull;
import static io.drover.identity.store.Columns.text;

import io.drover.api.sql.SqlList;
import io.r2dbc.spi.Readable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Environments. Who may see which is decided by the caller; the queries here carry the person or the id as part of their key. */
public final class ProjectStore {
    public static final Map<String, String> COLUMNS = Map.of(
            "name", "a.name",
            "state", "a.state",
            "uuid", "a.uuid",
            "created", "a.created",
            "removed", "a.removed",
            "orchestration", "p.orchestration");

    private static final String SELECT = "select " + AccountStore.SELECTED + ", p.orchestration, p.allow_system_role,"
            + " p.services_port_start, p.services_port_end, p.host_remove_delay"
            + " from account a join project p on p.id = a.id where a.kind = 'project'";

    /** A member row of the person; an inactive environment shows itself to its owners only. */
    private static final String IS_MEMBER = " and exists (select 1 from project_member m where m.project_id = a.id"
            + " and m.removed is null and " + MemberStore.IS_PERSON + " and (a.state = 'active' or m.role = 'owner'))";

    private final DatabaseClient database;

    public ProjectStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<ProjectRow> find(long id) {
        return database.sql(SELECT + " and a.id = :id")
                .bind("id", id)
                .map(ProjectStore::row)
                .one();
    }

    /** Every environment. */
    public Flux<ProjectRow> listAll(SqlList list) {
        return database.sql(SELECT + list.where() + list.tail())
                .bindValues(list.binds())
                .map(ProjectStore::row)
                .all();
    }

    /** The environments the person is a member of. */
    public Flux<ProjectRow> listOf(long person, SqlList list) {
        return database.sql(SELECT + IS_MEMBER + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("person", Long.toString(person))
                .bind("number", person)
                .map(ProjectStore::row)
                .all();
    }

    public Flux<ProjectRow> listOnly(long project, SqlList list) {
        return database.sql(SELECT + " and a.id = :only" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("only", project)
                .map(ProjectStore::row)
                .all();
    }

    /** The environment's own part; its account is inserted first. */
    public Mono<Long> insert(long id, String orchestration, int startPort, int endPort) {
        return database.sql("insert into project (id, orchestration, services_port_start, services_port_end)"
                        + " values (:id, :orchestration, :start, :end)")
                .bind("id", id)
                .bind("orchestration", orchestration)
                .bind("start", startPort)
                .bind("end", endPort)
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> update(long id, int startPort, int endPort, @Nullable Integer delay, boolean allowSystemRole) {
        var sql = database.sql("update project set services_port_start = :start, services_port_end = :end,"
                        + " host_remove_delay = :delay, allow_system_role = :system where id = :id")
                .bind("start", startPort)
                .bind("end", endPort)
                .bind("system", allowSystemRole)
                .bind("id", id);
        return bind(sql, "delay", Integer.class, delay).fetch().rowsUpdated();
    }

    private static ProjectRow row(Readable row) {
        return new ProjectRow(
                AccountStore.row(row),
                text(row, "orchestration"),
                flag(row, "allow_system_role"),
                small(row, "services_port_start"),
                small(row, "services_port_end"),
                smallOrNull(row, "host_remove_delay"));
    }
}
