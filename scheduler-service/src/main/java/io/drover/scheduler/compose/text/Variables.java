package io.drover.scheduler.compose.text;

import io.drover.scheduler.compose.finding.Findings;
import io.drover.scheduler.compose.finding.Paths;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Entry;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import io.drover.scheduler.compose.yaml.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replaces variables in all values of a document, never in keys, within a bound on what they unfold to. */
public final class Variables {
    /** Characters that the values of one file may have after variables are replaced. */
    public static final long MAX_CHARACTERS = 10_000_000;

    private final Map<String, String> values;
    private final Findings findings;
    private long characters;

    public Variables(Map<String, String> values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    public Map<String, String> values() {
        return values;
    }

    public YamlValue replace(YamlValue value, String path) {
        return switch (value) {
            case Scalar scalar -> replace(scalar, path);
            case Sequence sequence -> {
                List<YamlValue> items = new ArrayList<>();
                for (int i = 0; i < sequence.items().size(); i++) {
                    items.add(replace(sequence.items().get(i), path + "[" + i + "]"));
                }
                yield new Sequence(items, sequence.at());
            }
            case Mapping mapping -> {
                var entries = new LinkedHashMap<String, Entry>();
                mapping.entries()
                        .forEach((key, entry) -> entries.put(
                                key,
                                new Entry(
                                        entry.keyAt(),
                                        isExtension(key)
                                                ? entry.value()
                                                : replace(entry.value(), Paths.join(path, key)))));
                yield new Mapping(entries, mapping.at());
            }
        };
    }

    /** Extensions are nobody's values, and a catalog's questions hold texts that are not meant for us. */
    private static boolean isExtension(String key) {
        return key.startsWith("x-") || key.equals("catalog") || key.equals(".catalog");
    }

    private Scalar replace(Scalar scalar, String path) {
        if (scalar.text().indexOf('$') < 0 || characters > MAX_CHARACTERS) {
            return scalar;
        }
        return switch (Interpolator.interpolate(scalar.text(), values)) {
            case Interpolator.Result.Text text -> {
                text.unset().stream()
                        .sorted()
                        .forEach(name -> findings.warning(
                                "variable " + name, "not set; nothing is put in its place (%s)".formatted(path)));
                yield bounded(new Scalar(text.text(), scalar.plain(), scalar.at()), path);
            }
            case Interpolator.Result.Invalid invalid -> {
                findings.problem(scalar.at(), path, Paths.shown(scalar, path) + ": " + invalid.message());
                yield scalar;
            }
        };
    }

    private Scalar bounded(Scalar scalar, String path) {
        characters += scalar.text().length();
        if (characters > MAX_CHARACTERS) {
            findings.problem(
                    scalar.at(), path, "variables unfold to more than %d characters".formatted(MAX_CHARACTERS));
            return new Scalar("", scalar.plain(), scalar.at());
        }
        return scalar;
    }
}
