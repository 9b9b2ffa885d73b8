package io.drover.agent.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ContainerNetworkSettings;
import com.github.dockerjava.api.model.ContainerPort;
import io.drover.agent.engine.EngineContainer.Reach;
import io.drover.agent.engine.EngineContainer.Run;
import io.drover.agent.engine.EngineContainer.State;
import io.drover.model.Labels;
import io.drover.model.link.ContainerSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** docker-java's answers to our records. */
final class EngineContainers {
    private EngineContainers() {}

    /** @param self true for the agent's own container: it gets the label that protects it, if it has it not */
    static EngineContainer listed(Container container, boolean self) {
        Map<String, String> labels = new HashMap<>(Objects.requireNonNullElse(container.getLabels(), Map.of()));
        if (self) {
            labels.put(Labels.CONTAINER_SYSTEM, EngineContainer.AGENT_SYSTEM);
        }
        String[] names = container.getNames();
        return new EngineContainer(
                container.getId(),
                names == null || names.length == 0 ? container.getId() : names[0].replaceFirst("^/", ""),
                Objects.requireNonNullElse(container.getImage(), ""),
                labels,
                container.getCreated() == null ? 0 : container.getCreated() * 1000,
                new Run(state(container.getState()), null, 0, 0, false),
                new Reach(address(container.getNetworkSettings()), ports(container.getPorts())));
    }

    /** @param state the part of that name of the engine's inspect answer */
    static EngineContainer inspected(EngineContainer listed, JsonNode state) {
        long finished = millis(state.path("FinishedAt").asText(""));
        JsonNode code = state.path("ExitCode");
        return listed.with(new Run(
                state(state.path("Status").asText("")),
                finished == 0 || !code.isInt() ? null : Integer.valueOf(code.asInt()),
                millis(state.path("StartedAt").asText("")),
                finished,
                true));
    }

    private static State state(@Nullable String word) {
        String wanted = word == null ? "" : word.toUpperCase(Locale.ROOT);
        return Stream.of(State.values())
                .filter(state -> state.name().equals(wanted))
                .findFirst()
                .orElse(State.DEAD);
    }

    /** Docker writes "never" as the year 1. */
    private static long millis(String time) {
        if (time.startsWith("0001-")) {
            return 0;
        }
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static @Nullable String address(@Nullable ContainerNetworkSettings settings) {
        if (settings == null || settings.getNetworks() == null) {
            return null;
        }
        return settings.getNetworks().values().stream()
                .map(ContainerNetwork::getIpAddress)
                .filter(address -> address != null && !address.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** Published ports only; the second row that dual-stack engines list for IPv6 is left out. */
    private static List<ContainerSpec.Port> ports(ContainerPort @Nullable [] ports) {
        if (ports == null) {
            return List.of();
        }
        List<ContainerSpec.Port> published = new ArrayList<>();
        for (ContainerPort port : ports) {
            Integer outside = port.getPublicPort();
            Integer inside = port.getPrivatePort();
            if (outside != null
                    && inside != null
                    && (port.getIp() == null || !port.getIp().contains(":"))) {
                String protocol = Objects.requireNonNullElse(port.getType(), "tcp");
                published.add(new ContainerSpec.Port(port.getIp(), outside, inside, protocol));
            }
        }
        published.sort(Comparator.comparingInt(ContainerSpec.Port::containerPort)
                .thenComparingInt(ContainerSpec.Port::hostPort));
        return published;
    }
}
