package io.drover.identity.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How rows are hashed. The hash is SHA-256 over these lines in UTF-8, each ended by a line feed:
 *
 * <pre>
 * drover-audit/1
 * sequence 1:7
 * previousHash 64:0f3a...
 * created 13:1767225600000
 * eventType 16:api.stack.create
 * resourceType -
 * ...
 * </pre>
 *
 * <p>that is the format's name, then the row's number, the hash before it, and every field of {@link AuditContent#FIELDS}: name,
 * blank, number of bytes, colon, the bytes; or a hyphen for a field that is null. The lengths make the text mean one thing
 * only, whatever the values hold.
 */
public final class AuditChain {
    static final String FORMAT = "drover-audit/1";

    private AuditChain() {}

    /** A row of the chain. */
    public record Row(ChainLink link, AuditContent content) {}

    /**
     * The first row that does not fit.
     *
     * @param sequence of the row, or the one that should be there
     */
    public record Break(long sequence, String sentence) {}

    /** The link of the row behind {@code before}. */
    public static ChainLink link(ChainPoint before, AuditContent content) {
        long sequence = before.sequence() + 1;
        return new ChainLink(sequence, before.hash(), hash(sequence, before.hash(), content));
    }

    /** 64 hexadecimal digits. */
    public static String hash(long sequence, String previousHash, AuditContent content) {
        return HexFormat.of().formatHex(sha256().digest(canonical(sequence, previousHash, content)));
    }

    /** @param rows in order, beginning with the one behind {@code before} */
    public static Optional<Break> firstBreak(ChainPoint before, List<Row> rows) {
        ChainPoint at = before;
        for (Row row : rows) {
            Optional<Break> problem = check(at, row);
            if (problem.isPresent()) {
                return problem;
            }
            at = row.link().point();
        }
        return Optional.empty();
    }

    private static Optional<Break> check(ChainPoint before, Row row) {
        long expected = before.sequence() + 1;
        ChainLink link = row.link();
        if (link.sequence() != expected) {
            return broken(
                    expected, "row %d is missing: row %d follows row %d", expected, link.sequence(), expected - 1);
        }
        if (!link.previousHash().equals(before.hash())) {
            return broken(expected, "row %d does not continue row %d: a row was replaced", expected, expected - 1);
        }
        if (!link.hash().equals(hash(expected, before.hash(), row.content()))) {
            return broken(expected, "row %d was changed: its content does not give its hash", expected);
        }
        return Optional.empty();
    }

    private static Optional<Break> broken(long sequence, String sentence, Object... values) {
        return Optional.of(new Break(sequence, sentence.formatted(values)));
    }

    static byte[] canonical(long sequence, String previousHash, AuditContent content) {
        Lines lines =
                new Lines(FORMAT).line("sequence", Long.toString(sequence)).line("previousHash", previousHash);
        for (String field : AuditContent.FIELDS) {
            lines.line(field, content.values().get(field));
        }
        return lines.bytes();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The lines that are hashed or signed. */
    static final class Lines {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

        Lines(String format) {
            write(format);
            bytes.write('\n');
        }

        Lines line(String name, @Nullable String value) {
            write(name);
            if (value == null) {
                write(" -\n");
                return this;
            }
            byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
            write(" " + encoded.length + ":");
            bytes.writeBytes(encoded);
            bytes.write('\n');
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        private void write(String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
