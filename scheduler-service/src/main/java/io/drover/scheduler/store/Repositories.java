package io.drover.scheduler.store;

/** The tables of this service. */
public record Repositories(
        HostRepository hosts,
        StackRepository stacks,
        ServiceRepository services,
        InstanceRepository instances,
        EnvironmentRepository environments,
        ServiceLogRepository serviceLogs) {}
