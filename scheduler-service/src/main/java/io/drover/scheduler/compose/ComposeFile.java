package io.drover.scheduler.compose;

import io.drover.scheduler.compose.finding.Findings;
import io.drover.scheduler.compose.finding.Paths;
import io.drover.scheduler.compose.text.Variables;
import io.drover.scheduler.compose.yaml.Position;
import io.drover.scheduler.compose.yaml.YamlText;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Entry;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file, recognised: which dialect it is and where its services are.
 *
 * @param volumes the top-level volumes, null in v1
 */
record ComposeFile(
        Dialect dialect,
        Map<String, Entry> services,
        @Nullable YamlValue volumes) {
    static final ComposeFile EMPTY = new ComposeFile(Dialect.SPEC, Map.of(), null);

    private static final List<String> KNOWN = List.of("version", "services", "volumes", "catalog", ".catalog");
    /** Top-level keys of the reference that make things other than services. */
    private static final Map<String, String> LATER = Map.of(
            "networks", "not honoured yet: networks across hosts come in a later release",
            "secrets",
                    "not honoured yet: secrets come in a later release, and files beside the compose file are never read",
            "configs", "not honoured: files beside the compose file are never read",
            "load_balancers", "not created: load balancers come in a later release",
            "external_services", "not created: external services come in a later release",
            "aliases", "not created: service aliases come in a later release",
            "name", "not honoured: a stack is named by who creates it");

    /** The file with its variables replaced; what is wrong with it is among the findings. */
    static ComposeFile read(String name, String text, String stack, Variables variables, Findings findings) {
        return switch (YamlText.parse(name, text)) {
            case YamlText.Parsed.Broken broken -> {
                findings.problem(broken.at(), "", broken.message());
                yield EMPTY;
            }
            case YamlText.Parsed.Document(Scalar scalar) when scalar.isNull() -> EMPTY;
            case YamlText.Parsed.Document(Mapping mapping) ->
                recognise((Mapping) variables.replace(mapping, ""), stack, findings);
            case YamlText.Parsed.Document document -> {
                findings.problem(
                        document.root().at(),
                        "",
                        "the file is %s; a compose file is a mapping with 'services:'"
                                .formatted(document.root().shown()));
                yield EMPTY;
            }
        };
    }

    private static ComposeFile recognise(Mapping root, String stack, Findings findings) {
        YamlValue version = root.get("version");
        YamlValue services = root.get("services");
        Dialect dialect = dialect(root, version, services, findings);
        if (dialect == Dialect.V1) {
            var entries = new LinkedHashMap<>(root.entries());
            entries.keySet().removeIf(key -> key.startsWith("x-") || key.equals("catalog") || key.equals(".catalog"));
            if (version instanceof Scalar) {
                entries.remove("version");
            }
            return new ComposeFile(dialect, entries, null);
        }
        warnTopLevel(root, stack, findings);
        Mapping mapping = services == null
                ? null
                : Values.mapping(services, new Scope("services", findings, Map.of(), NO_VOLUMES));
        return new ComposeFile(dialect, mapping == null ? Map.of() : withoutExtensions(mapping), root.get("volumes"));
    }

    private static final StackVolumes NO_VOLUMES = new StackVolumes("", false, Map.of());

    private static Map<String, Entry> withoutExtensions(Mapping mapping) {
        var entries = new LinkedHashMap<>(mapping.entries());
        entries.keySet().removeIf(key -> key.startsWith("x-"));
        return entries;
    }

    private static Dialect dialect(
            Mapping root, @Nullable YamlValue version, @Nullable YamlValue services, Findings findings) {
        if (!(version instanceof Scalar scalar)) {
            return services == null && !looksLikeSpecification(root) ? Dialect.V1 : Dialect.SPEC;
        }
        return switch (scalar.text().replaceFirst("\\..*", "")) {
            case "1" -> Dialect.V1;
            case "2" -> Dialect.V2;
            case "3" -> Dialect.SPEC;
            default -> {
                findings.problem(
                        scalar.at(),
                        "version",
                        "%s is not a version; accepted: '2', '3', or none".formatted(scalar.shown()));
                yield Dialect.SPEC;
            }
        };
    }

    /** Without services and version: only scalars and known sections, so nothing that could be a v1 service. */
    private static boolean looksLikeSpecification(Mapping root) {
        return root.entries().entrySet().stream()
                .allMatch(entry -> KNOWN.contains(entry.getKey())
                        || LATER.containsKey(entry.getKey())
                        || entry.getKey().startsWith("x-")
                        || entry.getKey().equals("include"));
    }

    private static void warnTopLevel(Mapping root, String stack, Findings findings) {
        root.entries().forEach((key, entry) -> {
            if (key.equals("include")) {
                findings.problem(entry.keyAt(), key, "other files are never read; put their services into this file");
            } else if (!KNOWN.contains(key) && !key.startsWith("x-") && !isStackName(key, entry, stack)) {
                String why = LATER.get(key);
                findings.warning(key, why != null ? why : unknown(key));
            }
        });
    }

    private static boolean isStackName(String key, Entry entry, String stack) {
        return key.equals("name")
                && entry.value() instanceof Scalar scalar
                && scalar.text().equals(stack);
    }

    private static String unknown(String key) {
        String close = Paths.closest(key, KNOWN);
        return "unknown key, ignored" + (close == null ? "" : "; did you mean '" + close + "'?");
    }

    /** The service's own mapping, or null with a problem among the findings. */
    static @Nullable Mapping service(String name, Entry entry, Dialect dialect, Findings findings) {
        if (entry.value() instanceof Mapping mapping) {
            return mapping;
        }
        Position at = entry.value() instanceof Scalar scalar && scalar.isNull()
                ? entry.keyAt()
                : entry.value().at();
        String hint = dialect == Dialect.V1
                ? "; without a 'services:' key each top-level key is read as a service (compose v1)"
                : "";
        findings.problem(
                at,
                Paths.join(dialect.prefix(), name),
                "a service is a mapping with at least an 'image', here it is %s%s"
                        .formatted(entry.value().shown(), hint));
        return null;
    }
}
