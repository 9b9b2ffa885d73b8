package io.drover.proxy.stream;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads text from bytes that are cut anywhere: what is left of a character waits for the rest of it. Not thread-safe. */
final class Utf8Reader {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] left = {};

    String read(byte[] more) {
        ByteBuffer in = ByteBuffer.allocate(left.length + more.length)
                .put(left)
                .put(more)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining());
        decoder.decode(in, out, false);
        left = new byte[in.remaining()];
        in.get(left);
        return out.flip().toString();
    }
}
