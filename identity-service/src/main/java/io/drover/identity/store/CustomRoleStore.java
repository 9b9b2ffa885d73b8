package io.drover.identity.store;

import static io.drover.identity.store.Columns.bind;
import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.instantOrNull;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.numberOrNull;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.drover.identity.role.CustomRole;
import io.drover.model.Role;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Custom roles. An environment sees its own and those for every environment. */
public final class CustomRoleStore {
    public static final Map<String, String> COLUMNS = Map.of(
            "name", "r.name",
            "baseRole", "r.base_role",
            "projectId", "r.project_id",
            "uuid", "r.uuid",
            "created", "r.created",
            "removed", "r.removed");

    private static final String SELECT = "select r.id, r.uuid, r.project_id, r.name, r.description, r.base_role,"
            + " r.grants, r.created, r.removed from custom_role r where ";

    private final DatabaseClient database;

    public CustomRoleStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<CustomRoleRow> find(long id) {
        return database.sql(SELECT + "r.id = :id")
                .bind("id", id)
                .map(CustomRoleStore::row)
                .one();
    }

    /** The row, locked until the transaction ends. */
    public Mono<CustomRoleRow> lock(long id) {
        return database.sql(SELECT + "r.id = :id for update")
                .bind("id", id)
                .map(CustomRoleStore::row)
                .one();
    }

    /** @param project 0: only those for every environment */
    public Flux<CustomRoleRow> list(long project, SqlList list) {
        return database.sql(SELECT + "(r.project_id is null or r.project_id = :project)" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("project", project)
                .map(CustomRoleStore::row)
                .all();
    }

    /** All that members of the environment can have. */
    public Flux<CustomRoleRow> usableIn(long project) {
        return database.sql(SELECT + "(r.project_id is null or r.project_id = :project) and r.removed is null"
                        + " order by r.project_id is null, r.id")
                .bind("project", project)
                .map(CustomRoleStore::row)
                .all();
    }

    /** How many of these are there still; they stay until the transaction ends. */
    public Mono<Long> lock(Collection<Long> ids) {
        return ids.isEmpty()
                ? Mono.just(0L)
                : database.sql("select id from custom_role where id in (:ids) and removed is null order by id"
                                + " for update")
                        .bind("ids", ids)
                        .map(row -> number(row, "id"))
                        .all()
                        .count();
    }

    /** Fails with {@code DuplicateKeyException} if the name is taken. */
    public Mono<Long> insert(CustomRoleRow.New made, Instant now) {
        CustomRole role = made.role();
        var sql = database.sql(
                        "insert into custom_role (uuid, project_id, name, description, base_role, grants, created)"
                                + " values (:uuid, :project, :name, :description, :base, :grants, :created)")
                .bind("uuid", made.uuid())
                .bind("name", role.name())
                .bind("base", role.base().wire())
                .bind("grants", CustomRoleRow.stored(role.grants()))
                .bind("created", utc(now));
        return bindText(
                        bind(sql, "project", Long.class, made.project() == 0 ? null : made.project()),
                        "description",
                        made.description())
                .filter(statement -> statement.returnGeneratedValues("id"))
                .map(row -> number(row, "id"))
                .one();
    }

    public Mono<Long> update(long id, @Nullable String description, CustomRole role) {
        var sql = database.sql("update custom_role set name = :name, description = :description, grants = :grants"
                        + " where id = :id and removed is null")
                .bind("name", role.name())
                .bind("grants", CustomRoleRow.stored(role.grants()))
                .bind("id", id);
        return bindText(sql, "description", description).fetch().rowsUpdated();
    }

    public Mono<Long> remove(long id, Instant now) {
        return database.sql("update custom_role set removed = :now where id = :id and removed is null")
                .bind("now", utc(now))
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** Names of some members that have the role, in whatever environment. */
    public Flux<String> holders(long id, int most) {
        return database.sql("select coalesce(a.name, m.name, m.external_id) as holder from project_member m"
                        + " left join account a on m.external_id_type = 'rancher_id' and a.id = m.external_id"
                        + " where m.custom_role_id = :id and m.removed is null order by m.id limit :most")
                .bind("id", id)
                .bind("most", most)
                .map(row -> text(row, "holder"))
                .all();
    }

    /** Environments where somebody has the role. */
    public Flux<Long> environmentsWith(long id) {
        return database.sql("select distinct m.project_id from project_member m where m.custom_role_id = :id"
                        + " and m.removed is null order by m.project_id")
                .bind("id", id)
                .map(row -> number(row, "project_id"))
                .all();
    }

    private static CustomRoleRow row(Readable row) {
        Long project = numberOrNull(row, "project_id");
        return new CustomRoleRow(
                number(row, "id"),
                text(row, "uuid"),
                project == null ? 0 : project,
                text(row, "name"),
                textOrNull(row, "description"),
                Role.of(text(row, "base_role")).orElseThrow(),
                CustomRoleRow.grants(text(row, "grants")),
                instant(row, "created"),
                instantOrNull(row, "removed"));
    }
}
