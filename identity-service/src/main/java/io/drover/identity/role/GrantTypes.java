package io.drover.identity.role;

import io.drover.api.request.DidYouMean;
import io.drover.api.schema.TypeNames;
import io.drover.api.security.Grant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The types that grants name. A misspelt one would grant nothing and say nothing, so whoever gives it hears of it. Pure. */
public final class GrantTypes {
    private GrantTypes() {}

    /** Every type that one of them names; {@link Grant#EVERY_TYPE} is none. */
    public static Set<String> named(List<Grant> grants) {
        return grants.stream()
                .flatMap(grant -> grant.types().stream())
                .filter(word -> !word.equals(Grant.EVERY_TYPE))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What is wrong with the first grant that names a type there is not.
     *
     * @param known all types there are
     */
    public static Optional<String> fault(List<Grant> grants, TypeNames known) {
        return grants.stream()
                .flatMap(grant -> named(List.of(grant)).stream()
                        .filter(word -> known.find(word).isEmpty())
                        .sorted()
                        .map(word -> sentence(grant, word, known)))
                .findFirst();
    }

    private static String sentence(Grant grant, String word, TypeNames known) {
        return "the grant '" + grant.text() + "' names '" + word + "', which is no type"
                + DidYouMean.of(word, known.names())
                        .map(meant -> ": did you mean '" + meant + "'?")
                        .orElse("; /v2-beta/schemas lists the types there are");
    }

    /** The same grants, with the types' names as the schemas spell them. */
    public static List<Grant> spelled(List<Grant> grants, TypeNames known) {
        return grants.stream()
                .map(grant -> new Grant(
                        grant.types().stream()
                                .map(word -> known.find(word).orElse(word))
                                .collect(Collectors.toSet()),
                        grant.verbs(),
                        grant.stacks()))
                .toList();
    }
}
