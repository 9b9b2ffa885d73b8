package io.drover.scheduler.compose.finding;

import io.drover.scheduler.compose.yaml.YamlValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How places in a compose file are named in messages, and which known name a mistyped one is close to. */
public final class Paths {
    private static final int CLOSE = 2;

    private Paths() {}

    public static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The value for a message; what may be a secret is not shown. */
    public static String shown(YamlValue value, String path) {
        boolean secret = path.contains("environment") || path.contains("secrets");
        return secret && value instanceof YamlValue.Scalar ? "the value" : value.shown();
    }

    /** The known name that differs by at most two letters, or is written with other separators; null when none does. */
    public static @Nullable String closest(String name, Collection<String> known) {
        if (name.length() > 60) {
            return null;
        }
        String plain = plain(name);
        int close = Math.min(CLOSE, (plain.length() - 1) / 2);
        return known.stream()
                .filter(candidate -> distance(plain, plain(candidate)) <= close)
                .min(Comparator.<String>comparingInt(candidate -> distance(plain, plain(candidate)))
                        .thenComparing(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
