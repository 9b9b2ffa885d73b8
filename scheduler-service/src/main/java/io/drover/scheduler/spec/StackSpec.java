package io.drover.scheduler.spec;

import java.util.List;

/**
 * The outcome of reading compose files: what to create, and one sentence for each thing in the files that is not honoured.
 */
public record StackSpec(List<ServiceSpec> services, List<String> warnings) {
    public StackSpec {
        services = List.copyOf(services);
        warnings = List.copyOf(warnings);
    }

    /** The same with other services. */
    public StackSpec withServices(List<ServiceSpec> newServices) {
        return new StackSpec(newServices, warnings);
    }
}
