package io.drover.identity.store;

import static io.drover.identity.store.Columns.bind;
import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.numberOrNull;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.drover.identity.role.MemberList.Member;
import io.drover.identity.role.Membership;
import io.drover.model.Role;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who is a member of which environment. */
public final class MemberStore {
    public static final Map<String, String> COLUMNS = Map.of(
            "externalId", "m.external_id",
            "externalIdType", "m.external_id_type",
            "role", "coalesce(r.name, m.role)",
            "uuid", "m.uuid",
            "created", "m.created",
            "removed", "m.removed",
            "state", "if(m.removed is null, 'active', 'removed')",
            "projectId", "m.project_id");

    private static final String SELECT = "select m.id, m.uuid, m.project_id, m.external_id_type, m.external_id, m.role,"
            + " m.created, coalesce(a.name, m.name) as member_name, coalesce(" + AccountStore.login("a.id")
            + ", (select min(li.login) from account_identity li where li.external_id_type = m.external_id_type"
            + " and li.external_id = m.external_id)) as member_login, m.custom_role_id, r.name as custom_role"
            + " from project_member m left join account a"
            + " on m.external_id_type = 'rancher_id' and a.id = m.external_id and a.removed is null"
            + " left join custom_role r on r.id = m.custom_role_id where ";

    /** Rows of the person: of their account, and of what a directory says they are. */
    static final String IS_PERSON = "((m.external_id_type = 'rancher_id' and m.external_id = :person)"
            + " or exists (select 1 from account_identity i where i.account_id = :number"
            + " and i.external_id_type = m.external_id_type and i.external_id = m.external_id))";

    private final DatabaseClient database;

    public MemberStore(DatabaseClient database) {
        this.database = database;
    }

    /** What the person's member rows in the environment make of them. */
    public Flux<Membership> membershipsOf(long person, long project) {
        return database.sql("select m.role, r.name, r.grants from project_member m left join custom_role r"
                        + " on r.id = m.custom_role_id where m.project_id = :project and m.removed is null and "
                        + IS_PERSON)
                .bind("project", project)
                .bind("person", Long.toString(person))
                .bind("number", person)
                .map(MemberStore::membership)
                .all();
    }

    private static Membership membership(Readable row) {
        Role role = Role.of(text(row, "role")).orElseThrow();
        String grants = textOrNull(row, "grants");
        return grants == null
                ? Membership.whole(role)
                : new Membership(role, CustomRoleRow.grants(grants), text(row, "name"));
    }

    /** The same for all environments, by their numbers. */
    public Mono<Map<Long, Collection<Membership>>> membershipsOf(long person) {
        return database.sql(
                        "select m.project_id, m.role, r.name, r.grants from project_member m left join custom_role r"
                                + " on r.id = m.custom_role_id where m.removed is null and " + IS_PERSON)
                .bind("person", Long.toString(person))
                .bind("number", person)
                .map(row -> Map.entry(number(row, "project_id"), membership(row)))
                .all()
                .collectMultimap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** All members of the environment, in order of joining. */
    public Flux<MemberRow> of(long project) {
        return database.sql(SELECT + "m.project_id = :project and m.removed is null order by m.id")
                .bind("project", project)
                .map(MemberStore::row)
                .all();
    }

    public Flux<MemberRow> list(long project, SqlList list) {
        return database.sql(SELECT + "m.project_id = :project" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("project", project)
                .map(MemberStore::row)
                .all();
    }

    /** The person's own member rows, in all environments. */
    public Flux<MemberRow> listOf(long person, SqlList list) {
        return database.sql(SELECT + IS_PERSON
                        + " and exists (select 1 from account p where p.id = m.project_id and p.removed is null)"
                        + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("person", Long.toString(person))
                .bind("number", person)
                .map(MemberStore::row)
                .all();
    }

    public Mono<MemberRow> find(long id) {
        return database.sql(SELECT + "m.id = :id")
                .bind("id", id)
                .map(MemberStore::row)
                .one();
    }

    /** The row if it is one of the person's own. */
    public Mono<MemberRow> findOf(long person, long id) {
        return database.sql(SELECT + "m.id = :id and " + IS_PERSON)
                .bind("id", id)
                .bind("person", Long.toString(person))
                .bind("number", person)
                .map(MemberStore::row)
                .one();
    }

    /** @param name of a directory's user or group; null: of a local account, which has its own */
    public Mono<Long> insert(long project, Member member, @Nullable String name, String uuid, Instant now) {
        var sql = database.sql(
                        "insert into project_member (uuid, project_id, external_id_type, external_id, role, name,"
                                + " custom_role_id, created) values (:uuid, :project, :type, :id, :role, :name, :custom,"
                                + " :created)")
                .bind("uuid", uuid)
                .bind("project", project)
                .bind("type", member.externalIdType())
                .bind("id", member.externalId())
                .bind("role", member.role().wire())
                .bind("created", utc(now));
        return bindText(bind(sql, "custom", Long.class, custom(member)), "name", name)
                .fetch()
                .rowsUpdated();
    }

    private static @Nullable Long custom(Member member) {
        return member.customRole() == 0 ? null : Long.valueOf(member.customRole());
    }

    public Mono<Long> remove(long project, Member member, Instant now) {
        return database.sql("update project_member set removed = :now where project_id = :project and removed is null"
                        + " and external_id_type = :type and external_id = :id and role = :role"
                        + " and custom_role_key = :custom")
                .bind("now", utc(now))
                .bind("project", project)
                .bind("type", member.externalIdType())
                .bind("id", member.externalId())
                .bind("role", member.role().wire())
                .bind("custom", member.customRole())
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> removeAll(long project, Instant now) {
        return database.sql("update project_member set removed = :now where project_id = :project and removed is null")
                .bind("now", utc(now))
                .bind("project", project)
                .fetch()
                .rowsUpdated();
    }

    private static MemberRow row(Readable row) {
        Role role = Role.of(text(row, "role")).orElseThrow();
        Long custom = numberOrNull(row, "custom_role_id");
        return new MemberRow(
                number(row, "id"),
                text(row, "uuid"),
                number(row, "project_id"),
                new Member(text(row, "external_id_type"), text(row, "external_id"), role, custom == null ? 0 : custom),
                instant(row, "created"),
                textOrNull(row, "member_name"),
                textOrNull(row, "member_login"),
                textOrNull(row, "custom_role"));
    }
}
