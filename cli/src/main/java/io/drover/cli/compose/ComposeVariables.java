package io.drover.cli.compose;

import java.util.Set;
import java.util.TreeSet;

/**
 * The variables a compose file asks for: {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}} and the like; {@code $$}
 * is a dollar. Only these are sent to the server: the rest of the user's environment is nobody's business.
 */
public final class ComposeVariables {
    private ComposeVariables() {}

    public static Set<String> referenced(String text) {
        Set<String> names = new TreeSet<>();
        int i = 0;
        while (i < text.length() - 1) {
            if (text.charAt(i) != '$') {
                i++;
                continue;
            }
            if (text.charAt(i + 1) == '$') {
                i += 2;
                continue;
            }
            int start = text.charAt(i + 1) == '{' ? i + 2 : i + 1;
            int end = nameEnd(text, start);
            if (end > start) {
                names.add(text.substring(start, end));
            }
            i = Math.max(end, i + 1);
        }
        return names;
    }

    private static int nameEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isNameCharacter(text.charAt(end), end == start)) {
            end++;
        }
        return end;
    }

    private static boolean isNameCharacter(char c, boolean first) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
    }
}
