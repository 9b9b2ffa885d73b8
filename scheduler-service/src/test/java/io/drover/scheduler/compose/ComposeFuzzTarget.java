package io.drover.scheduler.compose;

import io.drover.testkit.FuzzInput;

/**
 * The properties of {@link ComposeFuzzTest} and {@link SmallReadersFuzzTest}, for a fuzzer that is guided by coverage
 * ({@code bin/fuzz}).
 */
public final class ComposeFuzzTarget {
    private static final ComposeFuzzTest FILES = new ComposeFuzzTest();
    private static final SmallReadersFuzzTest TEXTS = new SmallReadersFuzzTest();
    private static final int PARSERS = 7;

    private ComposeFuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var input = new FuzzInput(bytes);
        String[] two = input.texts(2);
        switch (input.choice(PARSERS)) {
            case 0 -> TEXTS.quantities(input.text());
            case 1 -> TEXTS.commandsAndVolumes(input.text());
            case 2 -> TEXTS.portsThatAreReadAreReadAgain(input.text());
            case 3 -> TEXTS.placementRules(two[0], two[1]);
            case 4 -> TEXTS.variables(two[0], two[1]);
            case 5 -> FILES.anyTextBesideAGoodFile(input.text());
            default -> FILES.anyText(input.text());
        }
    }
}
