package io.drover.cli.terminal;

/** Text of unknown origin, made safe to print. */
public final class PlainText {
    private PlainText() {}

    /** One line without control characters: a newline or escape in a message becomes a space. */
    public static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return cleaned(text);
            }
        }
        return text.strip();
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = Character.isISOControl(text.charAt(i)) ? ' ' : text.charAt(i);
            boolean doubled = c == ' ' && !clean.isEmpty() && clean.charAt(clean.length() - 1) == ' ';
            if (!doubled) {
                clean.append(c);
            }
        }
        return clean.toString().strip();
    }
}
