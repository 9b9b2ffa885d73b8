package io.drover.cli.view;

import static io.drover.cli.Wire.resource;
import static io.drover.cli.Wire.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.api.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ViewTest {
    record State(String json, String word, String detail) {}

    static final List<State> STATES = List.of(
            new State("{'state':'active','healthState':'healthy','transitioning':'no'}", "healthy", ""),
            new State("{'state':'running','healthState':null}", "running", ""),
            new State("{'state':'stopped','healthState':'healthy'}", "stopped", ""),
            new State(
                    "{'state':'starting','transitioning':'yes','transitioningMessage':'In Progress'}", "starting", ""),
            new State(
                    "{'state':'starting','transitioning':'yes','transitioningMessage':'pulling','transitioningProgress':7}",
                    "starting",
                    "pulling 7 %"),
            new State(
                    "{'state':'active','healthState':'degraded','transitioning':'error','transitioningMessage':'no host fits'}",
                    "degraded",
                    "no host fits"),
            new State("{'state':'error','transitioning':'no','transitioningMessage':'left over'}", "error", ""));

    @ParameterizedTest
    @FieldSource("STATES")
    void aWordAndASentence(State given) {
        Resource resource = resource(given.json());
        assertThat(StateText.word(resource)).isEqualTo(given.word());
        assertThat(StateText.detail(resource)).isEqualTo(given.detail());
    }

    @Test
    void servicesByStackAndNameWithScaleAndEndpoints() {
        String endpoints = ",'publicEndpoints':[{'ipAddress':'10.0.0.1','port':80},{'ipAddress':'10.0.0.2','port':80},"
                + "{'ipAddress':'10.0.0.3','port':80},{'ipAddress':'10.0.0.4','port':80}]";
        List<Resource> services = List.of(
                resource(service("1s3", "web", "active", endpoints)),
                resource(service(
                        "1s1",
                        "agent",
                        "active",
                        ",'launchConfig':{'imageUuid':'docker:a','labels':{'io.rancher.scheduler.global':'true'}}")),
                resource(service("1s2", "lost", "activating", ",'stackId':'1st9','currentScale':null")));
        assertThat(ServiceTable.of(services, Map.of("1st1", "hello")).render(false))
                .isEqualTo("""
                ID    NAME          IMAGE        STATE        SCALE      ENDPOINTS                                  DETAIL
                1s1   hello/agent   a            healthy      global 2
                1s3   hello/web     hello/web    healthy      2/2        10.0.0.1:80, 10.0.0.2:80, 10.0.0.3:80 +1
                1s2   lost          hello/lost   activating   2
                """);
    }

    @Test
    void numbersInNamesCount() {
        assertThat(List.of("web-10", "web-2", "db", "web-02", "web-1").stream().sorted(NaturalOrder.INSTANCE))
                .containsExactly("db", "web-1", "web-2", "web-02", "web-10");
    }
}
