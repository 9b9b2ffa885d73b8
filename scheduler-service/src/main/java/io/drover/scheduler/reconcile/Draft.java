package io.drover.scheduler.reconcile;

import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.scheduler.naming.UnitContainers;
import io.drover.scheduler.naming.UnitContainers.UnitContainer;
import io.drover.scheduler.naming.UnitIdentity;
import io.drover.scheduler.placement.Demand;
import io.drover.scheduler.placement.PlacementDecision;
import io.drover.scheduler.placement.PlacementDecision.Placed;
import io.drover.scheduler.placement.PlacementDecision.Unplaceable;
import io.drover.scheduler.placement.PlacementPass;
import io.drover.scheduler.placement.PlacementRequest;
import io.drover.scheduler.placement.PlacementRequest.Member;
import io.drover.scheduler.placement.UnitRef;
import io.drover.scheduler.quota.QuotaRoom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plan while it is being decided. It keeps the placement pass, the create index and the budget in step with the actions
 * so far; nobody sees it but the decision that made it.
 */
final class Draft {
    /** @param error waiting alone will not help */
    record Refusal(String sentence, boolean error) {}

    private final ServiceView view;
    private final Hosts hosts;
    private final PlacementPass pass;
    private final Limits limits;
    private final QuotaRoom room;
    private final List<Action> actions = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Set<InstanceId> removed = new HashSet<>();
    private ReplacementBudget budget;
    private long nextCreateIndex;
    private int replaced;
    private int createdUnits;
    private boolean heldByQuota;
    private @Nullable Instant wakeAt;

    Draft(ServiceView view, Hosts hosts, ReplacementBudget budget, Limits limits) {
        this.view = view;
        this.hosts = hosts;
        this.pass = PlacementPass.over(hosts.all());
        this.limits = limits;
        this.room = new QuotaRoom(limits.quota(), hosts.all());
        this.budget = budget;
        this.nextCreateIndex = view.nextCreateIndex();
    }

    Plan plan() {
        return new Plan(
                actions,
                refusals.stream().map(Refusal::sentence).distinct().toList(),
                replaced,
                Optional.ofNullable(wakeAt));
    }

    List<Refusal> refusals() {
        return refusals;
    }

    int createdUnits() {
        return createdUnits;
    }

    boolean isQuiet() {
        return actions.isEmpty() && refusals.isEmpty() && wakeAt == null;
    }

    boolean removes(InstanceView instance) {
        return removed.contains(instance.id());
    }

    void refuse(String sentence, boolean error) {
        refusals.add(new Refusal(sentence, error));
    }

    void wakeAt(Instant when) {
        wakeAt = wakeAt == null || when.isBefore(wakeAt) ? when : wakeAt;
    }

    void remove(InstanceView instance, String reason) {
        if (removed.add(instance.id())) {
            actions.add(new Action.RemoveInstance(instance.id(), reason));
            pass.leave(instance.host(), instance.uuid());
            room.release(instance.uuid());
        }
    }

    void remove(LiveUnit unit, String reason) {
        unit.live().forEach(instance -> remove(instance, reason));
    }

    void target(InstanceView instance, Target target, String reason) {
        if (instance.desired().target() != target) {
            actions.add(new Action.SetTarget(instance.id(), target, reason));
        }
    }

    void restart(InstanceView instance, String reason) {
        actions.add(new Action.Restart(instance.id(), view.restart().startGeneration(), reason));
    }

    /** True if the budget lets that unit be replaced now; otherwise the plan wakes when it is renewed. */
    boolean mayReplace(LiveUnit unit) {
        if (budget.allows(unit.live().size())) {
            return true;
        }
        wakeAt(budget.renewsAt());
        return false;
    }

    void countReplaced(LiveUnit unit) {
        budget = budget.use(unit.live().size());
        replaced += unit.live().size();
    }

    /** Chooses a host for a new unit in that slot and takes what it needs there. */
    PlacementDecision place(int index, @Nullable HostId requestedHost) {
        return taking(request(index, requestedHost), pass::place);
    }

    /** Limits are asked before hosts are, and know of what was taken after. */
    private PlacementDecision taking(PlacementRequest request, Function<PlacementRequest, PlacementDecision> placing) {
        Unplaceable withheld = withheld(request, Set.of());
        PlacementDecision decision = withheld == null ? placing.apply(request) : withheld;
        if (decision instanceof Placed) {
            room.take(demands(request));
        }
        return decision;
    }

    private @Nullable Unplaceable withheld(PlacementRequest request, Set<String> without) {
        if (isForbidden()) {
            return Unplaceable.withheld(limits.forbidden().getFirst());
        }
        Unplaceable refusal = room.excess(demands(request), without)
                .map(excess -> Unplaceable.withheld(excess.sentence()))
                .orElse(null);
        heldByQuota |= refusal != null;
        return refusal;
    }

    private static List<Demand> demands(PlacementRequest request) {
        return request.members().stream().map(Member::demand).toList();
    }

    /** The service asks for what its environment does not, or not any more, permit: nothing new is made. */
    boolean isForbidden() {
        return !limits.forbidden().isEmpty();
    }

    @Nullable
    String forbidden() {
        return isForbidden() ? limits.forbidden().getFirst() : null;
    }

    /** Something was not made because of the quota: nobody says when others have left enough of it. */
    boolean isHeldByQuota() {
        return heldByQuota;
    }

    /** Would a new unit in that slot fit if the old one were gone? */
    PlacementDecision preview(int index, @Nullable HostId requestedHost, LiveUnit old) {
        Set<String> uuids = old.live().stream().map(InstanceView::uuid).collect(Collectors.toSet());
        PlacementRequest request = request(index, requestedHost);
        Unplaceable withheld = withheld(request, uuids);
        return withheld == null ? pass.preview(request, uuids) : withheld;
    }

    /** Writes down a unit that was placed. */
    void create(int index, Placed placed, String reason) {
        Map<String, String> addresses = new HashMap<>();
        for (UnitContainer container : UnitContainers.of(identity(index, null), view.spec())) {
            String address = placed.bindAddresses().get(container.name());
            if (address != null) {
                addresses.put(container.launchConfig().name(), address);
            }
        }
        actions.add(new Action.CreateUnit(
                index,
                nextCreateIndex,
                placed.host(),
                addresses,
                view.revision(),
                view.restart().startGeneration(),
                reason));
        nextCreateIndex += view.spec().launchConfigs().size();
        createdUnits++;
    }

    /** Creates what a unit lacks on the unit's own host. */
    void complete(LiveUnit unit, Collection<String> missing, String reason) {
        List<UnitContainer> containers = UnitContainers.of(identity(unit.index(), null), view.spec()).stream()
                .filter(container -> missing.contains(container.launchConfig().name()))
                .toList();
        var ref = new UnitRef(view.identity().id(), unit.unit().uuid());
        PlacementDecision decision = taking(
                new PlacementRequest(ref, members(containers), null),
                request -> pass.placeBeside(request, unit.host()));
        switch (decision) {
            case Unplaceable no -> refuse(no.message(), !no.waiting());
            case Placed placed -> {
                for (UnitContainer container : containers) {
                    actions.add(new Action.CreateInstance(
                            unit.unit().uuid(),
                            container.launchConfig().name(),
                            unit.index(),
                            nextCreateIndex++,
                            unit.host(),
                            placed.bindAddresses().get(container.name()),
                            view.revision(),
                            view.restart().startGeneration(),
                            reason));
                }
            }
        }
    }

    private PlacementRequest request(int index, @Nullable HostId requestedHost) {
        var ref = new UnitRef(view.identity().id(), "new:" + view.identity().id() + ":" + index);
        return new PlacementRequest(
                ref, members(UnitContainers.of(identity(index, requestedHost), view.spec())), requestedHost);
    }

    private static List<Member> members(List<UnitContainer> containers) {
        return containers.stream()
                .map(container -> Member.of(container.name(), container.container()))
                .toList();
    }

    private UnitIdentity identity(int index, @Nullable HostId requestedHost) {
        return new UnitIdentity(
                view.identity().stackName(),
                view.spec().name(),
                view.identity().environmentUuid(),
                "",
                index,
                requestedHost);
    }

    String hostName(HostId host) {
        return hosts.name(host);
    }
}
