package io.drover.agent.reconcile;

import io.drover.agent.engine.EngineClient.Creation;
import java.util.List;

/**
 * One step at the engine. Applying it twice is harmless: the engine answers that it is so already.
 *
 * <p>{@code reason} is for the log.
 */
public sealed interface Action {
    String reason();

    /** True for what a frozen host must not do. */
    default boolean takesAway() {
        return switch (this) {
            case Pull _, Create _, Start _ -> false;
            case Stop _, Remove _ -> true;
        };
    }

    /** @param waiting uuids of the instances that need the image */
    record Pull(String image, List<String> waiting, String reason) implements Action {
        public Pull {
            waiting = List.copyOf(waiting);
        }
    }

    record Create(Creation creation, String reason) implements Action {}

    /** @param startGeneration the user's restart this start answers to */
    record Start(String uuid, String container, long startGeneration, String reason) implements Action {}

    record Stop(String uuid, String container, int timeoutSeconds, String reason) implements Action {}

    record Remove(String uuid, String container, String reason) implements Action {}
}
