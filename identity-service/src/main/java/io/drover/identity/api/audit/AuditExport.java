package io.drover.identity.api.audit;

import io.drover.api.schema.WireDate;
import io.drover.identity.audit.AuditContent;
import io.drover.identity.audit.ChainLink;
import io.drover.identity.audit.ChainPoint;
import io.drover.identity.audit.Checkpoint;
import io.drover.identity.audit.CheckpointKey;
import io.drover.identity.store.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lines of an export. A complete one in JSON lines can be verified by itself: it begins with {@code auditChain} (both ends,
 * public keys) and the {@code auditCheckpoint}s, and ends with {@code auditEnd}, so that a file cut short is noticed.
 */
final class AuditExport {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> NUMBERS = List.of("responseCode", "runtime");
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private AuditExport() {}

    /**
     * The whole log from the row behind {@code tail} to {@code head}.
     *
     * @param strangers rows that are not in the chain
     */
    static Map<String, @Nullable Object> chain(
            ChainPoint tail, ChainPoint head, List<CheckpointKey> keys, long strangers) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("type", "auditChain");
        line.put("format", "drover-audit/1");
        line.put("removed", point(tail));
        line.put("last", point(head));
        line.put("rowsBesideTheChain", strangers);
        line.put("keys", keys.stream().map(AuditExport::key).toList());
        return line;
    }

    private static Map<String, Object> key(CheckpointKey key) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("generation", key.generation());
        map.put("publicKey", key.publicKey());
        return map;
    }

    static Map<String, @Nullable Object> checkpoint(Checkpoint checkpoint) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("type", "auditCheckpoint");
        line.put("kind", checkpoint.kind().wire());
        line.put("sequence", checkpoint.at().sequence());
        line.put("hash", checkpoint.at().hash());
        line.put("created", WireDate.format(checkpoint.created()));
        line.put("createdTS", checkpoint.created().toEpochMilli());
        line.put("key", checkpoint.key());
        line.put("signature", checkpoint.signature());
        return line;
    }

    private static Map<String, Object> point(ChainPoint point) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sequence", point.sequence());
        map.put("hash", point.hash());
        return map;
    }

    static Map<String, @Nullable Object> end(long rows) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("type", "auditEnd");
        line.put("rows", rows);
        return line;
    }

    /** Fields in the order in which they are hashed. */
    static Map<String, @Nullable Object> row(AuditEntry entry) {
        Map<String, String> values = entry.content().values();
        ChainLink link = entry.link();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("type", "auditLog");
        line.put("id", AuditLogType.AUDIT_LOG.publicId(entry.row().id()));
        line.put("sequence", link == null ? null : link.sequence());
        line.put("previousHash", link == null ? null : link.previousHash());
        line.put("hash", link == null ? null : link.hash());
        for (String field : AuditContent.FIELDS) {
            String value = values.get(field);
            if (field.equals("created")) {
                Instant created = entry.row().created();
                line.put(field, WireDate.format(created));
                line.put("createdTS", created.toEpochMilli());
            } else {
                line.put(field, value != null && NUMBERS.contains(field) ? (Object) Long.valueOf(value) : value);
            }
        }
        return line;
    }

    static String json(Map<String, @Nullable Object> line) {
        return JSON.writeValueAsString(line) + "\n";
    }

    static String csvHeader() {
        List<String> names = new ArrayList<>(List.of("sequence", "id"));
        names.addAll(AuditContent.FIELDS);
        names.addAll(List.of("previousHash", "hash"));
        return String.join(",", names) + "\r\n";
    }

    static String csv(AuditEntry entry) {
        Map<String, @Nullable Object> row = row(entry);
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(row.get("sequence"));
        cells.add(row.get("id"));
        AuditContent.FIELDS.forEach(field -> cells.add(row.get(field)));
        cells.add(row.get("previousHash"));
        cells.add(row.get("hash"));
        return cells.stream().map(AuditExport::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    /** As RFC 4180 says; what a spreadsheet would run as a formula gets an apostrophe in front. */
    static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        String safe = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean isPlain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
