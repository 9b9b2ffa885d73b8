package io.drover.scheduler.naming;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which names users may give to stacks (spec: orchestration, 0.4); services and sidekicks: {@code launch.Names}. */
public final class NameRules {
    private static final int MAX_LENGTH = 63;

    /** @param code the wire's error code; the field is always {@code name} */
    public record Problem(String code, String message) {}

    private NameRules() {}

    /** Letters, digits and hyphens, 1 to 63 of them, no hyphen at either end. */
    public static Optional<Problem> stack(@Nullable String name) {
        return check("stack", name);
    }

    private static Optional<Problem> check(String kind, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.of(new Problem("MissingRequired", "a %s needs a name".formatted(kind)));
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of(new Problem(
                    "MaxLengthExceeded",
                    "%s name '%s' has %d characters; accepted: up to %d"
                            .formatted(kind, name, name.length(), MAX_LENGTH)));
        }
        boolean characters = name.chars().allMatch(NameRules::isAccepted);
        boolean hyphens = name.startsWith("-") || name.endsWith("-");
        return characters && !hyphens
                ? Optional.empty()
                : Optional.of(new Problem(
                        "InvalidCharacters",
                        "%s name '%s' is not accepted: use letters, digits and hyphens, no hyphen at the start or end"
                                .formatted(kind, name)));
    }

    private static boolean isAccepted(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '-';
    }
}
