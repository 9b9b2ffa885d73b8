package io.drover.scheduler.compose.yaml;

import io.drover.scheduler.compose.yaml.YamlValue.Entry;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import io.drover.scheduler.compose.yaml.YamlValue.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads one YAML document. Nothing is constructed from tags: the parser's nodes are copied into {@link YamlValue}s. Bounds:
 * {@link #MAX_CHARACTERS} of text, {@link #MAX_DEPTH} levels, and {@link #MAX_VALUES} values after aliases are followed, so a
 * short text cannot unfold into a large one.
 */
public final class YamlText {
    public static final int MAX_CHARACTERS = 3_000_000;
    public static final int MAX_DEPTH = 50;
    public static final int MAX_VALUES = 200_000;

    private static final int MAX_ALIASES = 2_000;
    private static final Set<Tag> KNOWN_TAGS = Set.of(
            Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ, Tag.MERGE, new Tag("!"));

    /** What a text is. */
    public sealed interface Parsed {
        /** A document; an empty text is an empty scalar. */
        record Document(YamlValue root) implements Parsed {}

        record Broken(Position at, String message) implements Parsed {}
    }

    /** Carries a refusal out of the recursion; never leaves this class. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Mark at;

        Refusal(Mark at, String message) {
            super(message, null, false, false);
            this.at = at;
        }
    }

    private final String file;
    private long merged;
    private final IdentityHashMap<Node, YamlValue> done = new IdentityHashMap<>();
    private final IdentityHashMap<YamlValue, Long> sizes = new IdentityHashMap<>();
    private final Set<Node> open = java.util.Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlText(String file) {
        this.file = file;
    }

    public static Parsed parse(String file, String text) {
        if (text.length() > MAX_CHARACTERS) {
            return new Parsed.Broken(
                    new Position(file, 1, 1),
                    "the file has %d characters; accepted: up to %d".formatted(text.length(), MAX_CHARACTERS));
        }
        String body = body(text);
        try {
            Node root = yaml().compose(new StringReader(body));
            var reading = new YamlText(file);
            return new Parsed.Document(
                    root == null ? new Scalar("", true, new Position(file, 1, 1)) : reading.value(root));
        } catch (Refusal refusal) {
            return new Parsed.Broken(position(file, refusal.at), String.valueOf(refusal.getMessage()));
        } catch (MarkedYAMLException broken) {
            return YamlMessages.explain(file, body, broken);
        } catch (YAMLException broken) {
            return YamlMessages.explain(file, body, broken);
        } catch (
                IllegalArgumentException
                        broken) { // the library's own, of a tag with a wrong escape; it does not say where
            return new Parsed.Broken(
                    new Position(file, 1, 1), "a tag ('!...') that cannot be read: " + broken.getMessage());
        }
    }

    /** The library takes a carriage return that ends the text for a character of its line, and points behind the line. */
    private static String body(String text) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return body.endsWith("\r") ? body.substring(0, body.length() - 1) + "\n" : body;
    }

    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowRecursiveKeys(false);
        var dumper = new org.yaml.snakeyaml.DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options, new Resolver());
    }

    static Position position(String file, Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Position at(Node node) {
        return position(file, node.getStartMark());
    }

    private YamlValue value(Node node) {
        YamlValue known = done.get(node);
        if (known != null) {
            return known;
        }
        if (!KNOWN_TAGS.contains(node.getTag())) {
            throw new Refusal(
                    node.getStartMark(),
                    "the tag '%s' is not accepted: values are texts, lists and mappings".formatted(node.getTag()));
        }
        if (!open.add(node)) {
            throw new Refusal(node.getStartMark(), "an alias refers to the value it stands in");
        }
        YamlValue value = switch (node) {
            case ScalarNode scalar ->
                new Scalar(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, at(node));
            case SequenceNode sequence -> sequence(sequence);
            case MappingNode mapping -> mapping(mapping);
            default -> throw new Refusal(node.getStartMark(), "this is not a text, a list or a mapping");
        };
        open.remove(node);
        done.put(node, value);
        measure(node, value);
        return value;
    }

    /** Counts a value as often as aliases repeat it. */
    private void measure(Node node, YamlValue value) {
        long size = switch (value) {
            case Scalar _ -> 1L;
            case Sequence sequence ->
                1L + sequence.items().stream().mapToLong(this::size).sum();
            case Mapping mapping ->
                1L
                        + mapping.entries().values().stream()
                                .mapToLong(entry -> 1L + size(entry.value()))
                                .sum();
        };
        if (size > MAX_VALUES) {
            throw new Refusal(
                    node.getStartMark(),
                    "the file has more than %d values once its aliases are followed".formatted(MAX_VALUES));
        }
        sizes.put(value, size);
    }

    private long size(YamlValue value) {
        return sizes.getOrDefault(value, 1L);
    }

    private Sequence sequence(SequenceNode node) {
        List<YamlValue> items = new ArrayList<>();
        node.getValue().forEach(item -> items.add(value(item)));
        return new Sequence(items, at(node));
    }

    /** Own keys win over merged ones ({@code <<}), earlier merged mappings over later ones. */
    private Mapping mapping(MappingNode node) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Node> sources = new ArrayList<>();
        var twice = new HashSet<String>();
        for (NodeTuple tuple : node.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                throw new Refusal(key.getStartMark(), "a key is a text, not a list or a mapping");
            }
            if (isMerge(scalar)) {
                sources.add(tuple.getValueNode());
                continue;
            }
            if (!twice.add(scalar.getValue())) {
                throw new Refusal(
                        key.getStartMark(),
                        "the key '%s' stands here twice; keep one of them".formatted(scalar.getValue()));
            }
            entries.put(scalar.getValue(), new Entry(at(key), value(tuple.getValueNode())));
        }
        sources.forEach(source -> merge(source, entries));
        return new Mapping(entries, at(node));
    }

    private static boolean isMerge(ScalarNode key) {
        return key.getScalarStyle() == ScalarStyle.PLAIN && key.getValue().equals("<<");
    }

    private void merge(Node source, Map<String, Entry> entries) {
        switch (value(source)) {
            case Mapping mapping -> {
                merged += mapping.entries().size();
                if (merged > MAX_VALUES) {
                    throw new Refusal(
                            source.getStartMark(), "more than %d keys are merged by '<<'".formatted(MAX_VALUES));
                }
                mapping.entries().forEach(entries::putIfAbsent);
            }
            case Sequence sequence
            when source instanceof SequenceNode node -> node.getValue().forEach(item -> merge(item, entries));
            case Sequence _, Scalar _ ->
                throw new Refusal(source.getStartMark(), "'<<' merges a mapping, or a list of mappings");
        }
    }
}
