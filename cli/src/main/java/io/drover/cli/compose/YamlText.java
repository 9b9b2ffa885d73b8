package io.drover.cli.compose;

import io.drover.cli.failure.CliFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML read without turning words into numbers and dates, so that what is written again is what was read. */
final class YamlText {
    private YamlText() {}

    /** @throws CliFailure naming file, line and column */
    static Map<String, Object> map(String fileName, String text) {
        Object document = load(fileName, text);
        if (document == null) {
            return new LinkedHashMap<>();
        }
        if (!(document instanceof Map<?, ?> map)) {
            throw CliFailure.of(fileName + " is not a map of keys and values");
        }
        return stringKeys(map);
    }

    static Map<String, Object> stringKeys(Map<?, ?> map) {
        Map<String, Object> keyed = new LinkedHashMap<>();
        map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
        return keyed;
    }

    static Map<String, String> flatMap(String fileName, String text) {
        Map<String, String> flat = new LinkedHashMap<>();
        map(fileName, text).forEach((key, value) -> {
            if (value instanceof Map || value instanceof Iterable) {
                throw CliFailure.of(fileName + ": the value of '" + key + "' must be a text");
            }
            flat.put(key, value == null ? "" : value.toString());
        });
        return flat;
    }

    private static @Nullable Object load(String fileName, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        DumperOptions dumper = new DumperOptions();
        try {
            return new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options, new TextResolver())
                    .load(text);
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : ", line " + (e.getProblemMark().getLine() + 1) + ", column "
                            + (e.getProblemMark().getColumn() + 1);
            throw CliFailure.of(fileName + where + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw CliFailure.of(fileName + ": " + e.getMessage());
        } catch (IllegalArgumentException e) { // the library's own, of a tag with a wrong escape
            throw CliFailure.of(fileName + ": a tag ('!...') that cannot be read: " + e.getMessage());
        }
    }

    static String write(Map<String, Object> document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options).dump(document);
    }

    /** Knows null, true/false and whole numbers; everything else stays the text that was written. */
    private static final class TextResolver extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL_WORDS, "tTfF", 5);
            addImplicitResolver(Tag.INT, DECIMAL, "-0123456789", 20);
            addImplicitResolver(Tag.NULL, Resolver.NULL, "~nN\0", 4);
            addImplicitResolver(Tag.NULL, Resolver.EMPTY, null);
            addImplicitResolver(Tag.MERGE, Resolver.MERGE, "<");
        }

        private static final Pattern BOOL_WORDS = Pattern.compile("^(?:true|True|TRUE|false|False|FALSE)$");
        /** No leading zero: 0644 stays a mode, 22:22 a pair of ports. */
        private static final Pattern DECIMAL = Pattern.compile("^-?(?:0|[1-9][0-9]*)$");
    }
}
