package io.drover.identity.audit;

import java.time.Instant;
import java.util.Locale;

/**
 * A signed statement: at that time the chain's row with this number had this hash. Rows up to there cannot be changed,
 * removed or rewritten any more without contradicting it; what it cannot show is that it existed, so whoever must be sure keeps
 * one elsewhere.
 *
 * @param created milliseconds count, what is finer is cut
 * @param key generation of the key that signed
 * @param signature Ed25519 over the statement's lines, in base64
 */
public record Checkpoint(Kind kind, ChainPoint at, Instant created, int key, String signature) {
    static final String FORMAT = "drover-audit-checkpoint/1";

    /** Why it was made. Only what a purge leaves behind may stand for rows that are not there. */
    public enum Kind {
        PERIODIC,
        DEMAND,
        PURGE;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /** The bytes that are signed; same form as a row's ({@link AuditChain}). */
    static byte[] statement(Kind kind, ChainPoint at, Instant created, int key) {
        return new AuditChain.Lines(FORMAT)
                .line("kind", kind.wire())
                .line("sequence", Long.toString(at.sequence()))
                .line("hash", at.hash())
                .line("created", Long.toString(created.toEpochMilli()))
                .line("key", Integer.toString(key))
                .bytes();
    }

    byte[] statement() {
        return statement(kind, at, created, key);
    }
}
