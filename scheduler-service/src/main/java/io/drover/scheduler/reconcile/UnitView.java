package io.drover.scheduler.reconcile;

import java.util.List;

/**
 * A deployment unit: one primary container and one per sidekick, always on one host (spec: orchestration, 2.1). It exists
 * as long as one of its instances does; there is no row for it.
 *
 * @param uuid value of the label {@code io.rancher.service.deployment.unit}
 * @param index the slot: the number in the containers' names, from 1
 * @param instances those that are being removed too, until their host reported them gone
 */
public record UnitView(String uuid, int index, List<InstanceView> instances) {
    public UnitView {
        instances = List.copyOf(instances);
    }
}
