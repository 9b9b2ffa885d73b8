package io.drover.cli.compose;

import io.drover.cli.failure.CliFailure;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Values for a compose file's variables: {@code .yml}, {@code .yaml} and {@code .json} files are a map, every other file
 * is {@code KEY=value} lines (spec: identity, catalog, portal, cli, 8.2).
 */
public final class AnswersFile {
    private AnswersFile() {}

    /** @throws CliFailure naming file and line */
    public static Map<String, String> parse(String fileName, String text) {
        String name = fileName.toLowerCase(Locale.ROOT);
        // JSON is YAML.
        return name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json")
                ? YamlText.flatMap(fileName, text)
                : lines(fileName, text);
    }

    private static Map<String, String> lines(String fileName, String text) {
        Map<String, String> answers = new LinkedHashMap<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String assignment = line.startsWith("export ")
                    ? line.substring("export ".length()).strip()
                    : line;
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw CliFailure.of(fileName + ", line " + number + ": '" + line + "' is not KEY=value");
            }
            answers.put(
                    assignment.substring(0, equals).strip(),
                    unquoted(assignment.substring(equals + 1).strip()));
        }
        return answers;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
