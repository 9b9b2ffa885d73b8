package io.drover.api.request;

import io.drover.testkit.FuzzInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The properties of {@link ParserFuzzTest}, for a fuzzer that is guided by coverage ({@code bin/fuzz}). */
public final class RequestFuzzTarget {
    private static final ParserFuzzTest PROPERTIES = new ParserFuzzTest();
    private static final int PARSERS = 7;

    private RequestFuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var input = new FuzzInput(bytes);
        switch (input.choice(PARSERS)) {
            case 0 -> PROPERTIES.bytesOfBodies(input.body(), false);
            case 1 -> PROPERTIES.bytesOfBodies(input.body(), true);
            case 2 -> PROPERTIES.fieldsOfBodies(input.body());
            case 3 -> PROPERTIES.filters(query(input.text()));
            case 4 -> PROPERTIES.paths(input.text());
            case 5 -> PROPERTIES.textsThatAreNoId(input.text());
            default -> PROPERTIES.textsThatAreNoDate(input.text());
        }
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts.length > 1 ? parts[1] : "");
        }
        return query;
    }
}
