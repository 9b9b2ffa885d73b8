package io.drover.scheduler.secret;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a user gives as a secret's value: base64 of its bytes (spec: identity sheet, 5.3). */
public sealed interface SecretContent {
    /** Larger things are files, not secrets; a request's body would hold four of them. */
    int MOST_BYTES = 512 * 1024;

    /** @param bytes at least one */
    record Content(byte[] bytes) implements SecretContent {
        /** Without them. */
        @Override
        public String toString() {
            return "Content[" + bytes.length + " bytes]";
        }
    }

    /**
     * @param code the contract's
     * @param sentence says what is accepted; does not repeat the value
     */
    record Refused(String code, String sentence) implements SecretContent {}

    static SecretContent of(@Nullable String base64) {
        if (base64 == null || base64.isBlank()) {
            return new Refused("EmptySecret", "value is missing: give the secret's content in base64");
        }
        byte[] bytes;
        try {
            // Tools break base64 into lines; MIME's decoder would also swallow what is no base64 at all.
            bytes = Base64.getDecoder().decode(base64.replaceAll("[\\r\\n]", "").strip());
        } catch (IllegalArgumentException e) {
            return new Refused(
                    "InvalidBase64", "value is no base64: encode the secret's content, e.g. with 'base64 -w0'");
        }
        if (bytes.length == 0) {
            return new Refused("EmptySecret", "value is empty: a secret has at least one byte");
        }
        return bytes.length > MOST_BYTES
                ? new Refused(
                        "MaxLengthExceeded",
                        "value has %d bytes; a secret has at most %d".formatted(bytes.length, MOST_BYTES))
                : new Content(bytes);
    }
}
