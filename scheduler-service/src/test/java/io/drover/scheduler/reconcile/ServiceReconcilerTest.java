package io.drover.scheduler.reconcile;

import static io.drover.scheduler.placement.HostFixture.host;
import static io.drover.scheduler.placement.HostFixture.tcp;
import static io.drover.scheduler.reconcile.ServiceFixture.NOW;
import static io.drover.scheduler.reconcile.ServiceFixture.fresh;
import static io.drover.scheduler.reconcile.ServiceFixture.observed;
import static io.drover.scheduler.reconcile.ServiceFixture.running;
import static io.drover.scheduler.reconcile.ServiceFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.Labels;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.placement.HostFixture;
import io.drover.scheduler.placement.HostedContainer.Presence;
import io.drover.scheduler.placement.Liveness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ServiceReconcilerTest {
    private static final ReplacementBudget PLENTY = new ReplacementBudget(100, 0, NOW.plusSeconds(30));
    private static final List<HostFixture> TWO = List.of(host(1), host(2));
    private static final List<HostFixture> LOST_H2 = List.of(host(1), host(2).liveness(Liveness.LOST), host(3));

    /**
     * @param actions in short: {@code +slot@host} create unit, {@code +slot.config@host} create instance, {@code -id}
     *     remove, {@code id=TARGET}, {@code id^generation} restart
     */
    record Case(String name, ServiceFixture service, List<HostFixture> hosts, String actions) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("creates what is missing, spread over the hosts", web(3), TWO, "+1@1 +2@2 +3@1"),
            new Case("is quiet when all is well", web(1).unit(1, 1, running()), TWO, ""),
            new Case("waits for the agent without doing anything twice", web(1).unit(1, 1, fresh()), TWO, ""),
            new Case(
                    "leaves a container that exits to its agent",
                    web(1).unit(1, 1, observed(State.EXITED, 0, 9, null)),
                    TWO,
                    ""),
            new Case(
                    "leaves a failing container to its agent",
                    web(1).unit(1, 1, observed(State.FAILED, 0, 0, "no such image")),
                    TWO,
                    ""),
            new Case("reuses the lowest free slot", web(3).unit(3, 1, running()).unit(1, 2, running()), TWO, "+2@1"),
            new Case(
                    "scales down the youngest, not the highest slot",
                    web(2).unit(2, 1, running()).unit(3, 2, running()).unit(1, 1, running()),
                    TWO,
                    "-3"),
            new Case("scale 0 removes all", web(0).unit(1, 1, running()), TWO, "-1"),
            new Case(
                    "a slot whose instance is leaving is free",
                    web(1).unit(1, 1, running().target(Target.REMOVED)),
                    TWO,
                    "+1@1"),
            new Case(
                    "a stopped container of an active service is started again",
                    web(1).unit(1, 1, observed(State.STOPPED, 0, 1, null).target(Target.STOPPED)),
                    TWO,
                    "1=RUNNING"),
            new Case(
                    "an inactive service stops and keeps its containers",
                    web(3).activity(Activity.INACTIVE).unit(1, 1, running()).unit(2, 2, running()),
                    TWO,
                    "1=STOPPED 2=STOPPED"),
            new Case(
                    "an inactive service ignores lost hosts",
                    web(1).activity(Activity.INACTIVE).unit(1, 2, running().target(Target.STOPPED)),
                    LOST_H2,
                    ""),
            new Case(
                    "a removed service removes everything",
                    web(2).activity(Activity.REMOVED).unit(1, 1, running()).unit(2, 2, running()),
                    TWO,
                    "-1 -2"),
            new Case("units of a removed host are replaced", web(1).unit(1, 9, running()), TWO, "-1 +1@1"),
            new Case(
                    "of two units in one slot the older stays",
                    web(2).unit(1, 1, running()).unit(1, 2, running()),
                    TWO,
                    "-2 +2@2"),
            new Case("a reconnecting host keeps its units", web(1).unit(1, 2, running()), reconnecting(2), ""),
            new Case(
                    "a lost host's units are replaced",
                    web(2).unit(1, 1, running()).unit(2, 2, running()),
                    LOST_H2,
                    "-2 +2@3"),
            new Case(
                    "a lost unit stays wanted while nobody else can take it",
                    web(1).unit(1, 1, running()),
                    List.of(host(1).liveness(Liveness.LOST)),
                    ""),
            new Case(
                    "the user can opt out of rescheduling",
                    web(1).label(Labels.RESCHEDULE, "false").unit(1, 2, running()),
                    LOST_H2,
                    ""),
            new Case(
                    "scaling down drops the lost first",
                    web(1).unit(1, 2, running()).unit(2, 1, running()),
                    LOST_H2,
                    "-1"),
            new Case(
                    "a missing sidekick is created beside its unit, even on a cordoned host",
                    web(1).sidekick("logger").unit(1, 1, running()),
                    List.of(host(1).cordoned(), host(2)),
                    "+1.logger@1"),
            new Case(
                    "who uses a missing container is created anew with it",
                    web(1).sidekick("data")
                            .sidekick("backup", "data")
                            .unit(1, 1, Map.of("", running(), "backup", running())),
                    TWO,
                    "-2 +1.data@1 +1.backup@1"),
            new Case("a unit on two hosts is removed", web(0).unit(0, 1, running()), TWO, "-1"),
            new Case(
                    "start-once is not started again after it ended",
                    once().unit(1, 1, observed(State.EXITED, 0, 1, null)),
                    TWO,
                    ""),
            new Case(
                    "start-once that ended is not repeated because its host is lost",
                    once().unit(1, 2, observed(State.EXITED, 0, 1, null)),
                    LOST_H2,
                    ""),
            new Case(
                    "start-once that still ran on a lost host is repeated",
                    once().unit(1, 2, running()),
                    LOST_H2,
                    "-1 +1@1"),
            new Case(
                    "activation does not repeat a start-once that had its start",
                    once().unit(1, 1, observed(State.STOPPED, 0, 1, null).target(Target.STOPPED)),
                    TWO,
                    ""),
            new Case(
                    "a global service has a unit on each active host",
                    global(),
                    List.of(host(1), host(2).cordoned(), host(3).liveness(Liveness.RECONNECTING), host(4)),
                    "+1@1 +2@4"),
            new Case(
                    "a global service treats soft host labels as hard",
                    global().label("io.rancher.scheduler.affinity:host_label_soft", "zone=a"),
                    List.of(host(1).label("zone", "a"), host(2).label("zone", "b")),
                    "+1@1"),
            new Case(
                    "a global service leaves units on hosts that stopped matching",
                    global().unit(1, 1, running()).unit(2, 2, running()),
                    List.of(host(1), host(2).cordoned()),
                    ""),
            new Case(
                    "a global service ignores lost hosts",
                    global().unit(1, 1, running()).unit(2, 2, running()),
                    List.of(host(1), host(2).liveness(Liveness.LOST)),
                    ""),
            new Case(
                    "a global service removes the younger of two units on a host",
                    global().unit(1, 1, running()).unit(2, 1, running()),
                    List.of(host(1)),
                    "-2"),
            new Case(
                    "revisions roll one at a time, lowest slot first",
                    web(2).revision(2).unit(2, 1, running()).unit(1, 2, running()),
                    TWO,
                    "-2 +1@2"),
            new Case(
                    "the next batch waits until the last one is well",
                    web(2).revision(2).unit(1, 1, fresh().revision(2)).unit(2, 2, running()),
                    TWO,
                    ""),
            new Case(
                    "no batch begins while a unit is missing",
                    web(3).revision(2).unit(1, 1, running().revision(2)).unit(2, 2, running()),
                    TWO,
                    "+3@1"),
            new Case(
                    "no batch begins while a unit waits on a lost host",
                    web(2).revision(2).ports(tcp(80)).unit(1, 1, running()).unit(2, 2, running()),
                    List.of(host(1), host(2).liveness(Liveness.LOST)),
                    ""),
            new Case(
                    "the next batch waits for the interval",
                    web(2).revision(2)
                            .unit(1, 1, running().revision(2).since(NOW))
                            .unit(2, 2, running()),
                    TWO,
                    ""),
            new Case(
                    "what does not run is superseded at once",
                    web(2).revision(3)
                            .unit(
                                    1,
                                    1,
                                    observed(State.FAILED, 0, 0, "no such image")
                                            .revision(2))
                            .unit(2, 2, running()),
                    TWO,
                    "-1 +1@1"),
            new Case(
                    "a revision that fits nowhere leaves the old one running",
                    web(1).revision(2)
                            .label("io.rancher.scheduler.affinity:host_label", "zone=x")
                            .unit(1, 1, running()),
                    TWO,
                    ""),
            new Case(
                    "scaling down during a roll takes the superseded first",
                    web(1).revision(2)
                            .unit(1, 1, running())
                            .unit(2, 2, running().revision(2)),
                    TWO,
                    "-1"),
            new Case(
                    "restarts go batch by batch",
                    web(3).restart(1, 2)
                            .unit(1, 1, running())
                            .unit(2, 2, running())
                            .unit(3, 1, running()),
                    TWO,
                    "1^1 2^1"),
            new Case(
                    "the next restart waits until the last is running",
                    web(2).restart(1, 1).unit(1, 1, anew()).unit(2, 2, running()),
                    TWO,
                    ""),
            new Case(
                    "what does not run is restarted at once",
                    web(2).restart(1, 1)
                            .unit(1, 1, observed(State.EXITED, 0, 5, null))
                            .unit(2, 2, running()),
                    TWO,
                    "1^1"),
            new Case(
                    "new instances begin with the newest start generation and need no restart",
                    web(1).restart(4, 1).unit(1, 1, observed(State.RUNNING, 4, 1, null)),
                    TWO,
                    ""));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case c) {
        assertThat(inShort(decide(c.service(), c.hosts(), PLENTY).plan())).isEqualTo(c.actions());
    }

    /** @param message null: converged */
    record Tale(
            String name,
            ServiceFixture service,
            List<HostFixture> hosts,
            boolean error,
            @Nullable String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Tale> TALES = List.of(
            new Tale("no host yet", web(1), List.of(), false, "no host is registered; add one"),
            new Tale("nothing fits", web(1), List.of(host(1).cordoned()), true, "no host fits: 1 host: h1 is inactive"),
            new Tale(
                    "some do not fit",
                    web(2).ports(tcp(80)),
                    List.of(host(1)),
                    true,
                    "1 of 2 units wait: no host fits: 1 host: port 80/tcp in use by shop-web-1 on h1"),
            new Tale(
                    "a port that will be free soon is no error",
                    web(1).ports(tcp(80)),
                    List.of(host(1).publishing("old", Presence.LEAVING, tcp(80))),
                    false,
                    "no host fits: 1 host: port 80/tcp in use by old (being removed) on h1"),
            new Tale(
                    "an image that cannot be pulled",
                    web(1).unit(1, 1, observed(State.FAILED, 0, 0, "image nope:1 does not exist; next try in 30 s")),
                    TWO,
                    true,
                    "shop-web-1 on h1: image nope:1 does not exist; next try in 30 s"),
            new Tale(
                    "a crash loop",
                    web(1).unit(1, 1, observed(State.EXITED, 0, 4, null)),
                    TWO,
                    true,
                    "shop-web-1 on h1: exited with code 1, again"),
            new Tale(
                    "one exit is no crash loop",
                    web(1).unit(1, 1, observed(State.EXITED, 0, 1, "exited with code 1; starts again in 1 s")),
                    TWO,
                    false,
                    "0 of 1 instances run; shop-web-1 on h1: exited with code 1; starts again in 1 s"),
            new Tale(
                    "progress names what is under way",
                    web(2).unit(1, 1, running()).unit(2, 2, observed(State.PULLING, 0, 0, null)),
                    TWO,
                    false,
                    "1 of 2 instances run; shop-web-2 on h2: pulling its image"),
            new Tale(
                    "a removal that is not done yet",
                    web(1).unit(1, 1, running()).unit(2, 2, running().target(Target.REMOVED)),
                    TWO,
                    false,
                    "1 of 1 instances run; shop-web-2 is being removed from h2"),
            new Tale(
                    "a removal on a lost host is not waited for",
                    web(1).unit(1, 1, running()).unit(2, 2, running().target(Target.REMOVED)),
                    LOST_H2,
                    false,
                    null),
            new Tale(
                    "who opted out waits for the host",
                    web(1).label(Labels.RESCHEDULE, "false").unit(1, 2, running()),
                    LOST_H2,
                    true,
                    "slot 1 waits for host h2, which is lost"),
            new Tale(
                    "a lost unit nobody can take",
                    web(1).unit(1, 1, running()),
                    List.of(host(1).liveness(Liveness.LOST)),
                    true,
                    "slot 1 waits for host h1, which is lost: no host fits: 1 host: h1 is lost"),
            new Tale(
                    "a global service without a matching host",
                    global().label("io.rancher.scheduler.affinity:host_label", "zone=x"),
                    TWO,
                    false,
                    "no active host has the labels this global service asks for; add one or label one"),
            new Tale(
                    "a revision that fits nowhere",
                    web(1).revision(2)
                            .label("io.rancher.scheduler.affinity:host_label", "zone=x")
                            .unit(1, 1, running()),
                    List.of(host(1)),
                    true,
                    "slot 1 keeps its older revision: no host fits: 1 host: host label zone=x is missing on h1"),
            new Tale(
                    "stopping",
                    web(1).activity(Activity.INACTIVE).unit(1, 1, running().target(Target.STOPPED)),
                    TWO,
                    false,
                    "1 instance is being stopped"),
            new Tale(
                    "stopped",
                    web(1).activity(Activity.INACTIVE)
                            .unit(1, 1, observed(State.STOPPED, 0, 1, null).target(Target.STOPPED)),
                    TWO,
                    false,
                    null),
            new Tale(
                    "removing",
                    web(1).activity(Activity.REMOVED).unit(1, 1, running().target(Target.REMOVED)),
                    TWO,
                    false,
                    "1 instance is being removed"),
            new Tale(
                    "removed but for a lost host",
                    web(1).activity(Activity.REMOVED).unit(1, 2, running().target(Target.REMOVED)),
                    LOST_H2,
                    false,
                    null));

    @ParameterizedTest
    @FieldSource("TALES")
    void tells(Tale t) {
        ServiceStatus status = decide(t.service(), t.hosts(), PLENTY).status();
        assertThat(status.message()).isEqualTo(t.message());
        assertThat(status.error()).isEqualTo(t.error());
        assertThat(status.converged()).isEqualTo(t.message() == null);
    }

    record Health(String name, ServiceFixture service, HealthState expected) {}

    static final List<Health> HEALTHS = List.of(
            new Health("all run", web(1).unit(1, 1, running()), HealthState.HEALTHY),
            new Health("nothing wanted", web(0), HealthState.HEALTHY),
            new Health("starting", web(2).unit(1, 1, running()).unit(2, 2, fresh()), HealthState.INITIALIZING),
            new Health(
                    "some run",
                    web(2).unit(1, 1, running()).unit(2, 2, observed(State.EXITED, 0, 2, null)),
                    HealthState.DEGRADED),
            new Health("none runs", web(1).unit(1, 1, observed(State.FAILED, 0, 0, "no")), HealthState.UNHEALTHY),
            new Health("ended once", once().unit(1, 1, observed(State.EXITED, 0, 1, null)), HealthState.STARTED_ONCE),
            new Health("inactive", web(1).activity(Activity.INACTIVE), HealthState.UNHEALTHY));

    @ParameterizedTest
    @FieldSource("HEALTHS")
    void judgesHealth(Health h) {
        assertThat(decide(h.service(), TWO, PLENTY).status().health()).isEqualTo(h.expected());
    }

    @Test
    void replacesNoMoreThanTheBudgetAndWakesWhenItIsRenewed() {
        var budget = new ReplacementBudget(2, 0, NOW.plusSeconds(30));
        var service = web(3).unit(1, 2, running()).unit(2, 2, running()).unit(3, 2, running());
        Reconciliation decision = decide(service, LOST_H2, budget);
        assertThat(inShort(decision.plan())).isEqualTo("-1 +1@1 -2 +2@3");
        assertThat(decision.plan().replaced()).isEqualTo(2);
        assertThat(decision.plan().wakeAt()).contains(NOW.plusSeconds(30));
        assertThat(decision.status().message())
                .isEqualTo("1 of 3 units on lost hosts wait: only a share of an environment is replaced at a time");
    }

    @Test
    void wakesForTheNextBatch() {
        var service = web(2).restart(1, 1)
                .unit(1, 1, observed(State.RUNNING, 1, 2, null).since(NOW))
                .unit(2, 2, running());
        Plan plan = decide(service, TWO, PLENTY).plan();
        assertThat(plan).isEqualTo(new Plan(List.of(), List.of(), 0, Optional.of(NOW.plusSeconds(2))));
    }

    @Test
    void numbersInstancesAndGivesThemTheNewestStartGeneration() {
        var service = web(2).restart(3, 1).sidekick("logger");
        assertThat(decide(service, TWO, PLENTY).plan().actions())
                .extracting(action -> ((Action.CreateUnit) action).createIndex())
                .containsExactly(1L, 3L);
        assertThat(decide(service, TWO, PLENTY).plan().actions())
                .allSatisfy(action -> assertThat(((Action.CreateUnit) action).startGeneration())
                        .isEqualTo(3));
    }

    @Test
    void countsWhatTheUserSees() {
        var service = web(3).sidekick("logger")
                .unit(1, 1, Map.of("", running(), "logger", running()))
                .unit(2, 2, Map.of("", running(), "logger", fresh()));
        ServiceStatus status = decide(service, TWO, PLENTY).status();
        assertThat(List.of(status.currentScale(), status.desiredInstances(), status.runningInstances()))
                .containsExactly(3, 6, 3);
    }

    private static ServiceFixture once() {
        return web(1).label(Labels.START_ONCE, "true");
    }

    private static ServiceFixture global() {
        return web(1).label(Labels.GLOBAL, "true");
    }

    private static List<HostFixture> reconnecting(long host) {
        return List.of(host(1), host(host).liveness(Liveness.RECONNECTING));
    }

    private static ServiceFixture.Shape anew() {
        return running().startGeneration(1);
    }

    private static Reconciliation decide(ServiceFixture service, List<HostFixture> hosts, ReplacementBudget budget) {
        return ServiceReconciler.reconcile(
                service.view(),
                hosts.stream().map(host -> service.on(host.build())).toList(),
                budget,
                Limits.NONE,
                NOW);
    }

    private static String inShort(Plan plan) {
        return plan.actions().stream()
                .map(action -> switch (action) {
                    case Action.CreateUnit create ->
                        "+%d@%d".formatted(create.index(), create.host().value());
                    case Action.CreateInstance create ->
                        "+%d.%s@%d"
                                .formatted(
                                        create.index(),
                                        create.launchConfig(),
                                        create.host().value());
                    case Action.RemoveInstance remove -> "-" + remove.instance().value();
                    case Action.SetTarget target -> target.instance().value() + "=" + target.target();
                    case Action.Restart restart -> restart.instance().value() + "^" + restart.startGeneration();
                })
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }
}
