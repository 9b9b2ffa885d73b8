package io.drover.scheduler.placement;

/**
 * An affinity rule of a container (spec: orchestration, 3.2-3.3). Keys and values are lower case: all comparisons ignore
 * case.
 */
public sealed interface PlacementRule {
    /** Must (hard) or should (soft). */
    boolean soft();

    /** True: the host must not, or should not, match. */
    boolean negated();

    /** The host has the label. */
    record HostLabel(String key, String value, boolean soft, boolean negated) implements PlacementRule {}

    /** A container on the host, of another unit, has the label. */
    record ContainerLabel(String key, String value, boolean soft, boolean negated) implements PlacementRule {}

    /** A container on the host, of another unit, has that name or uuid. */
    record ContainerName(String nameOrUuid, boolean soft, boolean negated) implements PlacementRule {}
}
