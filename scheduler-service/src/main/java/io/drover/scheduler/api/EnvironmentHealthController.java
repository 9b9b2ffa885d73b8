package io.drover.scheduler.api;

import io.drover.api.ApiException;
import io.drover.model.environment.EnvironmentHealth;
import io.drover.model.environment.EnvironmentHealth.Answer;
import io.drover.model.environment.EnvironmentHealth.Question;
import io.drover.scheduler.reconcile.HealthState;
import io.drover.scheduler.store.EnvironmentHealthStore;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * What identity-service asks for the field {@code healthState} of environments. Guarded by the suite's secret, never routed by the
 * gateway. It decides nothing about who may know: identity-service asks for what its caller may see.
 */
@RestController
public final class EnvironmentHealthController {
    private final EnvironmentHealthStore health;

    public EnvironmentHealthController(EnvironmentHealthStore health) {
        this.health = health;
    }

    @PostMapping("/internal/environments/health")
    Mono<Answer> health(@RequestBody Question question) {
        int asked = question.environments().size();
        if (asked > EnvironmentHealth.MOST) {
            return Mono.error(new ApiException.BadRequest(
                    "InvalidFormat",
                    "field 'environments' has " + asked + " entries: " + EnvironmentHealth.MOST + " are possible"));
        }
        return health.of(question.environments()).map(EnvironmentHealthController::answer);
    }

    private static Answer answer(Map<Long, HealthState> states) {
        return new Answer(states.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().wire())));
    }
}
