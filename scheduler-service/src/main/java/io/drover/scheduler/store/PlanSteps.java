package io.drover.scheduler.store;

import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.scheduler.reconcile.Action;
import io.drover.scheduler.reconcile.ServiceView;
import io.drover.scheduler.servicelog.InstanceStep;
import io.drover.scheduler.servicelog.InstanceStep.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The actions of a plan as the service's log tells them: what goes or is changed, then what is made. Pure. */
final class PlanSteps {
    private PlanSteps() {}

    /**
     * @param inserts the new instances, and {@code numbers} theirs
     * @param hosts names of hosts by id
     */
    static List<InstanceStep> of(
            List<Action> actions,
            ServiceView view,
            List<InstanceRow> inserts,
            InstanceRepository.Numbers numbers,
            Map<HostId, String> hosts) {
        Map<InstanceId, String> names = new HashMap<>();
        view.units().forEach(unit -> unit.instances().forEach(instance -> names.put(instance.id(), instance.name())));
        List<InstanceStep> steps = new ArrayList<>();
        for (Action action : actions) {
            switch (action) {
                case Action.RemoveInstance(InstanceId id, String reason) ->
                    steps.add(step(Kind.DELETE, id, names, reason));
                case Action.SetTarget(InstanceId id, Target target, String reason) ->
                    steps.add(step(target == Target.RUNNING ? Kind.START : Kind.STOP, id, names, reason));
                case Action.Restart(InstanceId id, long _, String reason) ->
                    steps.add(step(Kind.RESTART, id, names, reason));
                case Action.CreateUnit _, Action.CreateInstance _ -> {}
            }
        }
        for (InstanceRow row : inserts) {
            String where = hosts.getOrDefault(row.host(), row.host().toString());
            steps.add(new InstanceStep(
                    Kind.CREATE,
                    new InstanceId(numbers.of(row.uuid())),
                    "%s on %s".formatted(row.name(), where),
                    String.valueOf(row.targetReason())));
        }
        return steps;
    }

    private static InstanceStep step(Kind kind, InstanceId id, Map<InstanceId, String> names, String reason) {
        return new InstanceStep(kind, id, names.getOrDefault(id, id.toString()), reason);
    }
}
