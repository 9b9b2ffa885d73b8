package io.drover.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.ApiException;
import io.drover.identity.oauth.TokenScope.Limited;
import io.drover.identity.oauth.TokenScope.Reading;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TokenScopeTest {
    record Understood(String name, Set<String> words, TokenScope expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Understood> UNDERSTOOD = List.of(
            new Understood("nothing", Set.of(), TokenScope.WHOLE),
            new Understood("reading", Set.of("read"), new TokenScope(null, null, true)),
            new Understood("environment", Set.of("environment:1a5"), new TokenScope(new EnvironmentId(5), null, false)),
            new Understood("role", Set.of("role:restricted"), new TokenScope(null, Role.RESTRICTED, false)),
            new Understood(
                    "the weakest role",
                    Set.of("role:owner", "role:readonly"),
                    new TokenScope(null, Role.READONLY, false)),
            new Understood(
                    "all",
                    Set.of("environment:1a5", "role:member", "read"),
                    new TokenScope(new EnvironmentId(5), Role.MEMBER, true)));

    @ParameterizedTest
    @FieldSource("UNDERSTOOD")
    void wordsNarrow(Understood row) {
        assertThat(TokenScope.read(row.words())).isEqualTo(new Reading.Understood(row.expected()));
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void otherWordsAreRefused(Set<String> words) {
        assertThat(TokenScope.read(words)).isInstanceOf(Reading.Refused.class);
    }

    static final List<Set<String>> REFUSED = List.of(
            Set.of("openid"),
            Set.of("READ"),
            Set.of("role:admin"),
            Set.of("role:"),
            Set.of("environment:5"),
            Set.of("environment:"),
            Set.of("environment:1a5", "environment:1a6"),
            Set.of("read", "write"));

    record Limit(@Nullable Role most, Role actual, Role expected, boolean readOnly) {}

    static final List<Limit> LIMITS = List.of(
            new Limit(null, Role.ADMIN, Role.ADMIN, false),
            new Limit(null, Role.PROJECT, Role.PROJECT, false),
            new Limit(Role.OWNER, Role.ADMIN, Role.USER, true),
            new Limit(Role.READONLY, Role.USER, Role.USER, true),
            new Limit(Role.MEMBER, Role.OWNER, Role.MEMBER, false),
            new Limit(Role.OWNER, Role.READONLY, Role.READONLY, false),
            new Limit(Role.MEMBER, Role.PROJECT, Role.PROJECT, false),
            new Limit(Role.RESTRICTED, Role.PROJECT, Role.RESTRICTED, false),
            new Limit(Role.READONLY, Role.SERVICE, Role.READONLY, false),
            new Limit(Role.OWNER, Role.AGENT, Role.AGENT, false));

    @ParameterizedTest
    @FieldSource("LIMITS")
    void aRoleIsAtMost(Limit row) {
        assertThat(new TokenScope(null, row.most(), false).limit(row.actual()))
                .isEqualTo(new Limited(row.expected(), row.readOnly()));
    }

    @Property
    void whateverSomebodyAsksForIsAnsweredInWordsThatFitIntoAHeader(@ForAll String word) {
        String reason = switch (TokenScope.read(Set.of(word))) {
            case Reading.Understood _ -> "";
            case Reading.Refused(String sentence) -> sentence;
        };
        assertThat(reason).matches("[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]*");
    }

    @Test
    void aTokenWhoseWordsNobodyKnowsIsWorthNothing() {
        assertThatThrownBy(() -> TokenScope.of(Set.of("write")))
                .isInstanceOf(ApiException.Unauthorized.class)
                .hasMessageContaining("write");
    }

    @Test
    void whoConsentsIsToldWhatToExpect() {
        assertThat(TokenScope.WHOLE.sentences("jo", null))
                .anyMatch(sentence -> sentence.contains("whatever else jo may do"));
        assertThat(new TokenScope(new EnvironmentId(5), Role.READONLY, true).sentences("jo", "shop"))
                .containsExactly(
                        "in the environment shop (1a5) only",
                        "at most with the role 'readonly'",
                        "only read, and change nothing");
    }
}
