package io.drover.scheduler.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.model.environment.EnvironmentFacts.State;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.drover.scheduler.environment.Hearing.Belief;
import io.drover.scheduler.environment.Hearing.Doubtful;
import io.drover.scheduler.environment.Hearing.Known;
import io.drover.scheduler.environment.Hearing.News;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HearingTest {
    private static final EnvironmentFacts LIVES = facts("u1", State.ACTIVE, Quota.UNLIMITED);
    private static final EnvironmentFacts GONE = facts("u1", State.REMOVED, Quota.UNLIMITED);
    private static final EnvironmentFacts LIMITED =
            facts("u1", State.ACTIVE, Quota.of(Map.of(Quota.Item.CONTAINERS, 3L)));

    record Case(
            String sentence,
            @Nullable Belief known,
            String generation,
            EnvironmentFacts said,
            Class<? extends Hearing> expected) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("the first word is believed", null, "g1", LIVES, News.class),
            new Case("so is a removal of what is not known", null, "g1", GONE, News.class),
            new Case("the same again is known", new Belief("g1", LIVES), "g1", LIVES, Known.class),
            new Case("other limits are news", new Belief("g1", LIVES), "g1", LIMITED, News.class),
            new Case("a removal is news", new Belief("g1", LIVES), "g1", GONE, News.class),
            new Case("a removal is final", new Belief("g1", GONE), "g1", LIVES, Known.class),
            new Case("another database's removal is doubtful", new Belief("g1", LIVES), "g2", GONE, Doubtful.class),
            new Case("another database may say that it lives", new Belief("g1", LIVES), "g2", LIVES, News.class),
            new Case("and then its removals count", new Belief("g2", LIVES), "g2", GONE, News.class),
            new Case(
                    "another environment under the same number is doubtful",
                    new Belief("g1", LIVES),
                    "g1",
                    facts("u2", State.REMOVED, Quota.UNLIMITED),
                    Doubtful.class));

    @ParameterizedTest
    @FieldSource("CASES")
    void believesWhatTakesNothingAwayAndDoubtsTheRest(Case one) {
        assertThat(Hearing.of(one.known, one.generation, one.said)).isInstanceOf(one.expected);
    }

    private static EnvironmentFacts facts(String uuid, State state, Quota quota) {
        return new EnvironmentFacts(
                new EnvironmentId(7), uuid, "team", state, quota, PrivilegePolicy.RESTRICTED, null, List.of());
    }
}
