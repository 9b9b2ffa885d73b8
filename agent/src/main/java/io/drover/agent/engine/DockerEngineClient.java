package io.drover.agent.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.transport.DockerHttpClient;
import io.drover.agent.engine.EngineFailure.Kind;
import io.drover.model.link.RegistryAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine through docker-java. The API version is left open: the client then speaks the newest both know (engines refuse
 * a newer one than theirs).
 */
public final class DockerEngineClient implements EngineClient {
    private static final Duration QUICK = Duration.ofSeconds(8);
    private static final Duration USUAL = Duration.ofSeconds(30);
    /** A loaded machine starts a container in seconds, and queues them. */
    private static final Duration STARTING = Duration.ofSeconds(120);

    private static final Duration PULLING = Duration.ofMinutes(60);

    private final DockerClient docker;

    private final EngineJson json;
    private final @Nullable String self;

    /** @param self id of the container this agent runs in; null if in none */
    public DockerEngineClient(DockerClient docker, DockerHttpClient http, ObjectMapper mapper, @Nullable String self) {
        this.docker = docker;
        this.json = new EngineJson(http, mapper);
        this.self = self;
    }

    @Override
    public EngineInfo info() {
        JsonNode info = call(USUAL, "info", () -> json.get("/info"), EngineMessages.verb("ask"));
        return new EngineInfo(
                info.path("ID").asText(""),
                info.path("Name").asText(""),
                info.path("ServerVersion").asText(""),
                info.path("KernelVersion").asText(""),
                info.path("OperatingSystem").asText(""),
                info.path("Driver").asText(""),
                info.path("DockerRootDir").asText(""),
                info.path("MemTotal").asLong(0),
                info.path("NCPU").asInt(1));
    }

    @Override
    public void ping() {
        call(QUICK, "ping", () -> docker.pingCmd().exec(), EngineMessages.verb("ping"));
    }

    @Override
    public List<EngineContainer> list(Set<String> exact) {
        return call(
                USUAL,
                "list containers",
                () -> docker.listContainersCmd().withShowAll(true).exec().stream()
                        .map(container -> EngineContainers.listed(
                                container, container.getId().equals(self)))
                        .map(container -> exact.contains(container.id()) || container.ownedUuid() == null
                                ? container
                                : inspect(container))
                        .toList(),
                EngineMessages.verb("list"));
    }

    @Override
    public List<EngineContainer> look(Set<String> ids) {
        return call(
                USUAL,
                "look at containers",
                () -> docker.listContainersCmd().withShowAll(true).withIdFilter(ids).exec().stream()
                        .map(container -> EngineContainers.listed(
                                container, container.getId().equals(self)))
                        .toList(),
                EngineMessages.verb("look at"));
    }

    /** One that vanishes between the two calls stays as it was listed; its event is on the way. */
    private EngineContainer inspect(EngineContainer listed) {
        try {
            JsonNode state = json.get("/containers/" + listed.id() + "/json").path("State");
            return state.isMissingNode() ? listed : EngineContainers.inspected(listed, state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void pull(String image, RegistryAccess access, IntConsumer progress) {
        PullCallback callback = new PullCallback(progress);
        call(
                PULLING,
                "pull " + image,
                () -> {
                    PullImageCmd command = docker.pullImageCmd(ImageNames.withTag(image));
                    if (access instanceof RegistryAccess.Credential credential) {
                        command.withAuthConfig(authConfig(credential));
                    }
                    command.exec(callback).awaitCompletion();
                    return true;
                },
                (status, said) -> EngineMessages.pull(image, access, said));
        String problem = callback.problem();
        if (problem != null) {
            throw EngineMessages.pull(image, access, problem);
        }
    }

    private static AuthConfig authConfig(RegistryAccess.Credential credential) {
        boolean isHub = credential.serverAddress().equals("index.docker.io");
        return new AuthConfig()
                .withRegistryAddress(isHub ? AuthConfig.DEFAULT_SERVER_ADDRESS : credential.serverAddress())
                .withUsername(credential.username())
                .withPassword(credential.password());
    }

    @Override
    public String create(Creation creation) {
        String image = creation.instance().container().image();
        return call(
                USUAL,
                "create " + creation.name(),
                () -> ContainerRequests.of(docker, creation).exec().getId(),
                (status, said) -> EngineMessages.create(status, image, said));
    }

    @Override
    public void start(String container) {
        command(STARTING, "start", () -> docker.startContainerCmd(container).exec());
    }

    @Override
    public void stop(String container, int timeoutSeconds) {
        command(
                USUAL.plusSeconds(timeoutSeconds),
                "stop",
                () -> docker.stopContainerCmd(container)
                        .withTimeout(timeoutSeconds)
                        .exec());
    }

    @Override
    public void remove(String container) {
        command(STARTING, "remove", () -> docker.removeContainerCmd(container).exec());
    }

    @Override
    public AutoCloseable events(Consumer<EngineEvent> onEvent, Runnable onGap) {
        return new EventSubscription(docker, onEvent, onGap).start();
    }

    private static void command(Duration limit, String verb, Callable<Void> call) {
        call(
                limit,
                verb,
                () -> {
                    try {
                        call.call();
                    } catch (NotModifiedException e) {
                        return true; // It already is as asked.
                    }
                    return true;
                },
                EngineMessages.verb(verb));
    }

    private static <T> T call(
            Duration limit, String what, Callable<T> call, BiFunction<Integer, String, EngineFailure> refusal) {
        try {
            return Deadlines.within(limit, what, call);
        } catch (ExecutionException e) {
            throw failure(what, Objects.requireNonNullElse(e.getCause(), e), refusal);
        }
    }

    static EngineFailure failure(String what, Throwable cause, BiFunction<Integer, String, EngineFailure> refusal) {
        if (cause instanceof EngineFailure failure) {
            return failure;
        }
        if (cause instanceof DockerException refused && refused.getHttpStatus() > 0) {
            return refusal.apply(refused.getHttpStatus(), EngineMessages.bare(String.valueOf(refused.getMessage())));
        }
        for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof IOException || deeper instanceof UncheckedIOException) {
                return new EngineFailure(
                        Kind.NOT_RESPONDING,
                        "The Docker engine cannot be reached for '%s': %s".formatted(what, deeper.getMessage()));
            }
        }
        return refusal.apply(0, EngineMessages.bare(String.valueOf(cause.getMessage())));
    }

    @Override
    public void close() {
        try {
            docker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
