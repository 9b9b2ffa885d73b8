package io.drover.scheduler.placement;

import static io.drover.scheduler.placement.HostFixture.host;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.ServiceId;
import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.placement.HostedContainer.Presence;
import io.drover.scheduler.placement.PlacementDecision.Placed;
import io.drover.scheduler.placement.PlacementRequest.Member;
import io.drover.scheduler.placement.PlacementRule.ContainerLabel;
import io.drover.scheduler.placement.PlacementRule.HostLabel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for any hosts and any requests; every rule is checked against the result by other code than the filters'. */
class PlacerPropertyTest {
    private static final List<String> ZONES = List.of("a", "b", "c");

    @Property(tries = 500)
    void neverBreaksAHardRule(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int hostCount) {
        var random = new Random(seed);
        List<HostSnapshot> hosts = hosts(random, hostCount);
        List<PlacementRequest> requests = requests(random, 12);
        List<PlacementDecision> decisions = Placer.place(requests, hosts);

        var placed = new HashMap<Long, List<PlacementRequest>>();
        for (int i = 0; i < requests.size(); i++) {
            if (decisions.get(i) instanceof Placed to) {
                HostSnapshot target = hosts.stream()
                        .filter(host -> host.id().equals(to.host()))
                        .findFirst()
                        .orElseThrow();
                List<PlacementRequest> there = placed.computeIfAbsent(to.host().value(), _ -> new ArrayList<>());
                assertAllowed(requests.get(i), target, there);
                there.add(requests.get(i));
            }
        }
    }

    @Property(tries = 200)
    void aRefusalMeansThatEveryHostWasTurnedAway(@ForAll long seed, @ForAll @IntRange(max = 6) int hostCount) {
        var random = new Random(seed);
        List<HostSnapshot> hosts = hosts(random, hostCount);
        for (PlacementDecision decision : Placer.place(requests(random, 12), hosts)) {
            if (decision instanceof PlacementDecision.Unplaceable no) {
                assertThat(no.hosts()).isEqualTo(hostCount);
                assertThat(no.reasons().stream()
                                .mapToInt(PlacementDecision.Unplaceable.Reason::hosts)
                                .sum())
                        .isEqualTo(hostCount);
                assertThat(no.message()).isNotBlank();
            }
        }
    }

    @Property(tries = 200)
    void theOrderOfTheHostsDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int hostCount) {
        var random = new Random(seed);
        List<HostSnapshot> hosts = hosts(random, hostCount);
        List<PlacementRequest> requests = requests(random, 12);
        var shuffled = new ArrayList<>(hosts);
        Collections.shuffle(shuffled, random);
        assertThat(Placer.place(requests, shuffled)).isEqualTo(Placer.place(requests, hosts));
    }

    @Property(tries = 100)
    void equalUnitsSpreadEvenly(
            @ForAll @IntRange(min = 1, max = 60) int units, @ForAll @IntRange(min = 1, max = 9) int hostCount) {
        List<HostSnapshot> hosts = IntStream.rangeClosed(1, hostCount)
                .mapToObj(id -> host(id).build())
                .toList();
        var perHost = new HashMap<Long, Integer>();
        for (PlacementDecision decision : Placer.place(plainUnits(units), hosts)) {
            perHost.merge(((Placed) decision).host().value(), 1, Integer::sum);
        }
        int least = perHost.size() < hostCount ? 0 : Collections.min(perHost.values());
        assertThat(Collections.max(perHost.values()) - least).isLessThanOrEqualTo(1);
    }

    private static void assertAllowed(PlacementRequest request, HostSnapshot host, List<PlacementRequest> before) {
        assertThat(host.condition().liveness()).isEqualTo(Liveness.ACTIVE);
        assertThat(host.condition().cordoned()).isFalse();
        long memory = host.containers().stream()
                .mapToLong(container -> container.demand().memoryBytes())
                .sum();
        memory += before.stream().mapToLong(PlacerPropertyTest::memory).sum() + memory(request);
        if (memory(request) > 0) {
            assertThat(memory).isLessThanOrEqualTo(host.capacity().memoryBytes());
        }
        List<Integer> taken = new ArrayList<>();
        host.containers().stream()
                .filter(container -> container.presence() != Presence.STOPPED)
                .forEach(container -> taken.addAll(ports(container.demand())));
        before.forEach(other -> other.members().forEach(member -> taken.addAll(ports(member.demand()))));
        request.members().forEach(member -> assertThat(ports(member.demand())).noneMatch(taken::contains));
        for (Member member : request.members()) {
            for (PlacementRule rule : member.rules()) {
                if (!rule.soft()) {
                    assertThat(holds(rule, host, before))
                            .as("%s on %s", rule, host)
                            .isTrue();
                }
            }
        }
    }

    private static boolean holds(PlacementRule rule, HostSnapshot host, List<PlacementRequest> before) {
        return switch (rule) {
            case HostLabel(String key, String value, boolean _, boolean negated) ->
                value.equals(host.labels().get(key)) != negated;
            case ContainerLabel(String key, String value, boolean _, boolean negated) -> {
                boolean there = host.containers().stream()
                        .anyMatch(container -> container.presence() != Presence.LEAVING
                                && value.equals(container.demand().labels().get(key)));
                boolean placed = before.stream()
                        .flatMap(request -> request.members().stream())
                        .anyMatch(
                                member -> value.equals(member.demand().labels().get(key)));
                yield (there || placed) != negated;
            }
            case PlacementRule.ContainerName _ -> throw new AssertionError("not generated");
        };
    }

    private static long memory(PlacementRequest request) {
        return request.members().stream()
                .mapToLong(member -> member.demand().memoryBytes())
                .sum();
    }

    private static List<Integer> ports(Demand demand) {
        return demand.ports().stream().map(Port::hostPort).toList();
    }

    private static List<HostSnapshot> hosts(Random random, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> {
                    HostFixture host =
                            host(id).capacity(1000, 1000).label("zone", ZONES.get(random.nextInt(ZONES.size())));
                    if (random.nextInt(5) == 0) {
                        host.cordoned();
                    }
                    if (random.nextInt(5) == 0) {
                        host.liveness(Liveness.values()[random.nextInt(3)]);
                    }
                    for (int i = random.nextInt(3); i > 0; i--) {
                        host.with(container(random, id + "-" + i));
                    }
                    return host.build();
                })
                .toList();
    }

    private static HostedContainer container(Random random, String name) {
        return new HostedContainer(name, name, null, Presence.values()[random.nextInt(3)], demand(random));
    }

    private static Demand demand(Random random) {
        return new Demand(
                Map.of("app", ZONES.get(random.nextInt(ZONES.size()))),
                random.nextBoolean() ? List.of(HostFixture.tcp(8000 + random.nextInt(4))) : List.of(),
                random.nextInt(3) * 200L,
                0);
    }

    private static List<PlacementRequest> requests(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PlacementRequest(
                        new UnitRef(new ServiceId(random.nextInt(3)), "unit-" + i),
                        List.of(new Member("c-" + i, demand(random), rules(random))),
                        null))
                .toList();
    }

    private static List<PlacementRule> rules(Random random) {
        var rules = new ArrayList<PlacementRule>();
        String value = ZONES.get(random.nextInt(ZONES.size()));
        if (random.nextInt(3) == 0) {
            rules.add(new HostLabel("zone", value, random.nextBoolean(), random.nextBoolean()));
        }
        if (random.nextInt(3) == 0) {
            rules.add(new ContainerLabel("app", value, random.nextBoolean(), random.nextBoolean()));
        }
        return rules;
    }

    private static List<PlacementRequest> plainUnits(int units) {
        return IntStream.range(0, units)
                .mapToObj(i -> new PlacementRequest(
                        new UnitRef(new ServiceId(1), "unit-" + i),
                        List.of(new Member("web-" + i, Demand.NONE, List.of())),
                        null))
                .toList();
    }
}
