package io.drover.scheduler.compose.text;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Variables in values, as the Compose Specification has them: {@code $VAR}, {@code ${VAR}}, {@code ${VAR:-default}},
 * {@code ${VAR-default}}, {@code ${VAR:?message}}, {@code ${VAR?message}}, {@code ${VAR:+other}}, {@code ${VAR+other}}, with
 * variables inside the second part; {@code $$} is a dollar sign. With the colon an empty variable counts as unset.
 */
public final class Interpolator {
    private static final int MAX_NESTING = 20;
    /** Of one value. A short text that names a long variable often must not fill the memory. */
    private static final int MAX_CHARACTERS = 5_000_000;

    /** What became of a text. */
    public sealed interface Result {
        /** @param unset variables that have no value and were replaced by nothing */
        record Text(String text, Set<String> unset) implements Result {}

        record Invalid(String message) implements Result {}
    }

    private final String source;
    private final Map<String, String> variables;
    private final Set<String> unset = new LinkedHashSet<>();
    private int next;
    private @Nullable String wrong;

    private Interpolator(String source, Map<String, String> variables) {
        this.source = source;
        this.variables = variables;
    }

    public static Result interpolate(String text, Map<String, String> variables) {
        if (text.indexOf('$') < 0) {
            return new Result.Text(text, Set.of());
        }
        var reading = new Interpolator(text, variables);
        String result = reading.until(false, 0, true);
        String wrong = reading.wrong;
        return wrong == null ? new Result.Text(result, Set.copyOf(reading.unset)) : new Result.Invalid(wrong);
    }

    /** @param used whether the text becomes part of the result; what is not used may name unset variables freely */
    private String until(boolean brace, int depth, boolean used) {
        var out = new StringBuilder();
        while (next < source.length() && wrong == null) {
            char character = source.charAt(next);
            if (brace && character == '}') {
                return out.toString();
            }
            next++;
            out.append(character == '$' ? variable(depth, used) : String.valueOf(character));
            if (out.length() > MAX_CHARACTERS) {
                return invalid("variables unfold to more than %d characters".formatted(MAX_CHARACTERS));
            }
        }
        if (brace && wrong == null) {
            wrong = "'${' is not closed by '}'; write '$$' for a dollar sign";
        }
        return out.toString();
    }

    private String variable(int depth, boolean used) {
        if (next >= source.length()) {
            return invalid("a '$' at the end; write '$$' for a dollar sign");
        }
        char character = source.charAt(next);
        if (character == '$') {
            next++;
            return "$";
        }
        if (character != '{') {
            String name = name();
            return name.isEmpty()
                    ? invalid("'$%s' is not a variable; write '$$' for a dollar sign".formatted(character))
                    : valueOf(name, used);
        }
        next++;
        String name = name();
        if (name.isEmpty()) {
            return invalid("'${' is not followed by a variable's name; write '$$' for a dollar sign");
        }
        return depth >= MAX_NESTING
                ? invalid("variables are nested more than %d deep".formatted(MAX_NESTING))
                : braced(name, depth, used);
    }

    private String braced(String name, int depth, boolean used) {
        boolean colon = next < source.length() && source.charAt(next) == ':';
        next += colon ? 1 : 0;
        char operator = next < source.length() ? source.charAt(next) : '\0';
        next++;
        if (operator == '}' && !colon) {
            return valueOf(name, used);
        }
        if (operator != '-' && operator != '?' && operator != '+') {
            return invalid(
                    "'${%s' is followed by neither '}' nor one of ':-', '-', ':?', '?', ':+', '+'".formatted(name));
        }
        String value = variables.get(name);
        boolean present = value != null && !(colon && value.isEmpty());
        String second = until(true, depth + 1, used && (operator == '+') == present);
        next++;
        if (wrong != null) {
            return "";
        }
        return switch (operator) {
            case '-' -> present && value != null ? value : second;
            case '+' -> present ? second : "";
            default -> required(name, present ? value : null, second, used);
        };
    }

    private String required(String name, @Nullable String value, String message, boolean used) {
        if (value != null || !used) {
            return value == null ? "" : value;
        }
        return invalid("variable '%s' is required%s".formatted(name, message.isEmpty() ? "" : ": " + message));
    }

    private String valueOf(String name, boolean used) {
        String value = variables.get(name);
        if (value == null && used) {
            unset.add(name);
        }
        return value == null ? "" : value;
    }

    private String invalid(String message) {
        wrong = message;
        return "";
    }

    private String name() {
        int start = next;
        while (next < source.length() && isNamePart(source.charAt(next), next == start)) {
            next++;
        }
        return source.substring(start, next);
    }

    private static boolean isNamePart(char character, boolean first) {
        boolean letter =
                character == '_' || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        return letter || (!first && character >= '0' && character <= '9');
    }
}
