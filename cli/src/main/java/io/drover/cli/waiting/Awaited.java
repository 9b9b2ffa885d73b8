package io.drover.cli.waiting;

import io.drover.cli.api.Resource;

/**
 * One thing that is waited for.
 *
 * @param label what the user calls it: {@code service web}
 * @param resource as last seen
 */
public record Awaited(String label, Resource resource, Goal goal) {}
