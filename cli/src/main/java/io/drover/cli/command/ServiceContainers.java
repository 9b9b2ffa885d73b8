package io.drover.cli.command;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import java.util.List;

/** The containers of a service. */
final class ServiceContainers {
    private ServiceContainers() {}

    static List<Resource> of(ApiClient api, Resource service) {
        return api.list(service.link("instances").orElse("services/" + service.id() + "/instances")).stream()
                .filter(container -> !container.isRemoved())
                .toList();
    }
}
