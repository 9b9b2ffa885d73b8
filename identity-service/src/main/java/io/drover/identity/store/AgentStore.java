package io.drover.identity.store;

import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.instantOrNull;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Registered agents. */
public final class AgentStore {
    public static final Map<String, String> COLUMNS = Map.of(
            "state", "g.state",
            "uuid", "g.uuid",
            "created", "g.created",
            "removed", "g.removed");

    private static final String SELECT =
            "select g.id, g.uuid, g.project_id, g.account_id, g.credential_id, c.public_value,"
                    + " g.key_hash, g.state, g.created, g.removed from agent g join credential c on c.id = g.credential_id where ";

    private final DatabaseClient database;

    public AgentStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<AgentRow> find(long project, long id) {
        return database.sql(SELECT + "g.project_id = :project and g.id = :id")
                .bind("project", project)
                .bind("id", id)
                .map(AgentStore::row)
                .one();
    }

    /** In whatever environment: for other services, which know agents by their number. */
    public Mono<AgentRow> find(long id) {
        return database.sql(SELECT + "g.id = :id")
                .bind("id", id)
                .map(AgentStore::row)
                .one();
    }

    public Mono<AgentRow> ofAccount(long account) {
        return database.sql(SELECT + "g.account_id = :account")
                .bind("account", account)
                .map(AgentStore::row)
                .one();
    }

    /** The living one that the machine registered with this key. */
    public Mono<AgentRow> byKey(long project, String keyHash) {
        return database.sql(SELECT + "g.live_key = :key and g.project_id = :project")
                .bind("key", keyHash)
                .bind("project", project)
                .map(AgentStore::row)
                .one();
    }

    public Flux<AgentRow> list(long project, SqlList list) {
        return database.sql(SELECT + "g.project_id = :project" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("project", project)
                .map(AgentStore::row)
                .all();
    }

    public Mono<Long> insert(AgentRow.New agent, Instant now) {
        return database.sql("insert into agent (uuid, project_id, account_id, credential_id, key_hash, state, created)"
                        + " values (:uuid, :project, :account, :credential, :key, 'active', :created)")
                .filter(statement -> statement.returnGeneratedValues("id"))
                .bind("uuid", agent.uuid())
                .bind("project", agent.project())
                .bind("account", agent.account())
                .bind("credential", agent.credential())
                .bind("key", agent.keyHash())
                .bind("created", utc(now))
                .map(row -> number(row, "id"))
                .one();
    }

    public Mono<Long> remove(long id, Instant now) {
        return database.sql("update agent set state = 'removed', removed = :now where id = :id and removed is null")
                .bind("now", utc(now))
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** Removes all agents of an environment with their accounts and keys. */
    public Mono<Long> removeAll(long project, Instant now) {
        String theirs = " in (select g.account_id from agent g where g.project_id = :project and g.removed is null)";
        return update(
                        "update credential set state = 'removed', removed = :now, secret_hash = null"
                                + " where removed is null and account_id" + theirs,
                        project,
                        now)
                .then(update(
                        "update account set state = 'removed', removed = :now where removed is null and id" + theirs,
                        project,
                        now))
                .then(update(
                        "update agent set state = 'removed', removed = :now where removed is null"
                                + " and project_id = :project",
                        project,
                        now));
    }

    private Mono<Long> update(String sql, long project, Instant now) {
        return database.sql(sql)
                .bind("now", utc(now))
                .bind("project", project)
                .fetch()
                .rowsUpdated();
    }

    private static AgentRow row(Readable row) {
        return new AgentRow(
                number(row, "id"),
                text(row, "uuid"),
                number(row, "project_id"),
                number(row, "account_id"),
                number(row, "credential_id"),
                text(row, "public_value"),
                text(row, "key_hash"),
                text(row, "state"),
                instant(row, "created"),
                instantOrNull(row, "removed"));
    }
}
