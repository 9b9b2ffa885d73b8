package io.drover.agent.engine;

import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Standard input of a command, fed by one thread and read by another. The feeder learns when its bytes were taken and sends
 * more only then, so the queue stays as short as the feeder's demand.
 */
final class InputQueue extends InputStream {
    private static final Piece END = new Piece(new byte[0], () -> {});

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private @Nullable Piece open;
    private int offset;

    private record Piece(byte[] bytes, Runnable consumed) {}

    void add(byte[] bytes, Runnable consumed) {
        pieces.add(new Piece(bytes, consumed));
    }

    void end() {
        pieces.add(END);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int most) {
        Objects.checkFromIndexSize(from, most, target.length);
        try {
            while (open == null || (open != END && offset == open.bytes().length)) {
                if (open != null) {
                    open.consumed().run();
                }
                open = pieces.take();
                offset = 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
        if (open == END) {
            return -1;
        }
        int count = Math.min(most, open.bytes().length - offset);
        System.arraycopy(open.bytes(), offset, target, from, count);
        offset += count;
        return count;
    }
}
