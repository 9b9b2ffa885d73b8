package io.drover.scheduler.environment;

import io.drover.model.environment.EnvironmentFacts;
import io.drover.model.environment.EnvironmentFacts.State;
import org.jspecify.annotations.Nullable;

/**
 * Whether to believe what identity-service says of an environment. Its database may have been restored, or be another one:
 *
 * <ol>
 *   <li>Of an environment that is not known, everything is believed: nothing of it is here yet.
 *   <li>A removal is final.
 *   <li>Another uuid under the same number is another environment: not believed.
 *   <li>A removal is believed of the generation of the database that is known, and of no other. Another generation becomes the
 *       known one by saying that the environment lives, which takes nothing away.
 * </ol>
 */
public sealed interface Hearing {
    /** Nothing new. */
    record Known() implements Hearing {}

    /** To be written down. */
    record News(String generation, EnvironmentFacts facts) implements Hearing {}

    /** @param reason for the log */
    record Doubtful(String reason) implements Hearing {}

    /** What was believed last. */
    record Belief(String generation, EnvironmentFacts facts) {}

    static Hearing of(@Nullable Belief known, String generation, EnvironmentFacts said) {
        if (known == null) {
            return new News(generation, said);
        }
        EnvironmentFacts before = known.facts();
        if (!before.uuid().equals(said.uuid())) {
            return new Doubtful("environment %s is %s here and %s at identity-service: was its database replaced?"
                    .formatted(said.id(), before.uuid(), said.uuid()));
        }
        if (before.state() == State.REMOVED) {
            return new Known();
        }
        boolean sameGeneration = known.generation().equals(generation);
        if (said.state() == State.REMOVED && !sameGeneration) {
            return new Doubtful(
                    "environment %s is said to be removed by the database '%s', which nothing is known of; what is in it stays"
                            .formatted(said.id(), generation));
        }
        return sameGeneration && before.equals(said) ? new Known() : new News(generation, said);
    }
}
