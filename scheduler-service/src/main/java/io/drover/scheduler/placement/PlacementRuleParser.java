package io.drover.scheduler.placement;

import io.drover.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads affinity rules from a container's labels ({@code io.rancher.scheduler.affinity:*}) and from environment variables
 * in Swarm's style, whose <em>name</em> holds the expression (spec: orchestration, 3.2-3.3).
 *
 * <p>Unlike the reference, values are trimmed around commas and a value may contain {@code =}. An entry that cannot be
 * read (no {@code =}, an unknown suffix) is no rule: {@link #unreadable} lists those for a warning.
 */
public final class PlacementRuleParser {
    private static final String CONSTRAINT = "constraint:";
    private static final String AFFINITY = "affinity:";
    /** In this order: the longer operators contain the shorter ones. */
    private static final List<Operator> OPERATORS = List.of(
            new Operator("!=~", true, true),
            new Operator("==~", true, false),
            new Operator("!=", false, true),
            new Operator("==", false, false));

    private record Operator(String sign, boolean soft, boolean negated) {}

    private record Kind(String name, boolean soft, boolean negated) {}

    private PlacementRuleParser() {}

    /** The rules, in the order of the labels' and variables' names. */
    public static List<PlacementRule> parse(Map<String, String> labels, Map<String, String> environment) {
        Stream<PlacementRule> fromLabels = new TreeMap<>(labels)
                .entrySet().stream()
                        .filter(label -> isAffinity(label.getKey()))
                        .flatMap(label -> fromLabel(label.getKey(), label.getValue(), labels).stream());
        Stream<PlacementRule> fromEnvironment = new TreeMap<>(environment)
                .entrySet().stream().flatMap(variable -> fromVariable(variable, labels).stream());
        return Stream.concat(fromLabels, fromEnvironment).distinct().toList();
    }

    /** The affinity labels that are no rule, or hold an entry that is none. */
    public static List<String> unreadable(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .filter(label -> isAffinity(label.getKey()))
                        .filter(label -> fromLabel(label.getKey(), label.getValue(), labels)
                                        .size()
                                < entries(label.getValue()).size())
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private static boolean isAffinity(String key) {
        return key.regionMatches(true, 0, Labels.AFFINITY, 0, Labels.AFFINITY.length());
    }

    private static List<String> entries(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private static List<PlacementRule> fromLabel(String key, String value, Map<String, String> labels) {
        Kind kind = kind(key.substring(Labels.AFFINITY.length()).toLowerCase(Locale.ROOT));
        var rules = new ArrayList<PlacementRule>();
        for (String entry : entries(expand(value, labels))) {
            int equals = entry.indexOf('=');
            String left = (equals < 0 ? entry : entry.substring(0, equals)).strip();
            String right = equals < 0 ? "" : entry.substring(equals + 1).strip();
            switch (kind.name()) {
                case "host_label" -> {
                    if (equals > 0) {
                        rules.add(new PlacementRule.HostLabel(lower(left), lower(right), kind.soft(), kind.negated()));
                    }
                }
                case "container_label" -> {
                    if (equals > 0) {
                        rules.add(containerLabel(left, right, kind.soft(), kind.negated(), labels));
                    }
                }
                case "container" ->
                    rules.add(new PlacementRule.ContainerName(lower(entry), kind.soft(), kind.negated()));
                default -> {}
            }
        }
        return rules;
    }

    private static Kind kind(String suffix) {
        boolean soft = suffix.endsWith("_soft") || suffix.endsWith("_soft_ne");
        boolean negated = suffix.endsWith("_ne");
        int cut = (negated ? "_ne".length() : 0) + (soft ? "_soft".length() : 0);
        return new Kind(suffix.substring(0, suffix.length() - cut), soft, negated);
    }

    /**
     * {@code constraint:region==eu} as a variable's name. A compose file's {@code constraint:region==eu} arrives split at
     * its first equals sign, so name and value are joined again when the name alone has no operator.
     */
    private static List<PlacementRule> fromVariable(Map.Entry<String, String> variable, Map<String, String> labels) {
        String name = variable.getKey();
        boolean constraint = name.startsWith(CONSTRAINT);
        if (!constraint && !name.startsWith(AFFINITY)) {
            return List.of();
        }
        String text = name.substring((constraint ? CONSTRAINT : AFFINITY).length());
        if (operator(text) == null) {
            text = text + "=" + variable.getValue();
        }
        Operator operator = operator(text);
        if (operator == null) {
            return List.of();
        }
        int at = text.indexOf(operator.sign());
        String left = text.substring(0, at).strip();
        String right =
                expand(text.substring(at + operator.sign().length()), labels).strip();
        if (left.isEmpty()) {
            return List.of();
        }
        if (constraint) {
            return List.of(new PlacementRule.HostLabel(lower(left), lower(right), operator.soft(), operator.negated()));
        }
        return List.of(
                left.equals("container")
                        ? new PlacementRule.ContainerName(lower(right), operator.soft(), operator.negated())
                        : containerLabel(left, right, operator.soft(), operator.negated(), labels));
    }

    private static @Nullable Operator operator(String text) {
        return OPERATORS.stream()
                .filter(operator -> text.contains(operator.sign()))
                .findFirst()
                .orElse(null);
    }

    /** Names of services may be written without their stack, and a sidekick may name its own service (spec: 3.2). */
    private static PlacementRule containerLabel(
            String key, String value, boolean soft, boolean negated, Map<String, String> labels) {
        String completed = lower(value);
        String stack = lower(labels.getOrDefault(Labels.STACK_NAME, ""));
        boolean namesService =
                lower(key).equals(Labels.STACK_SERVICE_NAME) || lower(key).equals(Labels.PROJECT_SERVICE_NAME);
        if (namesService && !stack.isEmpty()) {
            if (completed.indexOf('/') < 0) {
                completed = stack + "/" + completed;
            }
            String own = lower(labels.getOrDefault(Labels.STACK_SERVICE_NAME, ""));
            boolean isSidekick = own.chars().filter(c -> c == '/').count() == 2;
            if (isSidekick && own.startsWith(completed + "/")) {
                completed = own;
            }
        }
        return new PlacementRule.ContainerLabel(lower(key), completed, soft, negated);
    }

    private static String expand(String value, Map<String, String> labels) {
        String stack = labels.getOrDefault(Labels.STACK_NAME, "");
        String qualified = labels.getOrDefault(Labels.STACK_SERVICE_NAME, "");
        String service = qualified.substring(qualified.indexOf('/') + 1);
        return value.replace("${stack_name}", stack)
                .replace("${project_name}", stack)
                .replace("${service_name}", service);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
