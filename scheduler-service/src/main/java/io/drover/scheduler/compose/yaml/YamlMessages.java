package io.drover.scheduler.compose.yaml;

import io.drover.scheduler.compose.yaml.YamlText.Parsed.Broken;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** The parser's complaints in words for people who write compose files, not parsers. */
final class YamlMessages {
    private record Words(String problem, String plain) {}

    /** First match wins; the text is part of the parser's own message. */
    private static final List<Words> WORDS = List.of(
            new Words("\\t(TAB)", "a tab: YAML is indented with spaces only"),
            new Words(
                    "mapping values are not allowed here",
                    "a ':' is not possible here: check the indentation, and quote a value that contains ': '"),
            new Words(
                    "could not find expected ':'",
                    "a ':' is missing: this line is neither 'key: value' nor part of the value above"),
            new Words(
                    "expected <block end>, but found '-'",
                    "a list item ('- ') where it cannot be: its indentation differs from the lines around it"),
            new Words(
                    "expected <block end>, but found '<block mapping start>'",
                    "the indentation differs from the lines above it"),
            new Words(
                    "expected <block end>", "this does not belong here: check indentation, quotes and brackets above"),
            new Words("found unexpected end of stream", "a quote or bracket that was opened is never closed"),
            new Words("expected ',' or", "a ',' or a closing bracket is missing"),
            new Words("expected the node content", "a value is missing here: something above is not finished"),
            new Words("found undefined alias", "this alias ('*name') has no anchor ('&name') above it"),
            new Words("found duplicate anchor", "this anchor ('&name') stands twice"),
            new Words("found duplicate key", "a key stands twice; keep one of them"),
            new Words("cannot start any token", "a value cannot begin with this character: put the value in quotes"),
            new Words(
                    "found unknown escape character",
                    "a '\\' in double quotes that YAML does not know: use single quotes"),
            new Words("found another document", "a second document ('---') begins here; a file has one"),
            new Words("Nesting Depth exceeded", "more than " + YamlText.MAX_DEPTH + " levels of nesting"),
            new Words("aliases for non-scalar nodes exceeds", "too many aliases ('*name')"),
            new Words("Recursive", "an alias refers to the value it stands in"),
            new Words(
                    "did not find expected alphabetic or numeric character",
                    "a '*' or '&' begins an alias or anchor: put the value in quotes"),
            new Words("special characters are not allowed", "a control character that YAML does not allow"));

    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\r\n\u0085\u2028\u2029]");

    private YamlMessages() {}

    static Broken explain(String file, String text, MarkedYAMLException broken) {
        Mark mark = broken.getProblemMark() != null ? broken.getProblemMark() : broken.getContextMark();
        Position at = mark == null ? new Position(file, 1, 1) : YamlText.position(file, mark);
        String problem = String.valueOf(broken.getProblem());
        String context = broken.getContext();
        Mark opened = broken.getContextMark();
        String since = context == null || opened == null || opened.getLine() == at.line() - 1
                ? ""
                : " (%s that begins in line %d)"
                        .formatted(context.replaceFirst("^while \\w+ing ", ""), opened.getLine() + 1);
        return new Broken(at, plain(problem, text) + since);
    }

    static Broken explain(String file, String text, YAMLException broken) {
        Position at = broken instanceof ReaderException reader
                ? positionOf(file, text, reader.getPosition())
                : new Position(file, 1, 1);
        return new Broken(at, plain(String.valueOf(broken.getMessage()), text));
    }

    private static String plain(String problem, String text) {
        String plain = WORDS.stream()
                .filter(words -> problem.contains(words.problem()))
                .map(Words::plain)
                .findFirst()
                .orElse(problem.lines().findFirst().orElse("not YAML"));
        return text.contains("{{")
                ? plain + "; the file seems to hold templates ('{{ }}'), which only catalogs render"
                : plain;
    }

    /** Counts lines as YAML does. */
    private static Position positionOf(String file, String text, int codePoint) {
        String before = text.substring(
                0, text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length()))));
        String[] lines = LINE_BREAK.split(before, -1);
        String last = lines[lines.length - 1];
        return new Position(file, lines.length, last.codePointCount(0, last.length()) + 1);
    }
}
