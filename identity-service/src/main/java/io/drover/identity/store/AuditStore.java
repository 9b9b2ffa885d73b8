package io.drover.identity.store;

import io.drover.api.sql.SqlList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The audit log as its readers and reporters know it: rows are added at the end of the chain and read. */
public final class AuditStore {
    /** Most rows of one {@link #append}. */
    public static final int MAX_BATCH = 500;

    public static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("created", "l.created"),
            Map.entry("eventType", "l.event_type"),
            Map.entry("resourceType", "l.resource_type"),
            Map.entry("resourceId", "l.resource_id"),
            Map.entry("authType", "l.auth_type"),
            Map.entry("authenticatedAsAccountId", "l.authenticated_as"),
            Map.entry("authenticatedAsIdentityId", "l.identity_id"),
            Map.entry("accountId", "l.account_id"),
            Map.entry("responseCode", "l.response_code"),
            Map.entry("clientIp", "l.client_ip"),
            Map.entry("sequence", "l.seq"));

    private final DatabaseClient database;
    private final AuditAppendLoop appending;

    public AuditStore(DatabaseClient database, AuditAppendLoop appending) {
        this.database = database;
        this.appending = appending;
    }

    /** Adds the rows and answers how many, once they are stored. At most {@value #MAX_BATCH}. */
    public Mono<Long> append(List<AuditRow> rows) {
        return appending.append(rows);
    }

    public Mono<AuditEntry> find(long id, @Nullable Long account) {
        var sql = database.sql(AuditColumns.SELECT + scope(account) + " and id = :id")
                .bind("id", id);
        return scoped(sql, account).map(AuditColumns::entry).one();
    }

    /** @param account only rows about this environment or account; null: all */
    public Flux<AuditEntry> list(@Nullable Long account, SqlList list) {
        var sql = database.sql(AuditColumns.SELECT + scope(account) + list.where() + list.tail())
                .bindValues(list.binds());
        return scoped(sql, account).map(AuditColumns::entry).all();
    }

    /** The same in the chain's order, behind {@code after} and up to {@code until}; order and offset of the list do not count. */
    public Flux<AuditEntry> chained(@Nullable Long account, SqlList list, long after, long until) {
        var sql = database.sql(AuditColumns.SELECT + scope(account) + list.where()
                        + " and l.seq > :after and l.seq <= :until order by l.seq limit :pageLimit offset :pageOffset")
                .bindValues(list.binds())
                .bind("after", after)
                .bind("until", until);
        return scoped(sql, account).map(AuditColumns::entry).all();
    }

    private static String scope(@Nullable Long account) {
        return account == null ? "" : " and account_id = :account";
    }

    private static GenericExecuteSpec scoped(GenericExecuteSpec sql, @Nullable Long account) {
        return account == null ? sql : sql.bind("account", account);
    }
}
