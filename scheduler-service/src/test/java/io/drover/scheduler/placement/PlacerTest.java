package io.drover.scheduler.placement;

import static io.drover.scheduler.placement.HostFixture.host;
import static io.drover.scheduler.placement.HostFixture.tcp;
import static io.drover.scheduler.placement.HostFixture.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.HostId;
import io.drover.model.ServiceId;
import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.placement.HostedContainer.Presence;
import io.drover.scheduler.placement.PlacementDecision.Placed;
import io.drover.scheduler.placement.PlacementDecision.Unplaceable;
import io.drover.scheduler.placement.PlacementRequest.Member;
import io.drover.scheduler.placement.PlacementRule.ContainerLabel;
import io.drover.scheduler.placement.PlacementRule.ContainerName;
import io.drover.scheduler.placement.PlacementRule.HostLabel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PlacerTest {
    private static final long GIB = 1L << 30;
    private static final ServiceId WEB = new ServiceId(7);

    /** @param expected the host's name, or the sentence of the refusal */
    record Case(String name, PlacementRequest request, List<HostFixture> hosts, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case(
                    "takes the host with the fewest containers", plain(), List.of(host(1).running("a"), host(2)), "h2"),
            new Case("breaks ties by host id", plain(), List.of(host(2), host(1)), "h1"),
            new Case(
                    "keeps units of one service apart before it counts containers",
                    plain(),
                    List.of(
                            host(1).unitOf(7, "web-1"),
                            host(2).running("a").running("b").running("c")),
                    "h2"),
            new Case("asks for a host when there is none", plain(), List.of(), "no host is registered; add one"),
            new Case(
                    "never takes a cordoned, reconnecting or lost host",
                    plain(),
                    List.of(
                            host(1).cordoned(),
                            host(2).liveness(Liveness.RECONNECTING),
                            host(3).liveness(Liveness.LOST)),
                    "no host fits: 2 hosts: h2 is reconnecting, 1 host: h1 is inactive"),
            new Case(
                    "names port, holder and host",
                    ports(tcp(8080)),
                    List.of(
                            host(1).publishing("shop-web-1", tcp(8080)),
                            host(2).publishing("shop-web-2", tcp(8080)),
                            host(3).cordoned()),
                    "no host fits: 2 hosts: port 8080/tcp in use by shop-web-1 on h1, 1 host: h3 is inactive"),
            new Case("udp and tcp do not clash", ports(udp(53)), List.of(host(1).publishing("dns", tcp(53))), "h1"),
            new Case("port 0 never clashes", ports(tcp(0), tcp(0)), List.of(host(1).publishing("x", tcp(0))), "h1"),
            new Case(
                    "two addresses do not clash",
                    ports(tcp("10.0.0.1", 80)),
                    List.of(host(1).publishing("x", tcp("10.0.0.2", 80))),
                    "h1"),
            new Case(
                    "all addresses clash with each address",
                    ports(tcp("0.0.0.0", 80)),
                    List.of(host(1).publishing("x", tcp("10.0.0.2", 80))),
                    "no host fits: 1 host: port 0.0.0.0:80/tcp in use by x on h1"),
            new Case(
                    "a stopped container holds no port",
                    ports(tcp(80)),
                    List.of(host(1).publishing("x", Presence.STOPPED, tcp(80))),
                    "h1"),
            new Case(
                    "a leaving container holds its port until it is gone",
                    ports(tcp(80)),
                    List.of(host(1).publishing("x", Presence.LEAVING, tcp(80))),
                    "no host fits: 1 host: port 80/tcp in use by x (being removed) on h1"),
            new Case(
                    "a unit cannot publish a port twice",
                    new PlacementRequest(
                            new UnitRef(WEB, "new"),
                            List.of(member("web-1", tcp(80)), member("web-logger-1", tcp(80))),
                            null),
                    List.of(host(1)),
                    "no host fits: 1 host: port 80/tcp is wanted by both web-1 and web-logger-1"),
            new Case(
                    "says how much memory is free where most is",
                    reserving(4 * GIB, 0),
                    List.of(
                            host(1).capacity(8 * GIB, 4000).reserving("a", 7 * GIB, 0),
                            host(2).capacity(2 * GIB, 4000)),
                    "no host fits: 2 hosts: needs 4 GiB memory, 2 GiB free on h2"),
            new Case(
                    "says how much CPU is free",
                    reserving(0, 1500),
                    List.of(host(1).capacity(8 * GIB, 2000).reserving("a", 0, 1000)),
                    "no host fits: 1 host: needs 1500 mCPU, 1000 mCPU free on h1"),
            new Case(
                    "takes the host with most free memory when memory is reserved",
                    reserving(GIB, 0),
                    List.of(
                            host(1).capacity(4 * GIB, 0),
                            host(2).capacity(8 * GIB, 0).running("a")),
                    "h2"),
            new Case("does not limit hosts of unknown size", reserving(GIB, 100), List.of(host(1)), "h1"),
            new Case(
                    "a hard host label must match",
                    rules(new HostLabel("zone", "b", false, false)),
                    List.of(host(1).label("zone", "a"), host(2).label("Zone", "B")),
                    "h2"),
            new Case(
                    "says which host label is missing",
                    rules(new HostLabel("zone", "b", false, false)),
                    List.of(host(1).label("zone", "a")),
                    "no host fits: 1 host: host label zone=b is missing on h1"),
            new Case(
                    "a hard negated host label must not match",
                    rules(new HostLabel("zone", "a", false, true)),
                    List.of(host(1).label("zone", "a"), host(2)),
                    "h2"),
            new Case(
                    "a soft host label outweighs spread",
                    rules(new HostLabel("zone", "b", true, false)),
                    List.of(
                            host(1),
                            host(2).label("zone", "b").unitOf(7, "web-1").running("a")),
                    "h2"),
            new Case(
                    "a soft host label yields when nobody has it",
                    rules(new HostLabel("zone", "b", true, false)),
                    List.of(host(1)),
                    "h1"),
            new Case(
                    "as few broken wishes as possible",
                    rules(new HostLabel("zone", "b", true, false), new ContainerName("db-1", true, false)),
                    List.of(host(1).running("x"), host(2).running("db-1").running("y"), host(3)),
                    "h2"),
            new Case(
                    "follows a container by label, also a stopped one",
                    rules(new ContainerLabel("role", "db", false, false)),
                    List.of(host(1), host(2).labelled("db", Presence.STOPPED, "Role", "DB")),
                    "h2"),
            new Case(
                    "does not follow a container that leaves",
                    rules(new ContainerLabel("role", "db", false, false)),
                    List.of(host(1).labelled("db", Presence.LEAVING, "role", "db")),
                    "no host fits: 1 host: a container with label role=db is missing on h1"),
            new Case(
                    "avoids a container by name",
                    rules(new ContainerName("db-1", false, true)),
                    List.of(host(1).running("db-1"), host(2).running("a").running("b")),
                    "h2"),
            new Case(
                    "a reserved host refuses others",
                    plain(),
                    List.of(host(1).label("io.rancher.scheduler.require_any", "tier=db,role")),
                    "no host fits: 1 host: h1 takes only containers with one of the labels tier=db,role"),
            new Case(
                    "a reserved host takes a container with one of the labels",
                    labelled("Role", "anything"),
                    List.of(host(1).label("io.rancher.scheduler.require_any", "tier=db, role")),
                    "h1"),
            new Case(
                    "a requested host overrides affinity, reservations and require_any",
                    new PlacementRequest(
                            new UnitRef(WEB, "new"),
                            List.of(new Member(
                                    "web-1",
                                    new Demand(Map.of(), List.of(), 9 * GIB, 0),
                                    List.of(new HostLabel("zone", "b", false, false)))),
                            new HostId(2)),
                    List.of(
                            host(1).label("zone", "b"),
                            host(2).capacity(GIB, 0).label("io.rancher.scheduler.require_any", "x")),
                    "h2"),
            new Case(
                    "a requested host must have the port free",
                    requested(2, tcp(80)),
                    List.of(host(1), host(2).publishing("x", tcp(80))),
                    "no host fits: 1 host: port 80/tcp in use by x on h2"),
            new Case(
                    "a requested host must be active",
                    requested(1),
                    List.of(host(1).cordoned(), host(2)),
                    "no host fits: 1 host: h1 is inactive"),
            new Case(
                    "a requested host must exist",
                    requested(9),
                    List.of(host(1)),
                    "no host fits: 1 host: the requested host 1h9 is not in the environment"));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case c) {
        PlacementDecision decision = PlacementPass.over(
                        c.hosts().stream().map(HostFixture::build).toList())
                .place(c.request());
        assertThat(sentence(decision)).isEqualTo(c.expected());
    }

    @Test
    void eachPlacementIsSeenByTheNext() {
        var pass = PlacementPass.over(List.of(host(1).build(), host(2).build()));
        assertThat(List.of(
                        sentence(pass.place(ports("a", tcp(80)))),
                        sentence(pass.place(ports("b", tcp(80)))),
                        sentence(pass.place(ports("c", tcp(80))))))
                .containsExactly("h1", "h2", "no host fits: 2 hosts: port 80/tcp in use by web-a on h1");
    }

    @Test
    void aHardRuleAgainstOnesOwnServiceSpreadsOnePerHost() {
        var pass = PlacementPass.over(List.of(host(1).build(), host(2).build()));
        var answers = java.util.stream.Stream.of("a", "b", "c")
                .map(unit -> new PlacementRequest(
                        new UnitRef(WEB, unit),
                        List.of(new Member(
                                "web-" + unit,
                                new Demand(Map.of("app", "web"), List.of(), 0, 0),
                                List.of(new ContainerLabel("app", "web", false, true)))),
                        null))
                .map(request -> sentence(pass.place(request)))
                .toList();
        assertThat(answers)
                .containsExactly(
                        "h1",
                        "h2",
                        "no host fits: 2 hosts: a container with label app=web must be absent but is there on h1");
    }

    @Test
    void portsGoToTheFirstAddressOfThePoolWhereAllOfThemAreFree() {
        var pooled = host(1).label("io.rancher.scheduler.ips", "10.0.0.1, 10.0.0.2")
                .publishing("x", tcp("10.0.0.1", 443))
                .build();
        var pass = PlacementPass.over(List.of(pooled));
        assertThat(pass.place(ports("a", tcp(80), tcp(443))))
                .isEqualTo(new Placed(new HostId(1), Map.of("web-a", "10.0.0.2")));
        assertThat(pass.place(ports("b", tcp(80)))).isEqualTo(new Placed(new HostId(1), Map.of("web-b", "10.0.0.1")));
        assertThat(pass.place(ports("c", tcp(80)))).isInstanceOf(Unplaceable.class);
    }

    @Test
    void aRefusalBecauseOfALeavingContainerIsMarkedAsPassing() {
        var hosts = List.of(
                host(1).publishing("a", tcp(80)).build(),
                host(2).publishing("b", Presence.LEAVING, tcp(80)).build());
        assertThat(Placer.place(List.of(ports(tcp(80))), hosts).getFirst())
                .isInstanceOfSatisfying(
                        Unplaceable.class, no -> assertThat(no.waiting()).isTrue());
    }

    @Test
    void whatThisPassRemovesMakesRoomButKeepsItsPort() {
        var pass = PlacementPass.over(
                List.of(host(1).unitOf(7, "web-1").build(), host(2).running("a").build()));
        pass.leave(new HostId(1), "uuid-web-1");
        assertThat(sentence(pass.place(plain()))).isEqualTo("h1");
    }

    @Test
    void aPreviewTakesNothing() {
        var pass = PlacementPass.over(List.of(host(1).publishing("x", tcp(80)).build()));
        assertThat(pass.preview(ports(tcp(80)), java.util.Set.of("uuid-x"))).isInstanceOf(Placed.class);
        assertThat(pass.place(ports(tcp(80)))).isInstanceOf(Unplaceable.class);
    }

    @Test
    void aContainerMayJoinItsUnitOnACordonedHost() {
        var pass = PlacementPass.over(List.of(host(1).cordoned().build()));
        assertThat(pass.placeBeside(plain(), new HostId(1))).isInstanceOf(Placed.class);
    }

    private static String sentence(PlacementDecision decision) {
        return switch (decision) {
            case Placed placed -> "h" + placed.host().value();
            case Unplaceable no -> no.message();
        };
    }

    private static PlacementRequest plain() {
        return request(new Member("web-1", Demand.NONE, List.of()));
    }

    private static PlacementRequest ports(Port... ports) {
        return request(member("web-1", ports));
    }

    private static PlacementRequest ports(String unit, Port... ports) {
        return new PlacementRequest(new UnitRef(WEB, unit), List.of(member("web-" + unit, ports)), null);
    }

    private static PlacementRequest requested(long host, Port... ports) {
        return new PlacementRequest(new UnitRef(WEB, "new"), List.of(member("web-1", ports)), new HostId(host));
    }

    private static PlacementRequest rules(PlacementRule... rules) {
        return request(new Member("web-1", Demand.NONE, List.of(rules)));
    }

    private static PlacementRequest reserving(long memoryBytes, int milliCpu) {
        return request(new Member("web-1", new Demand(Map.of(), List.of(), memoryBytes, milliCpu), List.of()));
    }

    private static PlacementRequest labelled(String key, String value) {
        return request(new Member("web-1", new Demand(Map.of(key, value), List.of(), 0, 0), List.of()));
    }

    private static PlacementRequest request(Member member) {
        return new PlacementRequest(new UnitRef(WEB, "new"), List.of(member), null);
    }

    private static Member member(String name, Port... ports) {
        return new Member(name, new Demand(Map.of(), List.of(ports), 0, 0), List.of());
    }
}
