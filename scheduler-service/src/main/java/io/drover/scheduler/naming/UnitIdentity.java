package io.drover.scheduler.naming;

import io.drover.model.HostId;
import org.jspecify.annotations.Nullable;

/**
 * What tells the containers of one unit from all others.
 *
 * @param unitUuid value of the deployment unit's label
 * @param index the slot, from 1
 * @param requestedHost the host of a global service's unit, else null
 */
public record UnitIdentity(
        String stackName,
        String serviceName,
        String environmentUuid,
        String unitUuid,
        int index,
        @Nullable HostId requestedHost) {

    /** {@code shop-web-3}, or {@code shop-web-logger-3} for a sidekick; all of a unit share the number. */
    public String containerName(String launchConfig) {
        return prefix(launchConfig) + "-" + index;
    }

    String prefix(String launchConfig) {
        String service = stackName + "-" + serviceName;
        return launchConfig.isEmpty() ? service : service + "-" + launchConfig;
    }

    /** {@code shop/web}, or {@code shop/web/logger} for a sidekick. */
    String qualifiedName(String launchConfig) {
        String service = stackName + "/" + serviceName;
        return launchConfig.isEmpty() ? service : service + "/" + launchConfig;
    }
}
