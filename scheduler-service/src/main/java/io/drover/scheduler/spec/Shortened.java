package io.drover.scheduler.spec;

/** Texts that others wrote, cut to what fits: nobody's long sentence may keep a row from being written. */
public final class Shortened {
    private static final String MARK = "...";

    private Shortened() {}

    /**
     * The text, or its beginning and three dots.
     *
     * @param most characters of the result, at least three
     */
    public static String to(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - MARK.length();
        // Half of a surrogate pair is no character.
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + MARK;
    }
}
