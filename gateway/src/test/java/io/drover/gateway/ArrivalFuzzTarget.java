package io.drover.gateway;

import io.drover.testkit.FuzzInput;
import java.util.List;
import java.util.Map;

/** The properties of {@link ArrivalFuzzTest}, for a fuzzer that is guided by coverage ({@code bin/fuzz}). */
public final class ArrivalFuzzTarget {
    private static final ArrivalFuzzTest PROPERTIES = new ArrivalFuzzTest();
    private static final int PARSERS = 4;

    private ArrivalFuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var input = new FuzzInput(bytes);
        String[] texts = input.texts(3);
        switch (input.choice(PARSERS)) {
            case 0 -> PROPERTIES.credentials(texts[0], texts[1], texts[2]);
            case 1 ->
                PROPERTIES.forwardedHeaders(Map.of(
                        "X-Forwarded-For", texts[0], "X-Forwarded-Host", texts[1], "X-Forwarded-Proto", texts[2]));
            case 2 -> PROPERTIES.paths(input.text());
            default -> PROPERTIES.whatIsDeclaredAboutTheConnection(List.of(texts[0], texts[1]), texts[2]);
        }
    }
}
