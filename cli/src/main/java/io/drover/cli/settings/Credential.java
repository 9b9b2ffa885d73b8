package io.drover.cli.settings;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    /**
     * From signing in through the browser.
     *
     * @param refresh is exchanged for the next pair; the empty text: there is none
     * @param expires when {@code access} ends
     */
    record Granted(String access, String refresh, Instant expires) implements Credential {
        @Override
        public String header() {
            return "Bearer " + access;
        }

        @Override
        public String toString() {
            return "Granted[hidden, until " + expires + "]";
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
