package io.drover.api.schema;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of types that have a policy row, as the schemas spell them: what a grant can name. Each service tells its own as
 * {@code GET /internal/types}.
 */
public record TypeNames(List<String> names) {
    public TypeNames {
        names = List.copyOf(names);
    }

    /** These and those. */
    public TypeNames and(TypeNames others) {
        return new TypeNames(
                Stream.concat(names.stream(), others.names.stream()).distinct().toList());
    }

    /** The schemas' own spelling of a name in any case; empty: there is no such type among these. */
    public Optional<String> find(String word) {
        return names.stream().filter(word::equalsIgnoreCase).findFirst();
    }

    public boolean know(Collection<String> words) {
        return words.stream().allMatch(word -> find(word).isPresent());
    }
}
