package io.drover.scheduler.simulation;

import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.placement.Demand;
import io.drover.scheduler.placement.HostSnapshot;
import io.drover.scheduler.placement.HostSnapshot.Capacity;
import io.drover.scheduler.placement.HostSnapshot.Condition;
import io.drover.scheduler.placement.HostedContainer;
import io.drover.scheduler.placement.HostedContainer.Presence;
import io.drover.scheduler.placement.Liveness;
import io.drover.scheduler.placement.UnitRef;
import io.drover.scheduler.reconcile.Action;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.InstanceView;
import io.drover.scheduler.reconcile.InstanceView.Desired;
import io.drover.scheduler.reconcile.InstanceView.Observation;
import io.drover.scheduler.reconcile.Limits;
import io.drover.scheduler.reconcile.Plan;
import io.drover.scheduler.reconcile.Reconciliation;
import io.drover.scheduler.reconcile.ReplacementBudget;
import io.drover.scheduler.reconcile.ServiceReconciler;
import io.drover.scheduler.reconcile.ServiceStatus;
import io.drover.scheduler.reconcile.ServiceView;
import io.drover.scheduler.reconcile.ServiceView.Identity;
import io.drover.scheduler.reconcile.ServiceView.Restart;
import io.drover.scheduler.reconcile.UnitView;
import io.drover.scheduler.simulation.SimulatedHost.Report;
import io.drover.scheduler.simulation.SimulatedHost.Wanted;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The server: rows in memory, the real reconciler, documents to hosts. Written as the store does it, without the waiting. */
final class SimulatedServer {
    static final Duration GRACE = Duration.ofSeconds(20);

    /** What never changes about an instance. */
    record Birth(String unit, int index, String launchConfig, HostId host, long revision, long createIndex) {}

    /** A row of the instance table. */
    static final class Row {
        final InstanceId id;
        final Service service;
        final Birth birth;
        Target target = Target.RUNNING;
        long startGeneration;
        Instant since;

        @Nullable
        Observation observed;

        Row(InstanceId id, Service service, Birth birth, long startGeneration, Instant since) {
            this.id = id;
            this.service = service;
            this.birth = birth;
            this.startGeneration = startGeneration;
            this.since = since;
        }

        boolean isLive() {
            return target != Target.REMOVED;
        }

        String uuid() {
            return "uuid-" + id.value();
        }

        String name() {
            return "shop-" + service.name + (birth.launchConfig().isEmpty() ? "-" : "-" + birth.launchConfig() + "-")
                    + birth.index();
        }

        InstanceView view() {
            return new InstanceView(
                    id,
                    uuid(),
                    name(),
                    birth.launchConfig(),
                    birth.revision(),
                    birth.createIndex(),
                    birth.host(),
                    new Desired(target, startGeneration, since),
                    observed);
        }
    }

    /** A row of the service table. */
    static final class Service {
        final ServiceId id;
        final String name;
        int scale;
        LaunchConfig primary;
        final List<LaunchConfig> sidekicks;
        long revision = 1;
        long nextCreateIndex = 1;
        boolean startable = true;
        Activity activity = Activity.ACTIVE;
        Restart restart = Restart.NEVER;

        @Nullable
        ServiceStatus status;

        Service(ServiceId id, String name, int scale, LaunchConfig primary, List<LaunchConfig> sidekicks) {
            this.id = id;
            this.name = name;
            this.scale = scale;
            this.primary = primary;
            this.sidekicks = sidekicks;
        }

        ServiceSpec spec() {
            return new ServiceSpec(name, "", scale, primary, sidekicks, Map.of(), List.of(), Map.of());
        }
    }

    final Map<HostId, SimulatedHost> hosts = new TreeMap<>();
    final Map<String, Service> services = new LinkedHashMap<>();
    final Map<InstanceId, Row> rows = new TreeMap<>();
    final Invariants invariants = new Invariants(this);

    private final Timeline time;
    private final Map<HostId, Liveness> liveness = new TreeMap<>();
    private final Map<HostId, Boolean> cordoned = new TreeMap<>();
    private final Map<HostId, Long> lastSequence = new TreeMap<>();
    private final Map<HostId, Integer> silences = new TreeMap<>();
    private ReplacementBudget budget;
    private Limits limits = Limits.NONE;
    private long nextId = 1;
    private long revision;
    private boolean passPlanned;

    SimulatedServer(Timeline time) {
        this.time = time;
        this.budget = new ReplacementBudget(0, 0, time.now());
    }

    void addHost(SimulatedHost host) {
        hosts.put(host.id, host);
        liveness.put(host.id, Liveness.ACTIVE);
    }

    boolean isSchedulable(HostId id) {
        return liveness.get(id) == Liveness.ACTIVE && !cordoned.getOrDefault(id, false);
    }

    boolean isConnected(HostId id) {
        return liveness.get(id) == Liveness.ACTIVE;
    }

    boolean isLost(HostId id) {
        return liveness.get(id) == Liveness.LOST;
    }

    /** What the environment lets be made from now on. */
    void limit(Limits newLimits) {
        limits = newLimits;
        wake();
    }

    void cordon(HostId id, boolean on) {
        cordoned.put(id, on);
        wake();
    }

    void removeHost(HostId id) {
        hosts.remove(id);
        liveness.remove(id);
        wake();
    }

    /** The link broke: the host is given the grace time. */
    void silent(HostId id) {
        liveness.put(id, Liveness.RECONNECTING);
        int silence = silences.merge(id, 1, Integer::sum);
        time.at(time.now().plus(GRACE), () -> {
            if (silences.getOrDefault(id, 0) == silence && liveness.get(id) == Liveness.RECONNECTING) {
                liveness.put(id, Liveness.LOST);
                wake();
            }
        });
        wake();
    }

    void back(HostId id) {
        silences.merge(id, 1, Integer::sum);
        liveness.put(id, Liveness.ACTIVE);
        send(id);
        wake();
    }

    /** A batch counts only if it is newer than the last one of that host. */
    void observe(HostId host, long sequence, List<Report> reports) {
        if (!hosts.containsKey(host) || sequence <= lastSequence.getOrDefault(host, 0L)) {
            return;
        }
        lastSequence.put(host, sequence);
        for (Report report : reports) {
            Row row = rows.get(report.id());
            if (row == null) {
                continue;
            }
            if (report.state() == State.REMOVED && !row.isLive()) {
                rows.remove(report.id());
                send(host);
            } else {
                row.observed = new Observation(
                        report.state(),
                        report.startGeneration(),
                        report.starts(),
                        report.state() == State.EXITED ? 137 : null,
                        null);
            }
        }
        wake();
    }

    void wake() {
        if (!passPlanned) {
            passPlanned = true;
            time.within(1, 50, this::pass);
        }
    }

    private void pass() {
        passPlanned = false;
        for (Service service : List.copyOf(services.values())) {
            Reconciliation decision =
                    ServiceReconciler.reconcile(view(service), snapshots(), budget(), limits, time.now());
            service.status = decision.status();
            apply(service, decision.plan());
        }
        services.values()
                .removeIf(service -> service.activity == Activity.REMOVED
                        && service.status != null
                        && service.status.converged()
                        && rows.values().stream().noneMatch(row -> row.service == service));
    }

    /** What would be decided now. */
    List<Plan> plans() {
        return services.values().stream()
                .map(service -> ServiceReconciler.reconcile(view(service), snapshots(), budget(), limits, time.now())
                        .plan())
                .toList();
    }

    /** An interval begins with its first use. */
    private ReplacementBudget budget() {
        int live = (int) rows.values().stream().filter(Row::isLive).count();
        boolean over = budget.used() == 0 || !time.now().isBefore(budget.renewsAt());
        budget = ReplacementBudget.of(
                live,
                0.34,
                4,
                over ? 0 : budget.used(),
                over ? time.now().plus(ReplacementBudget.DEFAULT_INTERVAL) : budget.renewsAt());
        return budget;
    }

    private ServiceView view(Service service) {
        Map<String, List<Row>> units = new LinkedHashMap<>();
        rows.values().stream()
                .filter(row -> row.service == service)
                .forEach(row -> units.computeIfAbsent(row.birth.unit(), _ -> new ArrayList<>())
                        .add(row));
        return new ServiceView(
                new Identity(service.id, "shop", "env-uuid"),
                service.spec(),
                service.revision,
                service.activity,
                service.restart,
                service.nextCreateIndex,
                units.entrySet().stream()
                        .map(unit -> new UnitView(
                                unit.getKey(),
                                unit.getValue().getFirst().birth.index(),
                                unit.getValue().stream().map(Row::view).toList()))
                        .toList());
    }

    private List<HostSnapshot> snapshots() {
        return hosts.keySet().stream()
                .map(id -> new HostSnapshot(
                        id,
                        "h" + id.value(),
                        new Condition(liveness.getOrDefault(id, Liveness.ACTIVE), cordoned.getOrDefault(id, false)),
                        new Capacity(0, 0),
                        Map.of(),
                        rows.values().stream()
                                .filter(row -> row.birth.host().equals(id))
                                .map(SimulatedServer::hosted)
                                .toList()))
                .toList();
    }

    private static HostedContainer hosted(Row row) {
        LaunchConfig config = row.service.spec().launchConfigs().stream()
                .filter(one -> one.name().equals(row.birth.launchConfig()))
                .findFirst()
                .orElse(row.service.primary);
        return new HostedContainer(
                row.uuid(),
                row.name(),
                new UnitRef(row.service.id, row.birth.unit()),
                switch (row.target) {
                    case RUNNING -> Presence.STARTED;
                    case STOPPED -> Presence.STOPPED;
                    case REMOVED -> Presence.LEAVING;
                },
                Demand.of(config.container()));
    }

    private void apply(Service service, Plan plan) {
        invariants.beforeApplying(service, plan);
        budget = budget.use(plan.replaced());
        for (Action action : plan.actions()) {
            switch (action) {
                case Action.CreateUnit create -> {
                    String unit = "unit-" + nextId;
                    long createIndex = create.createIndex();
                    for (LaunchConfig config : service.spec().launchConfigs()) {
                        var birth = new Birth(
                                unit, create.index(), config.name(), create.host(), create.revision(), createIndex++);
                        add(service, birth, create.startGeneration());
                    }
                }
                case Action.CreateInstance create -> {
                    var birth = new Birth(
                            create.unit(),
                            create.index(),
                            create.launchConfig(),
                            create.host(),
                            create.revision(),
                            create.createIndex());
                    add(service, birth, create.startGeneration());
                }
                case Action.SetTarget set -> change(row(set.instance()), set.target());
                case Action.RemoveInstance remove -> {
                    change(row(remove.instance()), Target.REMOVED);
                    if (!hosts.containsKey(row(remove.instance()).birth.host())) {
                        rows.remove(remove.instance());
                    }
                }
                case Action.Restart restart -> {
                    Row row = row(restart.instance());
                    row.startGeneration = restart.startGeneration();
                    row.since = time.now();
                }
            }
        }
        if (!plan.actions().isEmpty()) {
            hosts.keySet().forEach(this::send);
            wake();
        }
        plan.wakeAt().ifPresent(when -> time.at(when, this::wake));
        invariants.afterApplying(service);
    }

    Row row(InstanceId id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new AssertionError("no row " + id);
        }
        return row;
    }

    private void add(Service service, Birth birth, long startGeneration) {
        var row = new Row(new InstanceId(nextId++), service, birth, startGeneration, time.now());
        rows.put(row.id, row);
        service.nextCreateIndex = Math.max(service.nextCreateIndex, birth.createIndex() + 1);
        invariants.created(row);
    }

    /** Rows as no plan would write them: what a bug, a race or a restored backup may leave behind. */
    void scatter(Service service, int count) {
        invariants.suspend();
        List<LaunchConfig> configs = service.spec().launchConfigs();
        for (int i = 0; i < count; i++) {
            var birth = new Birth(
                    "stray-" + service.id + "-" + time.pick(Math.max(1, count / 2)),
                    time.pick(4),
                    configs.get(time.pick(configs.size())).name(),
                    new HostId(1 + time.pick(hosts.size() + 1)),
                    service.revision + time.pick(2) - 1,
                    service.nextCreateIndex);
            add(service, birth, 0);
            if (time.chance(20)) {
                row(new InstanceId(nextId - 1)).target = Target.values()[time.pick(3)];
            }
        }
        hosts.keySet().forEach(this::send);
        wake();
    }

    private void change(Row row, Target target) {
        row.target = target;
        row.since = time.now();
    }

    /** The host's whole document; it may be late and it may come twice. */
    private void send(HostId id) {
        long number = ++revision;
        List<Wanted> document = rows.values().stream()
                .filter(row -> row.birth.host().equals(id))
                .map(row -> new Wanted(
                        row.id, row.uuid(), row.name(), row.target, row.startGeneration, row.service.startable))
                .toList();
        for (int copies = time.chance(20) ? 2 : 1; copies > 0; copies--) {
            time.within(5, 300, () -> {
                SimulatedHost host = hosts.get(id);
                if (host != null) {
                    host.receive(number, document);
                }
            });
        }
    }
}
