package io.drover.cli.settings;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the server knows the caller by. Never printed: {@code toString} hides it. */
public sealed interface Credential {
    /** The value of the {@code Authorization} header. */
    String header();

    /** From signing in. */
    record Token(String value) implements Credential {
        @Override
        public String header() {
            return "Bearer " + value;
        }

        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    /** An API key. */
    record KeyPair(String accessKey, String secretKey) implements Credential {
        @Override
        public String header() {
            byte[] pair = (accessKey + ":" + secretKey).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public String toString() {
            return "KeyPair[" + accessKey + ", hidden]";
        }
    }
}
