package io.drover.cli;

import io.drover.testkit.FuzzInput;

/** The properties of {@link InputFuzzTest}, for a fuzzer that is guided by coverage ({@code bin/fuzz}). */
public final class InputFuzzTarget {
    private static final InputFuzzTest PROPERTIES = new InputFuzzTest();
    private static final int PARSERS = 4;

    private InputFuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var input = new FuzzInput(bytes);
        switch (input.choice(PARSERS)) {
            case 0 -> PROPERTIES.addressesOfServers(input.text());
            case 1 -> PROPERTIES.pointsInTime(input.text());
            case 2 -> PROPERTIES.filesOfAnswers(input.text());
            default -> PROPERTIES.linesOfLogsAndNames(input.text());
        }
    }
}
