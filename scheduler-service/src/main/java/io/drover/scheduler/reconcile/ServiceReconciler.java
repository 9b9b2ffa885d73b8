package io.drover.scheduler.reconcile;

import io.drover.model.link.DesiredInstance.Target;
import io.drover.scheduler.placement.HostSnapshot;
import io.drover.scheduler.reconcile.LiveUnit.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Decides what one service needs next. The policy in prose is docs/design/reconciliation.md; in short:
 *
 * <ol>
 *   <li>Units that cannot be right are removed: on a removed host, of a broken shape, a second one in a slot.
 *   <li>A removed service's instances are removed; an inactive service's are stopped and kept.
 *   <li>An active service gets as many units as it should have ({@code ScaledUnits}, {@code GlobalUnits}).
 *   <li>Units that lack a container get it on their host, with those that use its network or volumes.
 *   <li>Instances are meant to run. A container that exits is started again by its agent, not here.
 *   <li>Older revisions and restarts are worked off in batches ({@code RollingSteps}).
 * </ol>
 *
 * <p>Nothing here waits for another service: a link or {@code dependsOn} does not hold back instances, since a dependency
 * that never comes up would block the deploy for ever.
 *
 * <p>Same input, same answer; applying a plan and asking again gives {@link Plan#NOTHING} once the agents have done theirs.
 */
public final class ServiceReconciler {
    /** What holds a quota may be any service of the environment. */
    private static final Duration QUOTA_INTERVAL = Duration.ofSeconds(30);

    private final ServiceView view;
    private final Hosts hosts;
    private final Draft draft;
    private final LaunchConfigs configs;
    private final Instant now;

    private ServiceReconciler(
            ServiceView view, Collection<HostSnapshot> hosts, ReplacementBudget budget, Limits limits, Instant now) {
        this.view = view;
        this.hosts = new Hosts(hosts);
        this.draft = new Draft(view, this.hosts, budget, limits);
        this.configs = new LaunchConfigs(view.spec());
        this.now = now;
    }

    /**
     * One decision about one service.
     *
     * @param hosts all hosts of the environment that are not removed, in any order, with everything that is on them
     * @param limits of the environment: they hold for what is made, never for what is there
     */
    public static Reconciliation reconcile(
            ServiceView view, Collection<HostSnapshot> hosts, ReplacementBudget budget, Limits limits, Instant now) {
        return new ServiceReconciler(view, hosts, budget, limits, now).reconcile();
    }

    private Reconciliation reconcile() {
        List<LiveUnit> units = removeUnsound(new UnitClassifier(view, hosts).classify());
        List<LiveUnit> counted = switch (view.activity()) {
            case REMOVED -> removeAll(units);
            case INACTIVE -> stopAll(units);
            case ACTIVE -> activate(units);
        };
        if (draft.isHeldByQuota()) {
            draft.wakeAt(now.plus(QUOTA_INTERVAL));
        }
        return new Reconciliation(draft.plan(), new StatusSummary(view, hosts, draft, counted, expected()).status());
    }

    private int expected() {
        return view.spec().isGlobal()
                ? new GlobalUnits(view, hosts, draft).eligible().size()
                : view.spec().scale();
    }

    private List<LiveUnit> removeUnsound(List<LiveUnit> units) {
        for (LiveUnit unit : units) {
            String host = draft.hostName(unit.host());
            switch (unit.standing()) {
                case HOST_GONE -> draft.remove(unit, "host %s was removed".formatted(host));
                case MALFORMED -> draft.remove(unit, "the unit is damaged");
                case DUPLICATE -> draft.remove(unit, "slot %d is taken by an older unit".formatted(unit.index()));
                case CURRENT, SUPERSEDED, LOST, WAITS_FOR_HOST -> {}
            }
        }
        return units.stream()
                .filter(unit -> unit.live().stream().noneMatch(draft::removes))
                .toList();
    }

    private List<LiveUnit> removeAll(List<LiveUnit> units) {
        units.forEach(unit -> draft.remove(unit, "the service is removed"));
        return List.of();
    }

    private List<LiveUnit> stopAll(List<LiveUnit> units) {
        for (LiveUnit unit : units) {
            unit.live().forEach(instance -> draft.target(instance, Target.STOPPED, "the service is inactive"));
        }
        return units;
    }

    private List<LiveUnit> activate(List<LiveUnit> units) {
        int before = draft.createdUnits();
        List<LiveUnit> counted = view.spec().isGlobal()
                ? new GlobalUnits(view, hosts, draft).plan(units)
                : new ScaledUnits(view, hosts, draft).plan(units);
        counted.forEach(this::complete);
        counted.forEach(this::run);
        boolean whole = draft.createdUnits() == before
                && counted.size() == expected()
                && counted.stream().noneMatch(unit -> unit.standing() == Standing.LOST);
        new RollingSteps(view, draft, now).plan(counted, whole);
        return counted;
    }

    /** A superseded unit is replaced as a whole, one on a lost host is out of reach: neither is completed. */
    private void complete(LiveUnit unit) {
        if (unit.standing() != Standing.CURRENT) {
            return;
        }
        Set<String> missing = configs.missing(unit.live());
        for (InstanceView instance : unit.live()) {
            if (missing.contains(instance.launchConfig())) {
                draft.remove(instance, "it uses a container of its unit that is created anew");
            } else if (!configs.names().contains(instance.launchConfig())) {
                draft.remove(instance, "the service has no launch config '%s'".formatted(instance.launchConfig()));
            }
        }
        if (!missing.isEmpty()) {
            draft.complete(unit, missing, "the unit lacks it");
        }
    }

    private void run(LiveUnit unit) {
        for (InstanceView instance : unit.live()) {
            if (!draft.removes(instance) && !configs.hasHadItsStart(instance)) {
                draft.target(instance, Target.RUNNING, "the service is active");
            }
        }
    }
}
