package io.drover.scheduler.reconcile;

import io.drover.model.environment.Quota;
import java.util.List;

/**
 * What a service's environment lets be made.
 *
 * @param forbidden sentences about privileges of the service that are not, or not any more, permitted: what runs stays, nothing
 *     new is made
 */
public record Limits(Quota quota, List<String> forbidden) {
    public static final Limits NONE = new Limits(Quota.UNLIMITED, List.of());

    public Limits {
        forbidden = List.copyOf(forbidden);
    }
}
