package io.drover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Checkpoints' signatures (docs/design/audit.md, "Checkpoints"). */
final class Signatures {
    private static final String FORMAT = "drover-audit-checkpoint/1";
    private static final String ALGORITHM = "Ed25519";

    private Signatures() {}

    /** @param publicKey X.509 in base64; null: the log names no such key */
    static boolean isGenuine(JsonNode checkpoint, @Nullable String publicKey) {
        if (publicKey == null) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
            signature.update(statement(checkpoint));
            return signature.verify(
                    Base64.getDecoder().decode(checkpoint.path("signature").asText()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] statement(JsonNode checkpoint) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        CanonicalRow.write(bytes, FORMAT + "\n");
        CanonicalRow.line(bytes, "kind", checkpoint.path("kind").asText());
        CanonicalRow.line(bytes, "sequence", checkpoint.path("sequence").asText());
        CanonicalRow.line(bytes, "hash", checkpoint.path("hash").asText());
        CanonicalRow.line(bytes, "created", checkpoint.path("createdTS").asText());
        CanonicalRow.line(bytes, "key", checkpoint.path("key").asText());
        return bytes.toByteArray();
    }
}
