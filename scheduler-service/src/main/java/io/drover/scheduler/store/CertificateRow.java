package io.drover.scheduler.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as stored.
 *
 * @param cert PEM
 * @param chain PEM of what vouches for it
 * @param keySealed the private key's envelope; null once it is removed
 * @param expires what the certificate says
 */
public record CertificateRow(
        Kept kept,
        String cert,
        @Nullable String chain,
        @Nullable String keySealed,
        Instant expires) {
    static CertificateRow read(RowReader row) {
        return new CertificateRow(
                Kept.read(row),
                row.text("cert"),
                row.textOrNull("cert_chain"),
                row.textOrNull("key_sealed"),
                row.instant("expires"));
    }
}
