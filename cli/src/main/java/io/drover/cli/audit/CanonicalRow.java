package io.drover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of a row that are hashed (docs/design/audit.md, "The hash of a row"). */
final class CanonicalRow {
    static final String FORMAT = "drover-audit/1";

    private static final List<String> FIELDS = List.of(
            "eventType",
            "resourceType",
            "resourceId",
            "authType",
            "authenticatedAsAccountId",
            "authenticatedAsIdentityId",
            "accountId",
            "requestObject",
            "responseObject",
            "responseCode",
            "clientIp",
            "description",
            "runtime");

    private CanonicalRow() {}

    static String hash(JsonNode row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        write(bytes, FORMAT + "\n");
        line(bytes, "sequence", row.path("sequence"));
        line(bytes, "previousHash", row.path("previousHash"));
        line(bytes, "created", row.path("createdTS"));
        FIELDS.forEach(field -> line(bytes, field, row.path(field)));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void line(ByteArrayOutputStream bytes, String name, JsonNode value) {
        line(bytes, name, value.isNull() || value.isMissingNode() ? null : value.asText());
    }

    static void line(ByteArrayOutputStream bytes, String name, @Nullable String value) {
        if (value == null) {
            write(bytes, name + " -\n");
            return;
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        write(bytes, name + " " + text.length + ":");
        bytes.writeBytes(text);
        bytes.write('\n');
    }

    static void write(ByteArrayOutputStream bytes, String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
