package io.drover.identity.store;

import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.numberOrNull;
import static io.drover.identity.store.Columns.smallOrNull;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.identity.audit.ChainLink;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** The columns of {@code audit_log}, read and bound. */
final class AuditColumns {
    private static final String FIELDS = "created, event_type, resource_type, resource_id, auth_type, authenticated_as,"
            + " identity_id, account_id, request_object, response_object, response_code, client_ip, description, runtime,"
            + " seq, previous_hash, hash";
    static final String SELECT = "select id, " + FIELDS + " from audit_log l where 1 = 1";
    private static final String TUPLE =
            "(:a%1$d, :b%1$d, :c%1$d, :d%1$d, :e%1$d, :f%1$d, :g%1$d, :h%1$d, :i%1$d, :j%1$d,"
                    + " :k%1$d, :l%1$d, :m%1$d, :n%1$d, :o%1$d, :p%1$d, :q%1$d)";

    private AuditColumns() {}

    static String insert(int rows) {
        return "insert into audit_log (" + FIELDS + ") values "
                + IntStream.range(0, rows).mapToObj(TUPLE::formatted).collect(Collectors.joining(", "));
    }

    /** All at once: each single bind copies those before it, which costs more than the insert. */
    static GenericExecuteSpec bindAll(GenericExecuteSpec sql, List<AuditEntry> entries) {
        Map<String, Object> values = HashMap.newHashMap(17 * entries.size());
        for (int i = 0; i < entries.size(); i++) {
            addRow(values, i, entries.get(i));
        }
        return sql.bindValues(values);
    }

    private static void addRow(Map<String, Object> values, int i, AuditEntry entry) {
        AuditRow row = entry.row();
        ChainLink link = entry.chained().link();
        values.put("a" + i, utc(row.created()));
        values.put("b" + i, row.eventType());
        values.put("c" + i, text(row.resourceType()));
        values.put("d" + i, text(row.resourceId()));
        values.put("e" + i, text(row.authType()));
        values.put("f" + i, orNull(Long.class, row.authenticatedAs()));
        values.put("g" + i, text(row.identity()));
        values.put("h" + i, orNull(Long.class, row.account()));
        values.put("i" + i, text(row.requestObject()));
        values.put("j" + i, text(row.responseObject()));
        values.put("k" + i, orNull(Integer.class, row.responseCode()));
        values.put("l" + i, text(row.clientIp()));
        values.put("m" + i, text(row.description()));
        values.put("n" + i, orNull(Long.class, row.runtime()));
        values.put("o" + i, link.sequence());
        values.put("p" + i, link.previousHash());
        values.put("q" + i, link.hash());
    }

    private static Object text(@Nullable String value) {
        return orNull(String.class, value);
    }

    private static Object orNull(Class<?> type, @Nullable Object value) {
        return value == null ? Parameters.in(type) : value;
    }

    static AuditEntry entry(Readable row) {
        return new AuditEntry(
                new AuditRow(
                        number(row, "id"),
                        instant(row, "created"),
                        Columns.text(row, "event_type"),
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
                        numberOrNull(row, "runtime")),
                link(row));
    }

    private static @Nullable ChainLink link(Readable row) {
        Long sequence = numberOrNull(row, "seq");
        String previous = textOrNull(row, "previous_hash");
        String hash = textOrNull(row, "hash");
        return sequence == null
                ? null
                : new ChainLink(sequence, previous == null ? "" : previous, hash == null ? "" : hash);
    }
}
