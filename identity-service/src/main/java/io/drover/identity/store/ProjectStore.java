package io.drover.identity.store;

import static io.drover.identity.store.Columns.bind;
import static io.drover.identity.store.Columns.flag;
import static io.drover.identity.store.Columns.instantOrNull;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.numberOrNull;
import static io.drover.identity.store.Columns.small;
import static io.drover.identity.store.Columns.smallOrNull;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final String SELECT = select("null");

    /** With the stacks of its template, which can be long. */
    private static final String SELECT_WHOLE = select("p.template_stacks");

    private static String select(String templateStacks) {
        return "select " + AccountStore.SELECTED + ", p.orchestration, p.allow_system_role,"
                + " p.services_port_start, p.services_port_end, p.host_remove_delay,"
                + " p.quota, p.privileges, p.links, p.removal_note, p.emptied, p.project_template_id, "
                + templateStacks + " as template_stacks"
                + " from account a join project p on p.id = a.id where a.kind = 'project'";
    }

    /** A member row of the person; an inactive environment shows itself to its owners only. */
    private static final String IS_MEMBER = " and exists (select 1 from project_member m where m.project_id = a.id"
            + " and m.removed is null and " + MemberStore.IS_PERSON + " and (a.state = 'active' or m.role = 'owner'))";

    private final DatabaseClient database;

    public ProjectStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<ProjectRow> find(long id) {
        return database.sql(SELECT_WHOLE + " and a.id = :id")
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

    /** What only administrators change. */
    public Mono<Long> updateLimits(long id, Quota quota, PrivilegePolicy privileges) {
        return database.sql("update project set quota = :quota, privileges = :privileges where id = :id")
                .bind("quota", LimitColumns.text(quota))
                .bind("privileges", LimitColumns.text(privileges))
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> updateLinks(long id, List<Long> links) {
        return database.sql("update project set links = :links where id = :id")
                .bind("links", LimitColumns.text(links))
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** Which of these numbers are environments that are not removed. */
    public Mono<Set<Long>> present(List<Long> some) {
        return some.isEmpty()
                ? Mono.just(Set.of())
                : database.sql("select a.id from account a where a.kind = 'project' and a.removed is null"
                                + " and a.id in (:some)")
                        .bind("some", some)
                        .map(row -> number(row, "id"))
                        .all()
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** What scheduler-service says of a removed environment; answers 0 for one that is not removed. */
    public Mono<Long> setRemoval(long id, String note, @Nullable Instant emptied) {
        var sql = database.sql("update project p join account a on a.id = p.id set p.removal_note = :note,"
                        + " p.emptied = :emptied where p.id = :id and a.removed is not null")
                .bind("note", note)
                .bind("id", id);
        return bind(sql, "emptied", LocalDateTime.class, emptied == null ? null : utc(emptied))
                .fetch()
                .rowsUpdated();
    }

    /** Every environment there ever was, purged ones too. */
    public Flux<ProjectRow> everything() {
        return database.sql(SELECT_WHOLE + " order by a.id")
                .map(ProjectStore::row)
                .all();
    }

    private static ProjectRow row(Readable row) {
        return new ProjectRow(
                AccountStore.row(row),
                text(row, "orchestration"),
                flag(row, "allow_system_role"),
                small(row, "services_port_start"),
                small(row, "services_port_end"),
                smallOrNull(row, "host_remove_delay"),
                LimitColumns.quota(row),
                LimitColumns.privileges(row),
                LimitColumns.links(row),
                new ProjectRow.Removal(textOrNull(row, "removal_note"), instantOrNull(row, "emptied") != null),
                new ProjectRow.Template(
                        numberOrNull(row, "project_template_id"),
                        ProjectTemplateStore.environmentStacks(textOrNull(row, "template_stacks"))));
    }
}
