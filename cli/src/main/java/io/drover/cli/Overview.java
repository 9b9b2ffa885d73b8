package io.drover.cli;

import java.util.Locale;

/** The page that {@code drover --help} shows, and what a mistyped command was probably meant to be. */
final class Overview {
    private Overview() {}

    static String text() {
        StringBuilder text = new StringBuilder("""
                Usage: drover COMMAND [OPTIONS]

                Runs containers on plain Docker hosts. This machine: 'drover up' starts a server, an agent
                and a sample; 'drover server' and 'drover agent' start the parts.

                Commands:
                """);
        for (Verb verb : Verb.values()) {
            text.append(String.format(Locale.ROOT, "  %-19s %s%n", verb.words(), verb.summary()));
        }
        return text.append("""

                Every command takes:
                  --url URL --access-key KEY --secret-key SECRET --env ENV --config FILE
                  --format table|json  -q (ids only)  --debug  -h (its help)
                Environment: DROVER_URL, DROVER_ACCESS_KEY, DROVER_SECRET_KEY, DROVER_ENVIRONMENT,
                  DROVER_CLI_CONFIG, NO_COLOR
                Exit codes: 0 done, 1 failed, 2 wrong use, 'exec': the command's own
                """).toString();
    }

    /** {@code , did you mean 'scale'?} or nothing. */
    static String didYouMean(String word) {
        Verb nearest = Verb.PS;
        int least = Integer.MAX_VALUE;
        for (Verb verb : Verb.values()) {
            int distance = distance(word, verb.words());
            if (distance < least) {
                least = distance;
                nearest = verb;
            }
        }
        return least <= 2 && least < word.length() ? ", did you mean '" + nearest.words() + "'?" : "";
    }

    /** Levenshtein's, by rows. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] row = new int[right.length() + 1];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(previous[j - 1] + change, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[right.length()];
    }
}
