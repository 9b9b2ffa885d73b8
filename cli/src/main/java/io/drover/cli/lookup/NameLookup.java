package io.drover.cli.lookup;

import io.drover.cli.lookup.Reference.ById;
import io.drover.cli.lookup.Reference.InStack;
import io.drover.cli.lookup.Reference.Plain;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses what a reference means among what the server offers.
 *
 * <ol>
 *   <li>Only kinds the command works with count.
 *   <li>An id means what has it; {@code stack/service} the service of that name in the stack of that name.
 *   <li>A plain text means what has exactly that name; when nothing has, the container whose engine id starts with it.
 *   <li>More than one is refused and all are listed: a guess would stop the wrong thing one day.
 * </ol>
 */
public final class NameLookup {
    private static final Comparator<Candidate> BY_KIND_AND_ID =
            Comparator.comparing(Candidate::kind).thenComparing(Candidate::id);

    private NameLookup() {}

    public static Resolution resolve(Reference reference, Set<Kind> kinds, Collection<Candidate> offered) {
        List<Candidate> candidates = offered.stream()
                .filter(candidate -> kinds.contains(candidate.kind()))
                .distinct()
                .sorted(BY_KIND_AND_ID)
                .toList();
        List<Candidate> matches = switch (reference) {
            case ById(Kind kind, String id) ->
                candidates.stream()
                        .filter(candidate ->
                                candidate.kind() == kind && candidate.id().equals(id))
                        .toList();
            case InStack(String stack, String service) ->
                candidates.stream()
                        .filter(candidate -> candidate.kind() == Kind.SERVICE
                                && candidate.name().equals(service)
                                && candidate.stack().equals(stack))
                        .toList();
            case Plain plain -> matchingPlain(plain, candidates);
        };
        return switch (matches.size()) {
            case 0 -> new Resolution.Unknown(unknown(reference, kinds));
            case 1 -> new Resolution.Found(matches.getFirst());
            default -> new Resolution.Ambiguous(matches, ambiguous(reference, matches));
        };
    }

    private static List<Candidate> matchingPlain(Plain plain, List<Candidate> candidates) {
        List<Candidate> named = candidates.stream()
                .filter(candidate -> candidate.name().equals(plain.text()))
                .toList();
        if (!named.isEmpty() || !plain.mayBeEngineId()) {
            return named;
        }
        return candidates.stream()
                .filter(candidate -> candidate.kind() == Kind.CONTAINER
                        && candidate.engineId().startsWith(plain.text()))
                .toList();
    }

    private static String unknown(Reference reference, Set<Kind> kinds) {
        String sought = words(kinds);
        return switch (reference) {
            case ById(Kind kind, String id)
            when !kinds.contains(kind) ->
                "'" + id + "' is the id of a " + kind.word() + ": this command works with " + sought;
            case ById(Kind kind, String id) -> "there is no " + kind.word() + " '" + id + "' in this environment";
            case InStack(String stack, String service) ->
                "there is no service '" + service + "' in a stack '" + stack + "': 'drover ps' lists the services";
            case Plain(String text) ->
                "there is no " + sought + " named '" + text + "' in this environment: 'drover ps -a' and"
                        + " 'drover ps -a -c' list what there is";
        };
    }

    private static String ambiguous(Reference reference, List<Candidate> matches) {
        return "'" + reference.text() + "' can mean "
                + matches.stream().map(Candidate::described).collect(Collectors.joining(", "))
                + ": write the id of the one you mean";
    }

    private static String words(Set<Kind> kinds) {
        return kinds.stream().sorted().map(Kind::word).collect(Collectors.joining(" or "));
    }
}
