package io.drover.scheduler.compose;

import io.drover.model.Labels;
import io.drover.scheduler.compose.ServiceDraft.Reference;
import io.drover.scheduler.compose.finding.Findings;
import io.drover.scheduler.launch.FieldProblem;
import io.drover.scheduler.launch.ServiceSpecJson;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Drafts into services. A service named by another's label {@code io.rancher.sidekicks} becomes a part of that one, in the
 * label's order, and none of its own (spec: orchestration, 7.5); one sidekick may serve several services.
 */
final class Units {
    private static final Pattern SIDEKICK_FIELD = Pattern.compile("secondaryLaunchConfigs\\[(\\d+)](?:\\.(.*))?");

    private final Map<String, ServiceDraft> drafts;
    private final Findings findings;
    /** Sidekick to the first service it belongs to. */
    private final Map<String, String> owners = new HashMap<>();

    private final Map<String, List<ServiceDraft>> sidekicks = new LinkedHashMap<>();

    Units(Map<String, ServiceDraft> drafts, Findings findings) {
        this.drafts = drafts;
        this.findings = findings;
    }

    List<ServiceSpec> services() {
        drafts.values().forEach(this::findSidekicks);
        checkNames();
        Map<String, Set<String>> order = new LinkedHashMap<>();
        drafts.values().stream()
                .filter(draft -> !owners.containsKey(draft.name()))
                .forEach(draft -> order.put(draft.name(), startsAfter(draft)));
        checkOrder(order);
        var services = new ArrayList<ServiceSpec>();
        order.forEach((name, after) -> {
            ServiceDraft draft = drafts.get(name);
            ServiceSpec service = draft == null ? null : service(draft, after);
            if (service != null) {
                services.add(service);
            }
        });
        return services;
    }

    private List<ServiceDraft> sidekicksOf(ServiceDraft draft) {
        return sidekicks.getOrDefault(draft.name(), List.of());
    }

    private void findSidekicks(ServiceDraft draft) {
        String label = draft.labels().get(Labels.SIDEKICKS);
        var names = new LinkedHashSet<String>();
        for (String part : (label == null ? "" : label).split(",")) {
            if (!part.isBlank()) {
                names.add(part.strip());
            }
        }
        var found = new ArrayList<ServiceDraft>();
        for (String name : names) {
            ServiceDraft sidekick = drafts.get(name);
            if (sidekick == null || name.equals(draft.name())) {
                findings.problem(
                        draft.at(),
                        draft.path() + ".labels." + Labels.SIDEKICKS,
                        "failed to find sidekick '%s': there is no other service of that name".formatted(name));
            } else if (sidekick.labels().containsKey(Labels.SIDEKICKS)) {
                findings.problem(
                        sidekick.at(),
                        sidekick.path(),
                        "a sidekick of '%s' cannot have sidekicks itself".formatted(draft.name()));
            } else if (owners.putIfAbsent(name, draft.name()) == null
                    || findings.mayRepeat(sidekick.size(), draft.at(), draft.path() + ".labels." + Labels.SIDEKICKS)) {
                found.add(sidekick);
            }
        }
        sidekicks.put(draft.name(), found);
    }

    private void checkNames() {
        var seen = new HashMap<String, String>();
        for (ServiceDraft draft : drafts.values()) {
            String before = seen.put(draft.name().toLowerCase(Locale.ROOT), draft.name());
            if (before != null) {
                findings.problem(
                        draft.at(),
                        draft.path(),
                        "the names '%s' and '%s' differ only in case".formatted(before, draft.name()));
            }
        }
    }

    /** Services that this service's unit waits for: what a sidekick waits for counts, what is in the unit does not. */
    private Set<String> startsAfter(ServiceDraft draft) {
        var after = new LinkedHashSet<String>();
        var members = new ArrayList<>(sidekicksOf(draft));
        members.addFirst(draft);
        for (ServiceDraft member : members) {
            for (Reference reference : member.dependsOn()) {
                String owner = owners.getOrDefault(reference.service(), reference.service());
                if (!drafts.containsKey(reference.service())) {
                    findings.warning(
                            reference.path(),
                            "there is no service '%s' in this stack to wait for".formatted(reference.service()));
                } else if (members.stream().noneMatch(one -> one.name().equals(reference.service()))
                        && !owner.equals(draft.name())) {
                    after.add(owner);
                }
            }
        }
        return after;
    }

    private void checkOrder(Map<String, Set<String>> order) {
        var started = new HashSet<String>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<String, Set<String>> entry : order.entrySet()) {
                if (!started.contains(entry.getKey()) && started.containsAll(entry.getValue())) {
                    started.add(entry.getKey());
                    grown = true;
                }
            }
        }
        List<String> stuck =
                order.keySet().stream().filter(name -> !started.contains(name)).toList();
        ServiceDraft first = stuck.isEmpty() ? null : drafts.get(stuck.getFirst());
        if (first != null) {
            findings.problem(
                    first.at(),
                    first.path() + ".depends_on",
                    "services wait for each other in a circle: %s".formatted(String.join(", ", stuck)));
        }
    }

    private @Nullable ServiceSpec service(ServiceDraft draft, Set<String> after) {
        List<ServiceDraft> members = sidekicksOf(draft);
        var wire = new LinkedHashMap<String, Object>(draft.body());
        wire.put("name", draft.name());
        wire.put("launchConfig", draft.wireLaunchConfig());
        var secondary = new ArrayList<Map<String, Object>>();
        for (ServiceDraft member : members) {
            Map<String, Object> config = member.wireLaunchConfig();
            config.put("name", member.name());
            secondary.add(config);
        }
        wire.put("secondaryLaunchConfigs", secondary);
        wire.put("dependsOn", List.copyOf(after));
        wire.put("serviceLinks", links(draft));
        if (!draft.body().containsKey("scale")
                && draft.body().get("scalePolicy") instanceof Map<?, ?> policy
                && policy.get("min") instanceof Number min) {
            wire.put("scale", min);
        }
        boolean withinUnit = checkReferences(draft, draft, members);
        for (ServiceDraft member : members) {
            withinUnit &= checkReferences(member, draft, members);
        }
        if (!withinUnit) {
            return null;
        }
        return switch (ServiceSpecJson.read(wire)) {
            case ServiceSpecJson.Outcome.Accepted accepted -> accepted.service();
            case ServiceSpecJson.Outcome.Refused refused -> {
                refused.problems().forEach(problem -> report(problem, draft, members));
                yield null;
            }
        };
    }

    private List<Map<String, String>> links(ServiceDraft draft) {
        for (Reference target : draft.linkTargets()) {
            if (!drafts.containsKey(target.service())) {
                findings.warning(
                        target.path() + "." + target.service(),
                        "there is no service '%s' in this stack to link to".formatted(target.service()));
            }
        }
        var links = new ArrayList<Map<String, String>>();
        draft.links().forEach((alias, service) -> links.add(Map.of("name", alias, "service", service)));
        return links;
    }

    private boolean checkReferences(ServiceDraft config, ServiceDraft primary, List<ServiceDraft> members) {
        boolean fine = true;
        for (Reference reference : config.unitReferences()) {
            boolean within = primary.name().equals(reference.service())
                    || members.stream().anyMatch(member -> member.name().equals(reference.service()));
            if (!within) {
                fine = false;
                String hint = drafts.containsKey(reference.service())
                        ? "'%s' is another service, whose containers may be on other hosts; put them together with the label '%s: %s' on '%s'"
                                .formatted(reference.service(), Labels.SIDEKICKS, config.name(), reference.service())
                        : "there is no service '%s'".formatted(reference.service());
                findings.problem(reference.value().at(), reference.path(), hint);
            }
        }
        return fine;
    }

    /** A refusal of the wire form, at the place in the file that the field came from. */
    private void report(FieldProblem problem, ServiceDraft draft, List<ServiceDraft> members) {
        Matcher matcher = SIDEKICK_FIELD.matcher(problem.field());
        ServiceDraft config = draft;
        String field = problem.field().replaceFirst("^launchConfig\\.", "");
        if (matcher.matches()) {
            config = members.get(Integer.parseInt(matcher.group(1)));
            field = matcher.group(2) == null ? "" : matcher.group(2);
        }
        String name = field.replaceFirst("[.\\[].*", "");
        String rest = field.substring(name.length());
        findings.problem(config.positionOf(name), config.pathOf(name) + rest, problem.message());
    }
}
