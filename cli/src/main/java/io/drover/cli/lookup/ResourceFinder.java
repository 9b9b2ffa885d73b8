package io.drover.cli.lookup;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.lookup.Reference.ById;
import io.drover.cli.lookup.Reference.InStack;
import io.drover.cli.lookup.Reference.Plain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the server for what a reference may mean, all questions at once, and lets {@link NameLookup} choose. */
public final class ResourceFinder {
    private static final String ALL = "limit=-2&removed_null=1";

    private final ApiClient api;

    public ResourceFinder(ApiClient api) {
        this.api = api;
    }

    /** A resource and what it is. */
    public record Found(Kind kind, Resource resource) {
        /** For sentences: {@code service web}. */
        public String described() {
            String name = resource.name().isEmpty() ? resource.id() : resource.name();
            return kind.word() + " " + name;
        }
    }

    /** @throws CliFailure with the candidates when the reference is not of exactly one thing */
    public Found find(String text, Set<Kind> kinds) {
        return findIfThere(text, kinds, true).orElseThrow();
    }

    /** Empty instead of a failure when there is no such thing. */
    public Optional<Found> findIfThere(String text, Set<Kind> kinds) {
        return findIfThere(text, kinds, false);
    }

    private Optional<Found> findIfThere(String text, Set<Kind> kinds, boolean required) {
        Reference reference = Reference.parse(text);
        Map<Candidate, Resource> offered = switch (reference) {
            case ById byId -> byId(byId, kinds);
            case InStack inStack -> inStack(inStack);
            case Plain plain -> plain(plain, kinds);
        };
        return switch (NameLookup.resolve(reference, kinds, offered.keySet())) {
            case Resolution.Found(Candidate candidate) ->
                Optional.ofNullable(offered.get(candidate)).map(resource -> new Found(candidate.kind(), resource));
            case Resolution.Unknown(String sentence) -> {
                if (required) {
                    throw CliFailure.of(sentence);
                }
                yield Optional.empty();
            }
            case Resolution.Ambiguous(var ignored, String sentence) -> throw CliFailure.of(sentence);
        };
    }

    private Map<Candidate, Resource> byId(ById reference, Set<Kind> kinds) {
        if (!kinds.contains(reference.kind())) {
            return Map.of();
        }
        return api.find(reference.kind().collection() + "/" + reference.text())
                .filter(resource -> !resource.isRemoved())
                .map(resource -> Map.of(candidate(reference.kind(), resource, Map.of()), resource))
                .orElse(Map.of());
    }

    private Map<Candidate, Resource> inStack(InStack reference) {
        List<List<Resource>> lists =
                api.listAll(List.of(byName(Kind.SERVICE, reference.service()), byName(Kind.STACK, reference.stack())));
        Map<String, String> stackNames = names(lists.get(1));
        Map<Candidate, Resource> offered = new LinkedHashMap<>();
        lists.getFirst().forEach(service -> offered.put(candidate(Kind.SERVICE, service, stackNames), service));
        return offered;
    }

    private Map<Candidate, Resource> plain(Plain reference, Set<Kind> kinds) {
        List<Kind> asked = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (Kind kind : kinds.stream().sorted().toList()) {
            asked.add(kind);
            // A host also goes by its host name, and there are few of them.
            paths.add(kind == Kind.HOST ? "hosts?" + ALL : byName(kind, reference.text()));
            if (kind == Kind.CONTAINER && reference.mayBeEngineId()) {
                asked.add(kind);
                paths.add("containers?" + ALL + "&externalId_prefix=" + reference.text());
            }
        }
        List<List<Resource>> lists = api.listAll(paths);
        Map<String, String> stackNames = needsStackNames(asked, lists) ? names(api.list("stacks?" + ALL)) : Map.of();
        Map<Candidate, Resource> offered = new LinkedHashMap<>();
        for (int i = 0; i < lists.size(); i++) {
            Kind kind = asked.get(i);
            for (Resource resource : lists.get(i)) {
                if (!resource.isRemoved()) {
                    offered.put(candidate(kind, resource, stackNames), resource);
                    hostName(kind, resource).ifPresent(alias -> offered.put(alias, resource));
                }
            }
        }
        return offered;
    }

    /** Services of one name in several stacks are told apart by the stack's name. */
    private static boolean needsStackNames(List<Kind> asked, List<List<Resource>> lists) {
        int service = asked.indexOf(Kind.SERVICE);
        return service >= 0 && lists.get(service).size() > 1;
    }

    private static Optional<Candidate> hostName(Kind kind, Resource resource) {
        String hostName = resource.text("hostname");
        return kind != Kind.HOST || hostName.isEmpty()
                ? Optional.empty()
                : Optional.of(new Candidate(kind, resource.id(), hostName, "", ""));
    }

    private static Candidate candidate(Kind kind, Resource resource, Map<String, String> stackNames) {
        return new Candidate(
                kind,
                resource.id(),
                resource.name(),
                stackNames.getOrDefault(resource.text("stackId"), ""),
                resource.text("externalId"));
    }

    private static String byName(Kind kind, String name) {
        return kind.collection() + "?" + ALL + "&name=" + ApiClient.encode(name);
    }

    private static Map<String, String> names(List<Resource> stacks) {
        Map<String, String> names = new HashMap<>();
        stacks.forEach(stack -> names.put(stack.id(), stack.name()));
        return names;
    }
}
