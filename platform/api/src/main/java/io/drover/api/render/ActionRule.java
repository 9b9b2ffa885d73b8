package io.drover.api.render;

import io.drover.api.schema.ResourceType;
import io.drover.api.security.Rights;

/**
 * Narrows the policy's table, action by action, by what may change while the service runs: a setting that names roles. Asked each
 * time a schema is shown; never widens the table.
 */
@FunctionalInterface
public interface ActionRule {
    boolean allows(ResourceType type, Rights rights, String action);
}
