package io.drover.identity.oauth;

import io.drover.api.ApiException;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import io.drover.model.WireId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the scopes of a token narrow it to. Scopes only ever take away: a token without any may do what its account may.
 *
 * <ol>
 *   <li>{@code environment:1a5}: that environment only, and it is chosen when the request names none.
 *   <li>{@code role:readonly}, {@code restricted}, {@code member}, {@code owner}: at most that role in an environment, and never
 *       more than the account has there. Of several the weakest counts. Outside environments such a token reads only, as a user.
 *   <li>{@code read}: nothing is changed.
 * </ol>
 *
 * @param environment null: any that the account can reach
 * @param role null: whatever the account has
 */
public record TokenScope(
        @Nullable EnvironmentId environment, @Nullable Role role, boolean readOnly) {
    public static final TokenScope WHOLE = new TokenScope(null, null, false);

    private static final String ENVIRONMENT = "environment:";
    private static final String ROLE = "role:";
    private static final String READ = "read";
    private static final List<Role> WEAKEST_FIRST = List.of(Role.READONLY, Role.RESTRICTED, Role.MEMBER, Role.OWNER);

    /** What became of the words. */
    public sealed interface Reading {
        record Understood(TokenScope scope) implements Reading {}

        /** @param reason a sentence that names the word */
        record Refused(String reason) implements Reading {}
    }

    /** In the environment of a request: the role that is left. */
    public record Limited(Role role, boolean readOnly) {}

    /** @param words scopes as the protocol writes them */
    public static Reading read(Collection<String> words) {
        TokenScope scope = WHOLE;
        for (String word : new TreeSet<>(words)) {
            TokenScope one = one(word);
            if (one == null) {
                return new Reading.Refused(
                        "the scope '" + printable(word)
                                + "' is not known: there are environment:<id>, role:<readonly|restricted|member|owner>, and read");
            }
            if (scope.environment != null && one.environment != null) {
                return new Reading.Refused("a token is for one environment at most: ask for one of " + scope.environment
                        + " and " + one.environment);
            }
            scope = scope.and(one);
        }
        return new Reading.Understood(scope);
    }

    /** What the words of a stored grant narrow to; 401 if some are not understood any more. */
    public static TokenScope of(Collection<String> words) {
        return switch (read(words)) {
            case Reading.Understood(TokenScope scope) -> scope;
            case Reading.Refused refused ->
                throw new ApiException.Unauthorized("this token is worth nothing any more: " + refused.reason());
        };
    }

    private static @Nullable TokenScope one(String word) {
        if (word.equals(READ)) {
            return new TokenScope(null, null, true);
        }
        if (word.startsWith(ENVIRONMENT)) {
            OptionalLong number = WireId.parse(word.substring(ENVIRONMENT.length()));
            return number.isEmpty() ? null : new TokenScope(new EnvironmentId(number.getAsLong()), null, false);
        }
        return word.startsWith(ROLE)
                ? Role.of(word.substring(ROLE.length()))
                        .filter(WEAKEST_FIRST::contains)
                        .map(role -> new TokenScope(null, role, false))
                        .orElse(null)
                : null;
    }

    private TokenScope and(TokenScope other) {
        return new TokenScope(
                environment == null ? other.environment : environment,
                weaker(role, other.role),
                readOnly || other.readOnly);
    }

    private static @Nullable Role weaker(@Nullable Role one, @Nullable Role other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return WEAKEST_FIRST.indexOf(one) <= WEAKEST_FIRST.indexOf(other) ? one : other;
    }

    /**
     * What is left of a role.
     *
     * @param actual what the account is to the environment of the request, or outside of all
     */
    public Limited limit(Role actual) {
        Role most = role;
        if (most == null) {
            return new Limited(actual, readOnly);
        }
        return switch (actual) {
            case ADMIN, USER -> new Limited(Role.USER, true);
            case OWNER, MEMBER, RESTRICTED, READONLY, PROJECT ->
                new Limited(rank(actual) <= WEAKEST_FIRST.indexOf(most) ? actual : most, readOnly);
            case SERVICE -> new Limited(most, readOnly);
            case AGENT, REGISTER -> new Limited(actual, readOnly);
        };
    }

    /** An environment's key has a member's rights. */
    private static int rank(Role role) {
        return WEAKEST_FIRST.indexOf(role == Role.PROJECT ? Role.MEMBER : role);
    }

    /**
     * What a person who is asked for consent should know, one sentence each.
     *
     * @param name of the environment; null: it is for none, or they do not get to know what it is called
     */
    public List<String> sentences(String account, @Nullable String name) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                environment == null
                        ? "in every environment that " + account + " can reach"
                        : "in the environment " + (name == null ? environment : name + " (" + environment + ")")
                                + " only");
        if (role != null) {
            sentences.add("at most with the role '" + role.wire() + "'");
        }
        sentences.add(readOnly ? "only read, and change nothing" : "read and change what the role allows");
        if (equals(WHOLE)) {
            sentences.add("also make keys, and whatever else " + account + " may do");
        }
        return sentences;
    }

    private static String printable(String word) {
        String shown = word.length() > 64 ? word.substring(0, 64) + "..." : word;
        return shown.replaceAll("[^\\x21\\x23-\\x5b\\x5d-\\x7e]", "?");
    }
}
