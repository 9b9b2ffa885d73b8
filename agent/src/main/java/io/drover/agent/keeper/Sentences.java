package io.drover.agent.keeper;

import io.drover.agent.document.DesiredDocument;
import io.drover.agent.engine.EngineContainer;
import io.drover.agent.engine.EngineFailure;
import io.drover.agent.engine.EngineMessages;
import io.drover.agent.reconcile.Observed;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the keeper says to people. */
final class Sentences {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Sentences() {}

    static String time(Instant when) {
        return TIME.format(when);
    }

    /** Why a start failed; a port conflict names port, host and holder. */
    static String start(
            @Nullable DesiredInstance instance,
            EngineFailure failure,
            DesiredDocument document,
            Observed observed,
            String host) {
        String said = String.valueOf(failure.getMessage());
        if (failure.kind() != EngineFailure.Kind.PORT_TAKEN || instance == null) {
            return said;
        }
        OptionalInt port = EngineMessages.portOf(said);
        Optional<ContainerSpec.Port> mine = instance.container().network().ports().stream()
                .filter(wanted -> port.isEmpty() || wanted.hostPort() == port.getAsInt())
                .findFirst();
        if (mine.isEmpty()) {
            return "A port that %s wants on host %s is already used: %s".formatted(instance.name(), host, said);
        }
        ContainerSpec.Port taken = mine.get();
        String holder = observed.holder(taken.hostPort(), taken.protocol(), instance.uuid())
                .or(() -> promised(taken, instance, document, observed))
                .map(EngineContainer::name)
                .map("container '%s'"::formatted)
                .orElse("another program there");
        return "Port %d/%s on host %s is already used by %s: free it, or publish %s on another port or host"
                .formatted(taken.hostPort(), taken.protocol(), host, holder, instance.name());
    }

    /** One of our own that was started a moment ago: the engine's list with its ports is still on the way. */
    private static Optional<EngineContainer> promised(
            ContainerSpec.Port taken, DesiredInstance instance, DesiredDocument document, Observed observed) {
        return document.instances().stream()
                .filter(other -> !other.uuid().equals(instance.uuid()))
                .filter(other ->
                        other.container().network().ports().stream().anyMatch(port -> Observed.sharePort(port, taken)))
                .flatMap(other -> observed.keeper(other.uuid()).stream())
                .findFirst();
    }
}
