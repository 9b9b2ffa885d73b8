package io.drover.api.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name a misspelt one most likely stands for: the nearest within two letters or a third of them, ignoring case. */
public final class DidYouMean {
    /** Nobody misspells a name as anything longer; comparing costs the product of the lengths. */
    private static final int LONGEST = 64;

    private DidYouMean() {}

    public static Optional<String> of(String written, Collection<String> known) {
        return within(written.length() <= 3 ? 1 : Math.max(2, written.length() / 3), written, known);
    }

    /** @param tolerated how many letters may be wrong, missing or too many */
    public static Optional<String> within(int tolerated, String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> distance(written, candidate) <= tolerated)
                .min(Comparator.<String>comparingInt(candidate -> distance(written, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's. */
    private static int distance(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
