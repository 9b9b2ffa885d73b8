package io.drover.api.resource;

import java.util.Arrays;

/**
 * The pattern of SQL's {@code LIKE}, without regard to case: {@code %} is any text, {@code _} one character, a backslash takes
 * their meaning away. Matching takes at most the product of the lengths; as a regular expression a pattern like
 * {@code %a%a%a%a%b} would take time without end.
 */
final class LikePattern {
    private static final int ANY_TEXT = -1;
    private static final int ANY_LETTER = -2;

    private final int[] letters;

    private LikePattern(int[] letters) {
        this.letters = letters;
    }

    static LikePattern of(String pattern) {
        int[] written = pattern.codePoints().toArray();
        int[] letters = new int[written.length];
        int length = 0;
        for (int i = 0; i < written.length; i++) {
            boolean isEscaped = written[i] == '\\' && i + 1 < written.length;
            if (isEscaped) {
                i++;
            }
            letters[length++] = isEscaped ? folded(written[i]) : letter(written[i]);
        }
        return new LikePattern(Arrays.copyOf(letters, length));
    }

    private static int letter(int written) {
        return switch (written) {
            case '%' -> ANY_TEXT;
            case '_' -> ANY_LETTER;
            default -> folded(written);
        };
    }

    /** Walks both once; after a mismatch the last {@code %} takes one letter more. */
    boolean matches(String text) {
        int[] given = text.codePoints().map(LikePattern::folded).toArray();
        int at = 0;
        int place = 0;
        int lastAny = -1;
        int afterAny = 0;
        while (at < given.length) {
            if (place < letters.length && letters[place] == ANY_TEXT) {
                lastAny = place++;
                afterAny = at;
            } else if (place < letters.length && (letters[place] == ANY_LETTER || letters[place] == given[at])) {
                place++;
                at++;
            } else if (lastAny >= 0) {
                place = lastAny + 1;
                at = ++afterAny;
            } else {
                return false;
            }
        }
        while (place < letters.length && letters[place] == ANY_TEXT) {
            place++;
        }
        return place == letters.length;
    }

    private static int folded(int letter) {
        return Character.toLowerCase(Character.toUpperCase(letter));
    }
}
