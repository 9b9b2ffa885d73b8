package io.drover.scheduler.launch;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Typed reading of one wire object, as lenient as the reference (spec: api contract: strings become numbers and booleans),
 * collecting a problem for each value of the wrong kind. Fields nobody asked for are {@link #remaining()}.
 */
final class WireFields {
    private final Map<?, ?> fields;
    private final String prefix;
    private final List<FieldProblem> problems;
    private final Set<String> seen = new LinkedHashSet<>();

    WireFields(Map<?, ?> fields, String prefix, List<FieldProblem> problems) {
        this.fields = fields;
        this.prefix = prefix;
        this.problems = problems;
    }

    String path(String field) {
        return prefix.isEmpty() ? field : prefix + "." + field;
    }

    void problem(String field, String code, String message) {
        problems.add(new FieldProblem(path(field), code, message));
    }

    /** The value as it came; null and absent are the same. */
    @Nullable
    Object raw(String field) {
        seen.add(field);
        return fields.get(field);
    }

    @Nullable
    String text(String field) {
        Object value = raw(field);
        String text = scalar(value);
        if (value != null && text == null) {
            wrongKind(field, value, "a text");
        }
        return text;
    }

    /** A text that is not empty when it is there. */
    @Nullable
    String someText(String field) {
        String text = text(field);
        if (text != null && text.isEmpty()) {
            problem(field, "MinLengthExceeded", "'%s' is empty; leave it out or write a value".formatted(field));
            return null;
        }
        return text;
    }

    boolean flag(String field) {
        Boolean value = optionalFlag(field);
        return value != null && value;
    }

    @Nullable
    Boolean optionalFlag(String field) {
        Object value = raw(field);
        String text = scalar(value);
        if (value == null || (text != null && text.isEmpty())) {
            return null;
        }
        if (text != null && text.toLowerCase(Locale.ROOT).matches("true|false")) {
            return Boolean.valueOf(text);
        }
        wrongKind(field, value, "true or false");
        return null;
    }

    @Nullable
    Long whole(String field, long min, long max) {
        Object value = raw(field);
        String text = scalar(value);
        if (value == null || (text != null && text.isEmpty())) {
            return null;
        }
        if (text == null || !text.matches("-?[0-9]{1,18}(\\.0+)?")) {
            wrongKind(field, value, "a whole number");
            return null;
        }
        long number = new BigDecimal(text).longValue();
        if (number < min || number > max) {
            problem(
                    field,
                    number < min ? "MinLimitExceeded" : "MaxLimitExceeded",
                    "'%s' is %d; accepted: %d to %d".formatted(field, number, min, max));
            return null;
        }
        return number;
    }

    @Nullable
    Integer count(String field, int min, int max) {
        Long value = whole(field, min, max);
        return value == null ? null : value.intValue();
    }

    /** A list of texts; a single text is a list of one. Empty when absent. */
    List<String> texts(String field) {
        Object value = raw(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            String text = scalar(value);
            if (text == null) {
                wrongKind(field, value, "a list of texts");
                return List.of();
            }
            return List.of(text);
        }
        var texts = new ArrayList<String>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String text = scalar(list.get(i));
            if (text == null) {
                problem(
                        "%s[%d]".formatted(field, i),
                        list.get(i) == null ? "MissingRequired" : "InvalidFormat",
                        "entry %d of '%s' is %s; accepted: a text".formatted(i, field, shown(list.get(i))));
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Absent stays absent: an empty command is not the image's command. */
    @Nullable
    List<String> optionalTexts(String field) {
        return fields.get(field) == null && raw(field) == null ? null : texts(field);
    }

    /** A map of texts; a null value is an empty text. */
    Map<String, String> textMap(String field) {
        Object value = raw(field);
        var texts = new LinkedHashMap<String, String>();
        if (value == null) {
            return texts;
        }
        if (!(value instanceof Map<?, ?> map)) {
            wrongKind(field, value, "an object of texts");
            return texts;
        }
        map.forEach((key, entry) -> {
            String text = entry == null ? "" : scalar(entry);
            if (text == null) {
                problem(
                        field + "." + key,
                        "InvalidFormat",
                        "'%s.%s' is %s; accepted: a text".formatted(field, key, shown(entry)));
            } else {
                texts.put(String.valueOf(key), text);
            }
        });
        return texts;
    }

    /** A nested object, or null. */
    @Nullable
    WireFields object(String field) {
        Object value = raw(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return new WireFields(map, path(field), problems);
        }
        wrongKind(field, value, "an object");
        return null;
    }

    /** Nested objects of a list. */
    List<WireFields> objects(String field) {
        Object value = raw(field);
        var objects = new ArrayList<WireFields>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                String path = "%s[%d]".formatted(field, i);
                if (list.get(i) instanceof Map<?, ?> map) {
                    objects.add(new WireFields(map, path(path), problems));
                } else {
                    wrongKind(path, list.get(i), "an object");
                }
            }
        } else if (value != null) {
            wrongKind(field, value, "a list of objects");
        }
        return objects;
    }

    /** Names of fields with a value that nobody read. */
    Set<String> remaining() {
        var names = new LinkedHashSet<String>();
        fields.forEach((name, value) -> {
            if (value != null && !seen.contains(String.valueOf(name))) {
                names.add(String.valueOf(name));
            }
        });
        return names;
    }

    private void wrongKind(String field, @Nullable Object value, String accepted) {
        problem(field, "InvalidFormat", "'%s' is %s; accepted: %s".formatted(field, shown(value), accepted));
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            default -> "'" + value + "'";
        };
    }

    private static @Nullable String scalar(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag.toString();
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1e15 -> Long.toString(number.longValue());
            case Number number -> number.toString();
            case null, default -> null;
        };
    }
}
