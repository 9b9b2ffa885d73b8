package io.drover.scheduler.compose.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a YAML document. Scalars keep the text the user wrote ({@code 1.10} stays {@code 1.10}, {@code yes} stays
 * {@code yes}): what a text means is decided by the key that reads it.
 */
public sealed interface YamlValue {
    Position at();

    /** What it is, for messages: {@code 'text'}, {@code a list}, {@code a mapping}, {@code empty}. */
    String shown();

    /** How many values it is, itself and what is in it. */
    long size();

    /** @param plain written without quotes; only a plain scalar can be null, a number or a truth value */
    record Scalar(String text, boolean plain, Position at) implements YamlValue {
        private static final int SHOWN_CHARACTERS = 60;

        public boolean isNull() {
            return plain
                    && (text.isEmpty()
                            || text.equals("~")
                            || text.toLowerCase(Locale.ROOT).equals("null"));
        }

        @Override
        public String shown() {
            String cut = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text;
            return isNull() ? "empty" : "'" + cut.replace('\n', ' ') + "'";
        }

        @Override
        public long size() {
            return 1;
        }
    }

    record Sequence(List<YamlValue> items, Position at) implements YamlValue {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String shown() {
            return "a list";
        }

        @Override
        public long size() {
            return 1 + items.stream().mapToLong(YamlValue::size).sum();
        }
    }

    /** @param entries in the order of the file */
    record Mapping(Map<String, Entry> entries, Position at) implements YamlValue {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public @Nullable YamlValue get(String key) {
            Entry entry = entries.get(key);
            return entry == null || entry.value() instanceof Scalar scalar && scalar.isNull() ? null : entry.value();
        }

        @Override
        public String shown() {
            return "a mapping";
        }

        @Override
        public long size() {
            return 1
                    + entries.values().stream()
                            .mapToLong(entry -> entry.value().size())
                            .sum();
        }
    }

    /** @param keyAt where the key stands */
    record Entry(Position keyAt, YamlValue value) {}

    /** The value as free JSON data: plain scalars become numbers, truth values and null as in YAML 1.2. */
    static @Nullable Object toJson(YamlValue value) {
        return switch (value) {
            case Scalar scalar -> json(scalar);
            case Sequence sequence -> {
                var list = new ArrayList<@Nullable Object>();
                sequence.items().forEach(item -> list.add(toJson(item)));
                yield Collections.unmodifiableList(list);
            }
            case Mapping mapping -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                mapping.entries().forEach((key, entry) -> map.put(key, toJson(entry.value())));
                yield Collections.unmodifiableMap(map);
            }
        };
    }

    private static @Nullable Object json(Scalar scalar) {
        String text = scalar.text();
        if (scalar.isNull()) {
            return null;
        }
        if (!scalar.plain()) {
            return text;
        }
        if (text.matches("[tT]rue|TRUE|[fF]alse|FALSE")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("-?(0|[1-9][0-9]{0,17})")) {
            return Long.valueOf(text);
        }
        return text.matches("-?[0-9]{1,17}\\.[0-9]{1,17}([eE][-+]?[0-9]{1,2})?") ? (Object) Double.valueOf(text) : text;
    }
}
