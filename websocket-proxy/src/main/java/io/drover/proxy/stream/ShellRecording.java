package io.drover.proxy.stream;

import io.drover.api.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell as the audit log keeps it: parts of frames {@code [seconds, kind, text]} as asciicast 2 has them, where the kind is
 * {@code o} for shown, {@code i} for typed and {@code r} for the size. A part is bounded, so that a row holds it. Bytes that are no
 * UTF-8 become replacement characters. Thread-safe: what is typed and what is shown come by different threads.
 */
final class ShellRecording {
    /** Characters of a part's JSON; a row of the log takes 12 KiB. */
    private static final int PART = 11 * 1024;
    /** Of one frame; each character may become six in JSON. */
    private static final int LONGEST_TEXT = 1500;

    private static final int ESCAPED = 6;
    private static final int FRAME = 32;
    private static final double SECOND = 1e9;

    private final ShellRecordingRule rule;
    private final Clock clock;
    private final Instant begun;
    private final Parts parts;
    private final Utf8Reader shown = new Utf8Reader();
    private final Utf8Reader typed = new Utf8Reader();
    private List<List<Object>> frames = new ArrayList<>();
    private int length;
    private long bytes;
    private boolean isOver;

    /** Where parts go. */
    interface Parts {
        /**
         * What it throws ends the shell.
         *
         * @param isLast the shell is over
         */
        void take(List<List<Object>> frames, boolean isLast);
    }

    ShellRecording(ShellRecordingRule rule, Clock clock, Instant begun, Parts parts) {
        this.rule = rule;
        this.clock = clock;
        this.begun = begun;
        this.parts = parts;
    }

    synchronized void shown(byte[] more) {
        if (rule.shown()) {
            add("o", shown.read(more), more.length);
        }
    }

    synchronized void typed(byte[] more) {
        if (rule.typed()) {
            add("i", typed.read(more), more.length);
        }
    }

    synchronized void resized(int columns, int rows) {
        if (rule.shown()) {
            add("r", columns + "x" + rows, 0);
        }
    }

    /** Hands over what was not yet, however little. */
    synchronized void flush() {
        if (!frames.isEmpty()) {
            List<List<Object>> full = frames;
            frames = new ArrayList<>();
            length = 0;
            parts.take(full, isOver);
        }
    }

    /** Hands over the rest; what comes afterwards is not recorded. */
    synchronized void end() {
        isOver = true;
        flush();
    }

    private void add(String kind, String text, int size) {
        if (isOver) {
            return;
        }
        bytes += size;
        if (bytes > rule.mostBytes()) {
            throw new ApiException.Forbidden(
                    "this shell is recorded and ends at %d bytes; open another one".formatted(rule.mostBytes()));
        }
        double seconds = Duration.between(begun, clock.instant()).toNanos() / SECOND;
        for (int from = 0; from < text.length(); ) {
            int to = end(text, from);
            put(List.of(seconds, kind, text.substring(from, to)));
            from = to;
        }
    }

    /** Never between the two halves of a character. */
    private static int end(String text, int from) {
        int to = Math.min(text.length(), from + LONGEST_TEXT);
        return to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }

    private void put(List<Object> frame) {
        int more = FRAME + lengthInJson((String) frame.getLast());
        if (length + more > PART) {
            flush();
        }
        frames.add(frame);
        length += more;
    }

    private static int lengthInJson(String text) {
        return text.chars()
                .map(c -> c < ' ' || c == '"' || c == '\\' ? ESCAPED : 1)
                .sum();
    }
}
