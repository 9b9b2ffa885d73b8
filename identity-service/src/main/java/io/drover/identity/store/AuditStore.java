package io.drover.identity.store;

import static io.drover.identity.store.Columns.bind;
import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.numberOrNull;
import static io.drover.identity.store.Columns.smallOrNull;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The audit log: rows are added and read, and go by age; there is no update. */
public final class AuditStore {
    /** Most rows of one {@link #append}. */
    public static final int MAX_BATCH = 500;

    public static final Map<String, String> COLUMNS = Map.of(
            "created", "l.created",
            "eventType", "l.event_type",
            "resourceType", "l.resource_type",
            "resourceId", "l.resource_id",
            "authType", "l.auth_type",
            "authenticatedAsAccountId", "l.authenticated_as",
            "authenticatedAsIdentityId", "l.identity_id",
            "accountId", "l.account_id",
            "responseCode", "l.response_code",
            "clientIp", "l.client_ip");

    private static final String FIELDS = "created, event_type, resource_type, resource_id, auth_type, authenticated_as,"
            + " identity_id, account_id, request_object, response_object, response_code, client_ip, description, runtime";
    private static final String SELECT = "select id, " + FIELDS + " from audit_log l where 1 = 1";
    private static final String TUPLE =
            "(:a%1$d, :b%1$d, :c%1$d, :d%1$d, :e%1$d, :f%1$d, :g%1$d, :h%1$d, :i%1$d, :j%1$d,"
                    + " :k%1$d, :l%1$d, :m%1$d, :n%1$d)";

    private final DatabaseClient database;

    public AuditStore(DatabaseClient database) {
        this.database = database;
    }

    /** Adds the rows, in one statement. At most {@value #MAX_BATCH}. */
    public Mono<Long> append(List<AuditRow> rows) {
        if (rows.isEmpty()) {
            return Mono.just(0L);
        }
        String tuples =
                IntStream.range(0, rows.size()).mapToObj(TUPLE::formatted).collect(Collectors.joining(", "));
        GenericExecuteSpec sql = database.sql("insert into audit_log (" + FIELDS + ") values " + tuples);
        for (int i = 0; i < rows.size(); i++) {
            sql = bindRow(sql, i, rows.get(i));
        }
        return sql.fetch().rowsUpdated();
    }

    public Mono<AuditRow> find(long id, @Nullable Long account) {
        var sql = database.sql(SELECT + scope(account) + " and id = :id").bind("id", id);
        return scoped(sql, account).map(AuditStore::row).one();
    }

    /** @param account only rows about this environment or account; null: all */
    public Flux<AuditRow> list(@Nullable Long account, SqlList list) {
        var sql = database.sql(SELECT + scope(account) + list.where() + list.tail())
                .bindValues(list.binds());
        return scoped(sql, account).map(AuditStore::row).all();
    }

    public Mono<Long> purge(Instant before, int limit) {
        return database.sql("delete from audit_log where created < :before order by created limit :limit")
                .bind("before", utc(before))
                .bind("limit", limit)
                .fetch()
                .rowsUpdated();
    }

    private static String scope(@Nullable Long account) {
        return account == null ? "" : " and account_id = :account";
    }

    private static GenericExecuteSpec scoped(GenericExecuteSpec sql, @Nullable Long account) {
        return account == null ? sql : sql.bind("account", account);
    }

    private static GenericExecuteSpec bindRow(GenericExecuteSpec sql, int i, AuditRow row) {
        GenericExecuteSpec bound = sql.bind("a" + i, utc(row.created())).bind("b" + i, row.eventType());
        bound = bindText(bound, "c" + i, row.resourceType());
        bound = bindText(bound, "d" + i, row.resourceId());
        bound = bindText(bound, "e" + i, row.authType());
        bound = bind(bound, "f" + i, Long.class, row.authenticatedAs());
        bound = bindText(bound, "g" + i, row.identity());
        bound = bind(bound, "h" + i, Long.class, row.account());
        bound = bindText(bound, "i" + i, row.requestObject());
        bound = bindText(bound, "j" + i, row.responseObject());
        bound = bind(bound, "k" + i, Integer.class, row.responseCode());
        bound = bindText(bound, "l" + i, row.clientIp());
        bound = bindText(bound, "m" + i, row.description());
        return bind(bound, "n" + i, Long.class, row.runtime());
    }

    private static AuditRow row(Readable row) {
        return new AuditRow(
                number(row, "id"),
                instant(row, "created"),
                text(row, "event_type"),
                textOrNull(row, "resource_type"),
                textOrNull(row, "resource_id"),
                textOrNull(row, "auth_type"),
                numberOrNull(row, "authenticated_as"),
                textOrNull(row, "identity_id"),
                numberOrNull(row, "account_id"),
                textOrNull(row, "request_object"),
                textOrNull(row, "response_object"),
                smallOrNull(row, "response_code"),
                textOrNull(row, "client_ip"),
                textOrNull(row, "description"),
                numberOrNull(row, "runtime"));
    }
}
