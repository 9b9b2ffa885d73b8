package io.drover.proxy.stream;

import io.drover.model.link.LogChunk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the engine's output into the messages clients know: a tag of three characters ({@code 00 } terminal, {@code 01 }
 * standard output, {@code 02 } standard error) and one line without its end (spec: hosts and network, 3.5). A chunk may hold
 * parts of lines and of characters; a line longer than {@link #LONGEST} bytes is cut.
 */
final class LogLines {
    static final int LONGEST = 64 * 1024;

    private final ByteArrayOutputStream[] partial = {
        new ByteArrayOutputStream(), new ByteArrayOutputStream(), new ByteArrayOutputStream()
    };

    /** The lines the chunk completes. */
    List<String> accept(LogChunk chunk) {
        int stream = chunk.stream() == 1 || chunk.stream() == 2 ? chunk.stream() : 0;
        ByteArrayOutputStream line = partial[stream];
        List<String> lines = new ArrayList<>();
        for (byte next : chunk.bytes()) {
            if (next == '\n') {
                lines.add(take(stream, line));
            } else {
                line.write(next);
                if (line.size() >= LONGEST) {
                    lines.add(take(stream, line));
                }
            }
        }
        return lines;
    }

    /** What is left at the end without a line end. */
    List<String> rest() {
        List<String> lines = new ArrayList<>();
        for (int stream = 0; stream < partial.length; stream++) {
            if (partial[stream].size() > 0) {
                lines.add(take(stream, partial[stream]));
            }
        }
        return lines;
    }

    private static String take(int stream, ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return "0" + stream + " " + (text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
