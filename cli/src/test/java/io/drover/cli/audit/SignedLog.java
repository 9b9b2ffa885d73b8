package io.drover.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A server's log as its export shows it, written from docs/design/audit.md with as little of the command's code as possible. */
public final class SignedLog {
    static final String ZEROS = "0".repeat(64);
    private static final List<String> NULLS = List.of(
            "resourceType",
            "resourceId",
            "authType",
            "authenticatedAsAccountId",
            "authenticatedAsIdentityId",
            "accountId",
            "requestObject",
            "responseObject",
            "responseCode",
            "clientIp");

    private final KeyPair key;
    private final List<ObjectNode> rows = new ArrayList<>();
    private final List<ObjectNode> checkpoints = new ArrayList<>();
    private long removed;
    private String removedHash = ZEROS;

    public SignedLog(String... events) {
        key = newKey();
        for (String event : events) {
            add(event);
        }
    }

    private static KeyPair newKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static SignedLog of(int rows) {
        SignedLog log = new SignedLog();
        for (int i = 1; i <= rows; i++) {
            log.add("api.stack.create" + i);
        }
        return log;
    }

    List<ObjectNode> rows() {
        return rows;
    }

    List<ObjectNode> checkpoints() {
        return checkpoints;
    }

    SignedLog add(String event) {
        long sequence = removed + rows.size() + 1;
        ObjectNode row = Json.object();
        row.put("type", "auditLog");
        row.put("id", "1al" + sequence);
        row.put("sequence", sequence);
        row.put(
                "previousHash",
                rows.isEmpty() ? removedHash : rows.getLast().path("hash").asText());
        row.put("created", "2026-01-01T00:00:00Z");
        row.put("createdTS", 1_767_225_600_000L + sequence);
        row.put("eventType", event);
        NULLS.forEach(row::putNull);
        row.put("description", "Zoë");
        row.put("runtime", 12);
        rows.add(rehash(row));
        return this;
    }

    /** Gives the row the hash of what it says. */
    static ObjectNode rehash(ObjectNode row) {
        StringBuilder text = new StringBuilder("drover-audit/1\n");
        line(text, "sequence", row.path("sequence").asText());
        line(text, "previousHash", row.path("previousHash").asText());
        line(text, "created", row.path("createdTS").asText());
        line(text, "eventType", row.path("eventType").asText());
        NULLS.forEach(name -> text.append(name).append(" -\n"));
        line(text, "description", row.path("description").asText());
        line(text, "runtime", row.path("runtime").asText());
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return row.put("hash", HexFormat.of().formatHex(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name)
                .append(' ')
                .append(value.getBytes(StandardCharsets.UTF_8).length)
                .append(':')
                .append(value)
                .append('\n');
    }

    /** Signs a row of those that are there. */
    SignedLog sign(String kind, long sequence) {
        ObjectNode row = rows.get((int) (sequence - removed - 1));
        return sign(kind, sequence, row.path("hash").asText());
    }

    SignedLog sign(String kind, long sequence, String hash) {
        StringBuilder text = new StringBuilder("drover-audit-checkpoint/1\n");
        line(text, "kind", kind);
        line(text, "sequence", Long.toString(sequence));
        line(text, "hash", hash);
        line(text, "created", "1767225600000");
        line(text, "key", "1");
        ObjectNode checkpoint = Json.object();
        checkpoint.put("type", "auditCheckpoint");
        checkpoint.put("kind", kind);
        checkpoint.put("sequence", sequence);
        checkpoint.put("hash", hash);
        checkpoint.put("createdTS", 1_767_225_600_000L);
        checkpoint.put("key", 1);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key.getPrivate());
            signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
            checkpoint.put("signature", Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        checkpoints.add(checkpoint);
        return this;
    }

    /** Removes rows of the beginning, as a purge does. */
    SignedLog purge(int count) {
        sign("purge", removed + count);
        removedHash = rows.get(count - 1).path("hash").asText();
        removed += count;
        rows.subList(0, count).clear();
        checkpoints.removeIf(checkpoint -> checkpoint.path("sequence").asLong() < removed);
        return this;
    }

    /** With what the service would say of its ends. */
    public String text() {
        String last = rows.isEmpty() ? removedHash : rows.getLast().path("hash").asText();
        return text(removed, removed + rows.size(), last, rows.size(), 0);
    }

    String text(long from, long to, String lastHash, long count, int strangers) {
        ObjectNode header = Json.object();
        header.put("type", "auditChain");
        header.put("format", "drover-audit/1");
        header.putObject("removed").put("sequence", from).put("hash", from == removed ? removedHash : ZEROS);
        header.putObject("last").put("sequence", to).put("hash", lastHash);
        header.put("rowsBesideTheChain", strangers);
        header.putArray("keys")
                .addObject()
                .put("generation", 1)
                .put(
                        "publicKey",
                        Base64.getEncoder().encodeToString(key.getPublic().getEncoded()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, header);
        checkpoints.forEach(checkpoint -> write(out, checkpoint));
        rows.forEach(row -> write(out, row));
        write(out, Json.object().put("type", "auditEnd").put("rows", count));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void write(ByteArrayOutputStream out, ObjectNode line) {
        out.writeBytes(Json.bytes(line));
        out.write('\n');
    }
}
