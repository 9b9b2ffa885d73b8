package io.drover.scheduler;

import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.model.environment.EnvironmentFacts.State;
import io.drover.model.environment.EnvironmentNews;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.drover.model.environment.TemplateStack;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** Identity-service as this service knows it, over HTTP; an environment nobody made has no limits of its own. */
final class PlayedIdentity implements AutoCloseable {
    private static final String GENERATION = "identity-1";

    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<Long, EnvironmentFacts> environments = new ConcurrentHashMap<>();
    private final Sinks.Many<EnvironmentFacts> changed =
            Sinks.many().multicast().directBestEffort();
    private final DisposableServer server;

    /** Environments about which it does not answer. */
    final Set<Long> silentAbout = ConcurrentHashMap.newKeySet();

    final Set<Long> endedAgents = ConcurrentHashMap.newKeySet();
    final Map<Long, String> removals = new ConcurrentHashMap<>();
    final Set<Long> finished = ConcurrentHashMap.newKeySet();

    PlayedIdentity() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/internal/environments", this::all)
                        .get("/internal/environments/{id}", this::one)
                        .post("/internal/environments/{id}/removal", this::removal)
                        .delete("/internal/agents/{id}", this::ended))
                .bindNow();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Says it to who follows, and to who asks. */
    void say(long id, State state, Quota quota, PrivilegePolicy privileges, TemplateStack... stacks) {
        say(new EnvironmentFacts(
                new EnvironmentId(id), "uuid-1a" + id, "env 1a" + id, state, quota, privileges, null, List.of(stacks)));
    }

    /** An environment without limits whose hosts may stay away that long. */
    void say(long id, @Nullable Long hostRemoveDelay) {
        say(new EnvironmentFacts(
                new EnvironmentId(id),
                "uuid-1a" + id,
                "env 1a" + id,
                State.ACTIVE,
                Quota.UNLIMITED,
                PrivilegePolicy.RESTRICTED,
                hostRemoveDelay,
                List.of()));
    }

    private void say(EnvironmentFacts facts) {
        environments.put(facts.id().value(), facts);
        changed.emitNext(facts, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
    }

    void remove(long id) {
        say(id, State.REMOVED, Quota.UNLIMITED, PrivilegePolicy.RESTRICTED);
    }

    private Publisher<Void> all(HttpServerRequest request, HttpServerResponse response) {
        Flux<String> list = Flux.fromIterable(environments.values()).map(this::line);
        Flux<String> alive = Flux.interval(Duration.ZERO, Duration.ofSeconds(1)).map(_ -> "{}\n");
        return response.header("Content-Type", "application/x-ndjson")
                .send(
                        Flux.merge(changed.asFlux().map(this::line), list.concatWith(alive))
                                .map(line -> Unpooled.copiedBuffer(line, StandardCharsets.UTF_8)),
                        _ -> true);
    }

    private Publisher<Void> one(HttpServerRequest request, HttpServerResponse response) {
        long id = Long.parseLong(String.valueOf(request.param("id")));
        if (silentAbout.contains(id)) {
            return response.status(503).send();
        }
        EnvironmentFacts facts = environments.computeIfAbsent(
                id,
                _ -> new EnvironmentFacts(
                        new EnvironmentId(id),
                        "uuid-1a" + id,
                        "env 1a" + id,
                        State.ACTIVE,
                        Quota.UNLIMITED,
                        PrivilegePolicy.RESTRICTED,
                        null,
                        List.of()));
        return response.header("Content-Type", "application/json").sendString(Mono.just(line(facts)));
    }

    private Publisher<Void> removal(HttpServerRequest request, HttpServerResponse response) {
        long id = Long.parseLong(String.valueOf(request.param("id")));
        return request.receive()
                .aggregate()
                .asString()
                .doOnNext(body -> {
                    removals.put(id, body);
                    if (body.contains("\"finished\":true")) {
                        finished.add(id);
                    }
                })
                .then(response.status(204).send());
    }

    private Publisher<Void> ended(HttpServerRequest request, HttpServerResponse response) {
        endedAgents.add(Long.parseLong(String.valueOf(request.param("id"))));
        return response.status(204).send();
    }

    private String line(EnvironmentFacts facts) {
        return json.writeValueAsString(new EnvironmentNews(GENERATION, facts)) + "\n";
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
