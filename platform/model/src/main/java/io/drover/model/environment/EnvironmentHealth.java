package io.drover.model.environment;

import java.util.List;
import java.util.Map;

/** How well what is in environments is: {@code POST /internal/environments/health} of scheduler-service. */
public final class EnvironmentHealth {
    /** Environments of one question. */
    public static final int MOST = 3000;

    private EnvironmentHealth() {}

    /** @param environments numbers, {@link #MOST} at most */
    public record Question(List<Long> environments) {
        public Question {
            environments = environments == null ? List.of() : List.copyOf(environments);
        }
    }

    /** @param health by number, for every environment that was asked for: the wire's word, e.g. {@code started-once} */
    public record Answer(Map<Long, String> health) {
        public Answer {
            health = health == null ? Map.of() : Map.copyOf(health);
        }
    }
}
