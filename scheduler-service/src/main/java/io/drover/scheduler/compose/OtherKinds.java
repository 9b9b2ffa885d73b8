package io.drover.scheduler.compose;

import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import org.jspecify.annotations.Nullable;

/** Entries under {@code services} that are something else in the reference (spec: orchestration, 7.2). */
final class OtherKinds {
    private OtherKinds() {}

    /** What the entry is and why nothing is created; null for a service of containers. */
    static @Nullable String reasonNotCreated(Mapping service) {
        String image =
                service.get("image") instanceof Scalar scalar ? scalar.text().replaceFirst(":.*", "") : "";
        String kind = switch (image) {
            case "rancher/external-service" -> "an external service";
            case "rancher/load-balancer-service", "rancher/lb-service-haproxy" -> "a load balancer";
            case "rancher/dns-service" -> "a service alias";
            case "rancher/none" -> "a service without containers";
            default -> kindByKeys(service, image.isEmpty());
        };
        return kind == null ? null : "not created: it is %s, which comes in a later release".formatted(kind);
    }

    private static @Nullable String kindByKeys(Mapping service, boolean withoutImage) {
        if (service.get("network_driver") != null || service.get("storage_driver") != null) {
            return "a driver";
        }
        if (service.get("type") instanceof Scalar scalar && scalar.text().equals("virtualMachine")) {
            return "a virtual machine";
        }
        if (withoutImage && service.get("lb_config") != null) {
            return "a load balancer";
        }
        return withoutImage && service.get("external_ips") != null ? "an external service" : null;
    }
}
