package io.drover.scheduler.naming;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.HostId;
import io.drover.model.Labels;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.ContainerSpec.Network;
import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class NamingTest {
    private static final UnitIdentity UNIT = new UnitIdentity("shop", "web", "env-uuid", "unit-uuid", 3, null);

    record NameCase(@Nullable String name, String code) {}

    static final List<NameCase> STACK_NAMES = List.of(
            new NameCase("shop", ""),
            new NameCase("Shop-2--x", ""),
            new NameCase("x".repeat(63), ""),
            new NameCase(null, "MissingRequired"),
            new NameCase("", "MissingRequired"),
            new NameCase("x".repeat(64), "MaxLengthExceeded"),
            new NameCase("-shop", "InvalidCharacters"),
            new NameCase("shop-", "InvalidCharacters"),
            new NameCase("shop_2", "InvalidCharacters"),
            new NameCase("läden", "InvalidCharacters"));

    @ParameterizedTest
    @FieldSource("STACK_NAMES")
    void checksStackNames(NameCase c) {
        assertThat(NameRules.stack(c.name()).map(NameRules.Problem::code).orElse(""))
                .isEqualTo(c.code());
    }

    @Test
    void namesPrimaryAndSidekicksWithOneNumber() {
        assertThat(UnitContainers.of(UNIT, spec(config("", Map.of()), config("logger", Map.of()))).stream()
                        .map(UnitContainers.UnitContainer::name))
                .containsExactly("shop-web-3", "shop-web-logger-3");
    }

    @Test
    void labelsAPrimary() {
        assertThat(ContainerLabels.of(UNIT, "", Map.of("a", "b")))
                .isEqualTo(Map.of(
                        "a", "b",
                        "io.rancher.stack.name", "shop",
                        "io.rancher.project.name", "shop",
                        "io.rancher.stack_service.name", "shop/web",
                        "io.rancher.project_service.name", "shop/web",
                        "io.rancher.service.deployment.unit", "unit-uuid",
                        "io.rancher.service.launch.config", "io.rancher.service.primary.launch.config",
                        "io.rancher.environment.uuid", "env-uuid"));
    }

    @Test
    void labelsASidekickAndAGlobalUnit() {
        var global = new UnitIdentity("shop", "web", "env-uuid", "unit-uuid", 3, new HostId(9));
        assertThat(ContainerLabels.of(global, "logger", Map.of()))
                .containsEntry(Labels.STACK_SERVICE_NAME, "shop/web/logger")
                .containsEntry(Labels.LAUNCH_CONFIG, "logger")
                .containsEntry(Labels.REQUESTED_HOST, "9");
    }

    @Test
    void usersLabelsWinExceptOverIdentity() {
        assertThat(ContainerLabels.of(
                        UNIT,
                        "",
                        Map.of(
                                "IO.Rancher.Stack.Name",
                                "mine",
                                "Com.Example.Key",
                                "kept",
                                Labels.CONTAINER_UUID,
                                "stolen",
                                Labels.GENERATION,
                                "stolen")))
                .containsEntry(Labels.STACK_NAME, "mine")
                .containsEntry("Com.Example.Key", "kept")
                .doesNotContainValue("stolen");
    }

    @Test
    void joinsAffinityRulesWhoseKeysDifferInCase() {
        assertThat(ContainerLabels.normalized(Map.of(
                        "io.rancher.scheduler.affinity:host_label", "a=b,c=d",
                        "IO.rancher.scheduler.affinity:host_label", "c=d,e=f")))
                .containsOnlyKeys("io.rancher.scheduler.affinity:host_label")
                .hasEntrySatisfying(
                        "io.rancher.scheduler.affinity:host_label",
                        value -> assertThat(value.split(",")).containsExactlyInAnyOrder("a=b", "c=d", "e=f"));
    }

    @Test
    void theHostNameFollowsTheContainerNameWhenAsked() {
        var named = UnitContainers.of(UNIT, config("", Map.of(Labels.HOSTNAME_OVERRIDE, "container_name")));
        assertThat(named.container().network().hostname()).isEqualTo("shop-web-3");
        assertThat(UnitContainers.of(UNIT, config("", Map.of()))
                        .container()
                        .network()
                        .hostname())
                .isNull();
    }

    record HostnameCase(
            String prefix, String suffix, @Nullable String domain, int length, String start) {}

    static final List<HostnameCase> HOSTNAMES = List.of(
            new HostnameCase("shop-web", "-3", null, 10, "shop-web-3"),
            new HostnameCase("x".repeat(70), "-12", null, 64, "xxx"),
            new HostnameCase("x".repeat(70), "-12", "example.com", 52, "xxx"),
            new HostnameCase("x".repeat(61), "-12", null, 64, "xxx"));

    @ParameterizedTest
    @FieldSource("HOSTNAMES")
    void cutsLongHostNamesBeforeTheNumber(HostnameCase c) {
        assertThat(UnitContainers.hostname(c.prefix(), c.suffix(), c.domain()))
                .hasSize(c.length())
                .startsWith(c.start())
                .endsWith(c.suffix());
    }

    @Test
    void resolvesReferencesAndAddresses() {
        var ports = List.of(new Port(null, 80, 80, "tcp"), new Port("10.0.0.9", 81, 81, "tcp"));
        var container = container(Map.of(), ports);
        var sidekick = new LaunchConfig("logger", container, "", List.of(""), 10, Map.of());
        ContainerSpec resolved = UnitContainers.of(UNIT, sidekick).resolved(Map.of("", "uuid-primary"), "10.0.0.1");
        assertThat(resolved.network().networkOf()).isEqualTo("uuid-primary");
        assertThat(resolved.storage().volumesFrom()).containsExactly("uuid-primary");
        assertThat(resolved.network().ports())
                .containsExactly(new Port("10.0.0.1", 80, 80, "tcp"), new Port("10.0.0.9", 81, 81, "tcp"));
    }

    private static ServiceSpec spec(LaunchConfig primary, LaunchConfig... sidekicks) {
        return new ServiceSpec("web", "", 1, primary, List.of(sidekicks), Map.of(), List.of(), Map.of());
    }

    private static LaunchConfig config(String name, Map<String, String> labels) {
        return new LaunchConfig(name, container(labels, List.of()), null, List.of(), 10, Map.of());
    }

    private static ContainerSpec container(Map<String, String> labels, List<Port> ports) {
        var network = new Network(null, null, null, null, ports, List.of(), List.of(), List.of(), List.of(), List.of());
        return new ContainerSpec(
                "busybox",
                null,
                null,
                Map.of(),
                labels,
                ContainerSpec.Process.DEFAULT,
                network,
                ContainerSpec.Storage.DEFAULT,
                ContainerSpec.Resources.DEFAULT,
                ContainerSpec.Security.DEFAULT,
                null,
                null);
    }
}
