package io.drover.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.Labels;
import io.drover.scheduler.placement.PlacementRule.ContainerLabel;
import io.drover.scheduler.placement.PlacementRule.ContainerName;
import io.drover.scheduler.placement.PlacementRule.HostLabel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PlacementRuleParserTest {
    private static final String A = "io.rancher.scheduler.affinity:";

    record Case(String key, String value, List<PlacementRule> expected) {}

    static final List<Case> LABELS = List.of(
            new Case(
                    A + "host_label", "Zone=A, tier = Web ", List.of(hostLabel("zone", "a"), hostLabel("tier", "web"))),
            new Case(A + "host_label_ne", "zone=a", List.of(new HostLabel("zone", "a", false, true))),
            new Case(A + "host_label_soft", "zone=a", List.of(new HostLabel("zone", "a", true, false))),
            new Case(A + "host_label_soft_ne", "zone=a", List.of(new HostLabel("zone", "a", true, true))),
            new Case(A + "host_label_ne_soft", "zone=a", List.of()),
            new Case(A + "host_label_maybe", "zone=a", List.of()),
            new Case(A + "host_label", "zone", List.of()),
            new Case(A + "host_label", "expr=a=b", List.of(hostLabel("expr", "a=b"))),
            new Case(A + "container", "DB-1,uuid-2", List.of(container("db-1"), container("uuid-2"))),
            new Case(A + "container_ne", "db-1", List.of(new ContainerName("db-1", false, true))),
            new Case(A + "container_label_soft_ne", "a=b", List.of(new ContainerLabel("a", "b", true, true))),
            new Case(A + "container_label", "app=${stack_name}", List.of(containerLabel("app", "shop"))),
            new Case(A + "container_label", "app=${project_name}-x", List.of(containerLabel("app", "shop-x"))),
            new Case(
                    A + "container_label_ne",
                    Labels.STACK_SERVICE_NAME + "=${stack_name}/${service_name}",
                    List.of(new ContainerLabel(Labels.STACK_SERVICE_NAME, "shop/web", false, true))),
            new Case(
                    A + "container_label",
                    Labels.STACK_SERVICE_NAME + "=db",
                    List.of(containerLabel(Labels.STACK_SERVICE_NAME, "shop/db"))),
            new Case("IO.Rancher.Scheduler.Affinity:host_label", "zone=a", List.of(hostLabel("zone", "a"))),
            new Case("com.example.affinity:host_label", "zone=a", List.of()));

    @ParameterizedTest
    @FieldSource("LABELS")
    void readsLabels(Case c) {
        var labels = new HashMap<>(Map.of(Labels.STACK_NAME, "shop", Labels.STACK_SERVICE_NAME, "shop/web"));
        labels.put(c.key(), c.value());
        assertThat(PlacementRuleParser.parse(labels, Map.of())).isEqualTo(c.expected());
    }

    static final List<Case> VARIABLES = List.of(
            new Case("constraint:zone==A", "", List.of(hostLabel("zone", "a"))),
            new Case("constraint:zone", "=a", List.of(hostLabel("zone", "a"))),
            new Case("constraint:zone!", "a", List.of(new HostLabel("zone", "a", false, true))),
            new Case("constraint:zone!=a", "", List.of(new HostLabel("zone", "a", false, true))),
            new Case("constraint:zone==~a", "", List.of(new HostLabel("zone", "a", true, false))),
            new Case("constraint:zone!=~a", "", List.of(new HostLabel("zone", "a", true, true))),
            new Case("affinity:container==db-1", "", List.of(container("db-1"))),
            new Case("affinity:container!=~db-1", "", List.of(new ContainerName("db-1", true, true))),
            new Case("affinity:role==db", "", List.of(containerLabel("role", "db"))),
            new Case("affinity:role", "db", List.of()),
            new Case("constraint:==a", "", List.of()),
            new Case("PATH", "==", List.of()));

    @ParameterizedTest
    @FieldSource("VARIABLES")
    void readsSwarmsVariables(Case c) {
        assertThat(PlacementRuleParser.parse(Map.of(), Map.of(c.key(), c.value())))
                .isEqualTo(c.expected());
    }

    @Test
    void aSidekickThatNamesItsOwnServiceMeansItself() {
        var labels = Map.of(
                Labels.STACK_NAME,
                "shop",
                Labels.STACK_SERVICE_NAME,
                "shop/web/logger",
                A + "container_label_ne",
                Labels.STACK_SERVICE_NAME + "=web");
        assertThat(PlacementRuleParser.parse(labels, Map.of()))
                .containsExactly(new ContainerLabel(Labels.STACK_SERVICE_NAME, "shop/web/logger", false, true));
    }

    @Test
    void namesTheLabelsThatAreNoRule() {
        assertThat(PlacementRuleParser.unreadable(Map.of(
                        A + "host_label", "zone", A + "host_label_ne", "a=b", A + "hostlabel", "a=b", "other", "x")))
                .containsExactly(A + "host_label", A + "hostlabel");
    }

    private static HostLabel hostLabel(String key, String value) {
        return new HostLabel(key, value, false, false);
    }

    private static ContainerLabel containerLabel(String key, String value) {
        return new ContainerLabel(key, value, false, false);
    }

    private static ContainerName container(String name) {
        return new ContainerName(name, false, false);
    }
}
