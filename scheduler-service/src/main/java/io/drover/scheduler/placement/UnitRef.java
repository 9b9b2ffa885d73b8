package io.drover.scheduler.placement;

import io.drover.model.ServiceId;
import org.jspecify.annotations.Nullable;

/**
 * The unit a container belongs to: containers of one unit share a host and never conflict with each other's rules.
 *
 * @param service null for standalone containers
 * @param uuid identity of the unit; a unit that is only being placed may use any name that no other unit has
 */
public record UnitRef(@Nullable ServiceId service, String uuid) {}
