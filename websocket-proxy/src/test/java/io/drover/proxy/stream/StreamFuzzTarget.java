package io.drover.proxy.stream;

import io.drover.testkit.FuzzInput;
import java.util.List;

/** The properties of {@link StreamFuzzTest} and {@link ShellRecordingTest}, for a fuzzer that is guided by coverage ({@code bin/fuzz}). */
public final class StreamFuzzTarget {
    private static final StreamFuzzTest PROPERTIES = new StreamFuzzTest();
    private static final int PARSERS = 2;

    private StreamFuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var input = new FuzzInput(bytes);
        switch (input.choice(PARSERS)) {
            case 0 -> PROPERTIES.inputOfShells(input.text());
            default -> new ShellRecordingTest().nothingIsLostAtTheCuts(List.of(input.body()), input.text());
        }
    }
}
