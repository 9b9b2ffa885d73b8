package io.drover.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes a fuzzer chose, as what parsers take: the first one chooses the parser, the others are texts. */
public final class FuzzInput {
    /** Between two texts: an ASCII character that separates records and nothing else. */
    private static final String SEPARATOR = "\u001e";

    private final byte[] bytes;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** @param parsers how many there are */
    public int choice(int parsers) {
        return bytes.length == 0 ? 0 : (bytes[0] & 0xff) % parsers;
    }

    public byte[] body() {
        return bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** So many texts; empty where there are fewer. */
    public String[] texts(int count) {
        String[] texts = Arrays.copyOf(text().split(SEPARATOR, count), count);
        for (int i = 0; i < count; i++) {
            texts[i] = texts[i] == null ? "" : texts[i];
        }
        return texts;
    }
}
