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

import io.drover.identity.audit.ChainLink;
import io.r2dbc.spi.Readable;
import java.util.List;
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

    static GenericExecuteSpec bindAll(GenericExecuteSpec sql, List<AuditEntry> entries) {
        GenericExecuteSpec bound = sql;
        for (int i = 0; i < entries.size(); i++) {
            bound = bindRow(bound, i, entries.get(i));
        }
        return bound;
    }

    private static GenericExecuteSpec bindRow(GenericExecuteSpec sql, int i, AuditEntry entry) {
        AuditRow row = entry.row();
        ChainLink link = entry.chained().link();
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
        bound = bind(bound, "n" + i, Long.class, row.runtime());
        return bound.bind("o" + i, link.sequence())
                .bind("p" + i, link.previousHash())
                .bind("q" + i, link.hash());
    }

    static AuditEntry entry(Readable row) {
        return new AuditEntry(
                new AuditRow(
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
