package io.drover.scheduler.spec;

import java.util.List;

/**
 * The outcome of reading compose files: what to create, and one sentence for each thing in the files that is not honoured.
 *
 * @param asks privileges that keys ask for which are not honoured: what is written in a file must be permitted, whether this
 *     release acts on it or not. What honoured keys ask for is in the services
 */
public record StackSpec(List<ServiceSpec> services, List<String> warnings, List<Ask> asks) {
    public StackSpec {
        services = List.copyOf(services);
        warnings = List.copyOf(warnings);
        asks = List.copyOf(asks);
    }

    /** Nothing but what the services say. */
    public StackSpec(List<ServiceSpec> services, List<String> warnings) {
        this(services, warnings, List.of());
    }

    /** The same with other services. */
    public StackSpec withServices(List<ServiceSpec> newServices) {
        return new StackSpec(newServices, warnings, asks);
    }
}
