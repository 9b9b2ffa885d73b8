package io.drover.scheduler.compose.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a command as a POSIX shell does: quotes and backslashes, no expansion. */
public final class ShellWords {
    private ShellWords() {}

    /** Null when a quote is not closed or the text ends in a backslash. */
    public static @Nullable List<String> split(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\\' && quote != '\'') {
                if (++i == text.length()) {
                    return null;
                }
                boolean literal = quote == '"' && "\"\\$`\n".indexOf(text.charAt(i)) < 0;
                word.append(literal ? "\\" : "").append(text.charAt(i) == '\n' ? "" : String.valueOf(text.charAt(i)));
                inWord = inWord || text.charAt(i) != '\n';
            } else if (quote != 0) {
                if (character == quote) {
                    quote = 0;
                } else {
                    word.append(character);
                }
            } else if (character == '\'' || character == '"') {
                quote = character;
                inWord = true;
            } else if (Character.isWhitespace(character)) {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                word.append(character);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return quote == 0 ? words : null;
    }
}
