package io.drover.scheduler.compose;

import io.drover.scheduler.compose.text.Quantities;
import io.drover.scheduler.compose.text.ShellWords;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import io.drover.scheduler.compose.yaml.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of values that several keys share. A reader that cannot read says so in the scope and answers null. */
final class Values {
    private Values() {}

    static @Nullable String text(YamlValue value, Scope scope) {
        if (value instanceof Scalar scalar) {
            return scalar.text();
        }
        scope.refuse(value, "accepted: a text");
        return null;
    }

    static @Nullable Boolean flag(YamlValue value, Scope scope) {
        String text = value instanceof Scalar scalar ? scalar.text().toLowerCase(Locale.ROOT) : "";
        return switch (text) {
            case "true", "yes", "on", "y" -> true;
            case "false", "no", "off", "n" -> false;
            default -> {
                scope.refuse(value, "accepted: true or false");
                yield null;
            }
        };
    }

    static @Nullable Long whole(YamlValue value, Scope scope) {
        if (value instanceof Scalar scalar && scalar.text().strip().matches("-?[0-9]{1,18}")) {
            return Long.valueOf(scalar.text().strip());
        }
        scope.refuse(value, "accepted: a whole number");
        return null;
    }

    static @Nullable Long bytes(YamlValue value, Scope scope) {
        return amount(value, scope, Quantities::bytes, Quantities.BYTES);
    }

    static @Nullable Long millis(YamlValue value, Scope scope) {
        return amount(value, scope, Quantities::millis, Quantities.DURATION);
    }

    /** Whole seconds, rounded up: a grace time is never shorter than asked for. */
    static @Nullable Long seconds(YamlValue value, Scope scope) {
        Long millis = millis(value, scope);
        return millis == null ? null : Long.valueOf((millis + 999) / 1_000);
    }

    static @Nullable Long milliCpus(YamlValue value, Scope scope) {
        return amount(value, scope, Quantities::milliCpus, "accepted: a number of CPUs, e.g. '0.5'");
    }

    private static @Nullable Long amount(
            YamlValue value, Scope scope, Function<String, @Nullable Long> reader, String accepted) {
        Long amount = value instanceof Scalar scalar ? reader.apply(scalar.text()) : null;
        if (amount == null) {
            scope.refuse(value, accepted);
        }
        return amount;
    }

    /** A text, or a list of texts. */
    static @Nullable List<String> texts(YamlValue value, Scope scope) {
        return switch (value) {
            case Scalar scalar -> List.of(scalar.text());
            case Sequence sequence -> {
                var texts = new ArrayList<String>();
                for (int i = 0; i < sequence.items().size(); i++) {
                    String text = text(sequence.items().get(i), scope.at(i));
                    if (text != null) {
                        texts.add(text);
                    }
                }
                yield texts;
            }
            case Mapping _ -> {
                scope.refuse(value, "accepted: a text or a list of texts");
                yield null;
            }
        };
    }

    /** A command: a list of arguments, or a text that is split as a shell does. */
    static @Nullable List<String> words(YamlValue value, Scope scope) {
        if (!(value instanceof Scalar scalar)) {
            return texts(value, scope);
        }
        List<String> words = ShellWords.split(scalar.text());
        if (words == null) {
            scope.refuse(value, "a quote is not closed, or a backslash ends the text");
        }
        return words;
    }

    /** {@code KEY: value} or {@code - KEY=value}; a key alone is an empty text. */
    static @Nullable Map<String, String> textMap(YamlValue value, Scope scope) {
        return textMap(value, scope, _ -> "");
    }

    /** As {@link #textMap}, but a key alone takes the variable of that name, and is left out without one. */
    static @Nullable Map<String, String> environment(YamlValue value, Scope scope) {
        return textMap(value, scope, key -> {
            String variable = scope.variables().get(key);
            if (variable == null) {
                scope.at(key).warn("not set: the key has no value and there is no variable of that name");
            }
            return variable;
        });
    }

    private static @Nullable Map<String, String> textMap(
            YamlValue value, Scope scope, Function<String, @Nullable String> alone) {
        var map = new LinkedHashMap<String, String>();
        switch (value) {
            case Mapping mapping ->
                mapping.entries().forEach((key, entry) -> {
                    boolean empty = entry.value() instanceof Scalar scalar && scalar.isNull();
                    String text = empty ? alone.apply(key) : text(entry.value(), scope.at(key));
                    if (text != null) {
                        map.put(key, text);
                    }
                });
            case Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    String text = text(sequence.items().get(i), scope.at(i));
                    int equals = text == null ? -1 : text.indexOf('=');
                    if (text != null) {
                        String found = equals < 0 ? alone.apply(text) : text.substring(equals + 1);
                        if (found != null) {
                            map.put(equals < 0 ? text : text.substring(0, equals), found);
                        }
                    }
                }
            }
            case Scalar _ -> {
                scope.refuse(value, "accepted: a mapping, or a list of 'KEY=value'");
                return null;
            }
        }
        return map;
    }

    static @Nullable Mapping mapping(YamlValue value, Scope scope) {
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        scope.refuse(value, "accepted: a mapping");
        return null;
    }

    /** A list; a single value is a list of one. */
    static List<YamlValue> items(YamlValue value) {
        return value instanceof Sequence sequence ? sequence.items() : List.of(value);
    }

    /** Warns about each key of a mapping that is not among the known ones. */
    static void warnOthers(Mapping mapping, Scope scope, List<String> known) {
        mapping.entries().forEach((key, entry) -> {
            boolean empty = entry.value() instanceof Scalar scalar && scalar.isNull();
            if (!known.contains(key) && !key.startsWith("x-") && !empty) {
                scope.at(key).warn("not honoured");
            }
        });
    }

    /** Free data of the reference's files as wire JSON: snake_case keys become camelCase, numbers in texts numbers. */
    static @Nullable Object camelJson(YamlValue value) {
        return switch (value) {
            case Scalar scalar ->
                scalar.text().matches("-?(0|[1-9][0-9]{0,17})")
                        ? (Object) Long.valueOf(scalar.text())
                        : YamlValue.toJson(scalar);
            case Sequence sequence -> {
                var list = new ArrayList<@Nullable Object>();
                sequence.items().forEach(item -> list.add(camelJson(item)));
                yield list;
            }
            case Mapping mapping -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                mapping.entries().forEach((key, entry) -> map.put(camel(key), camelJson(entry.value())));
                yield map;
            }
        };
    }

    private static String camel(String key) {
        var out = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            boolean after = i > 0 && key.charAt(i - 1) == '_';
            if (key.charAt(i) != '_') {
                out.append(after && !out.isEmpty() ? Character.toUpperCase(key.charAt(i)) : key.charAt(i));
            }
        }
        return out.toString();
    }
}
