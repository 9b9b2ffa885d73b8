package io.drover.scheduler.api;

import io.drover.api.resource.Resource;
import io.drover.model.ServiceId;
import io.drover.scheduler.reconcile.HealthState;
import io.drover.scheduler.reconcile.StackWireState;
import io.drover.scheduler.store.ServiceRow;
import io.drover.scheduler.store.StackRow;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stacks as clients see them (spec: orchestration, 1.1). */
final class StackResources {
    private StackResources() {}

    /** @param services of this stack, not gone */
    static Resource of(StackRow row, List<ServiceRow> services) {
        List<StackWireState.Member> members = services.stream()
                .map(service -> new StackWireState.Member(
                        service.name(),
                        service.activity(),
                        service.status().conclusion().health()))
                .toList();
        Map<String, @Nullable Object> fields =
                ResourceFields.common("stack", row.tenant().id(), row.uuid(), row.created(), row.removed());
        fields.put("name", row.name());
        fields.put("description", row.description());
        fields.put("dockerCompose", row.dockerCompose());
        fields.put("rancherCompose", row.rancherCompose());
        fields.put("environment", row.answers());
        fields.put("warnings", warnings(row, services));
        fields.put("externalId", row.externalId());
        fields.put("group", row.group());
        fields.put("startOnCreate", row.startOnCreate());
        fields.put("system", row.system());
        fields.put("healthState", StackWireState.health(members).wire());
        fields.put(
                "serviceIds",
                services.stream().map(ServiceRow::id).map(ServiceId::toString).toList());
        // A stack whose last service is gone is removed in a moment: until then it says removing.
        List<StackWireState.Member> seen = row.removed() == null && members.isEmpty()
                ? List.of(new StackWireState.Member("", row.activity(), HealthState.HEALTHY))
                : members;
        ResourceFields.state(fields, StackWireState.of(row.activity(), seen), row.removed());
        return new Resource("stack", row.id().toString(), fields);
    }

    /** What the files say that is not honoured, and what the environment would not let be made any more. */
    private static List<String> warnings(StackRow row, List<ServiceRow> services) {
        Stream<String> forbidden = services.stream()
                .flatMap(service ->
                        Stream.ofNullable(service.status().conclusion().forbidden()))
                .map("what runs stays, and nothing new is made: %s"::formatted);
        return Stream.concat(forbidden, row.warnings().stream()).toList();
    }
}
