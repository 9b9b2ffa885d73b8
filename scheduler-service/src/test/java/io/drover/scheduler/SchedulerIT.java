package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.HostId;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.NativeContainer;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.ObservedInstance.State;
import io.drover.runtime.setting.LiveSettings;
import io.drover.scheduler.store.HostRow;
import io.drover.scheduler.store.R2dbcHostStore;
import io.drover.scheduler.store.Repositories;
import io.drover.testkit.MariaDb;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** The whole service on the real MariaDB; the test plays clients and agents over HTTP. */
@NullUnmarked // answers are read as free maps: a missing field fails the test
class SchedulerIT {
    private static final String SECRET = "a-secret-of-the-test-alone";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("scheduler");

    private static final PlayedIdentity IDENTITY = new PlayedIdentity();

    @TempDir
    static Path data;

    private static ConfigurableApplicationContext context;
    private static WebTestClient http;
    private static WebClient internal;

    @BeforeAll
    static void start() {
        context = SchedulerApplication.builder()
                .initializers(created -> ((GenericApplicationContext) created)
                        .registerBean(ReactiveJwtDecoder.class, () -> SchedulerIT::decode))
                .run(
                        "--server.port=0",
                        "--drover.internal.secret=" + SECRET,
                        "--drover.database.url="
                                + DATABASE.r2dbcUrl(System.getProperty("drover.test.driver", "mariadb")),
                        "--drover.database.schema=" + DATABASE.schema(),
                        "--drover.services.identity-url=" + IDENTITY.url(),
                        "--drover.data-dir=" + data,
                        "--drover.scheduler.host-grace=5s");
        context.getBean(LiveSettings.class).replace(Map.of());
        int port =
                ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
        http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(LIMIT)
                .build();
        internal = WebClient.builder()
                .baseUrl("http://127.0.0.1:" + port)
                .defaultHeader("X-Drover-Internal", SECRET)
                .build();
    }

    @AfterAll
    static void stop() {
        context.close();
        IDENTITY.close();
    }

    /** The token is {@code role.environment}; identity-service's signature is not this test's business. */
    private static Mono<Jwt> decode(String token) {
        String[] parts = token.split("\\.", -1);
        return Mono.just(Jwt.withTokenValue(token)
                .header("alg", "none")
                .claim("sub", "1a1")
                .claim("kind", "user")
                .claim("name", "tester")
                .claim("role", parts[0])
                .claim("env", parts[1])
                .claim("env_uuid", "uuid-" + parts[1])
                .claim("env_name", "env " + parts[1])
                .build());
    }

    private static final String COMPOSE = """
            services:
              web:
                image: web:1
                deploy: {replicas: 3}
                ports: ["8080:80"]
            """;

    @Test
    void deploysScalesAndRemoves() throws InterruptedException {
        String token = "owner.1a11";
        try (var first = new PlayedAgent(internal, 101, 11);
                var second = new PlayedAgent(internal, 102, 11);
                var third = new PlayedAgent(internal, 103, 11)) {
            List<PlayedAgent> agents = List.of(first, second, third);
            Map<?, ?> stack = post(
                    token,
                    "/v2-beta/stacks",
                    Map.of("name", "shop", "dockerCompose", COMPOSE, "startOnCreate", true),
                    201);
            assertThat(stack.get("state")).isEqualTo("active");
            for (PlayedAgent agent : agents) {
                List<DesiredInstance> wanted = agent.await(all -> all.size() == 1);
                DesiredInstance web = wanted.getFirst();
                assertThat(web.name()).startsWith("shop-web-");
                assertThat(web.container().labels()).containsEntry("io.rancher.stack.name", "shop");
                assertThat(web.container().network().ports())
                        .containsExactly(new ContainerSpec.Port(null, 8080, 80, "tcp"));
                agent.obey();
            }
            String service = awaitService(token, "web", one -> "active".equals(one.get("state")));
            Map<?, ?> web = get(token, "/v2-beta/services/" + service);
            assertThat(web.get("healthState")).isEqualTo("healthy");
            assertThat((List<?>) web.get("publicEndpoints")).hasSize(3);
            assertThat(list(token, "/v2-beta/containers?state=running&serviceId=" + service))
                    .hasSize(3);

            put(token, "/v2-beta/services/" + service, Map.of("scale", 4));
            Map<?, ?> waiting = get(
                    token,
                    "/v2-beta/services/" + awaitService(token, "web", one -> "error".equals(one.get("transitioning"))));
            assertThat(waiting.get("transitioningMessage").toString())
                    .contains("8080")
                    .contains("shop-web-");

            put(token, "/v2-beta/services/" + service, Map.of("scale", 1));
            int removed = 0;
            for (PlayedAgent agent : agents) {
                if (agent.host != hostOfSlotOne(token, service)) {
                    agent.await(all -> all.getFirst().target() == Target.REMOVED);
                    agent.obey();
                    agent.await(List::isEmpty);
                    removed++;
                }
            }
            assertThat(removed).isEqualTo(2);
            awaitService(token, "web", one -> "active".equals(one.get("state")));

            delete(token, "/v2-beta/stacks/" + stack.get("id"));
            PlayedAgent last = agents.stream()
                    .filter(agent -> !agent.wanted.isEmpty())
                    .findFirst()
                    .orElseThrow();
            last.await(all -> all.getFirst().target() == Target.REMOVED);
            last.obey();
            await(() -> list(token, "/v2-beta/stacks").isEmpty());
            assertThat(list(token, "/v2-beta/containers")).isEmpty();
            assertThat(get(token, "/v2-beta/stacks/" + stack.get("id")).get("state"))
                    .isEqualTo("removed");
        }
    }

    private static long hostOfSlotOne(String token, String service) {
        Map<?, ?> first = list(token, "/v2-beta/containers?serviceId=" + service + "&name=shop-web-1")
                .getFirst();
        return Long.parseLong(first.get("hostId").toString().substring(2));
    }

    @Test
    void startsLostHostsContainersElsewhereAndTakesTheSurplusBack() throws InterruptedException {
        String token = "owner.1a12";
        try (var stays = new PlayedAgent(internal, 201, 12)) {
            var goes = new PlayedAgent(internal, 202, 12);
            post(
                    token,
                    "/v2-beta/stacks",
                    Map.of(
                            "name",
                            "lost",
                            "dockerCompose",
                            "services:\n  web:\n    image: web:1\n    deploy: {replicas: 2}\n",
                            "startOnCreate",
                            true),
                    201);
            stays.await(all -> all.size() == 1);
            goes.await(all -> all.size() == 1);
            stays.obey();
            goes.obey();
            awaitService(token, "web", one -> "active".equals(one.get("state")));
            goes.close();
            await(() -> list(token, "/v2-beta/hosts?state=reconnecting").size() == 1);
            stays.await(all -> all.size() == 2);
            stays.obey();
            await(() -> list(token, "/v2-beta/hosts?state=disconnected").size() == 1);
            awaitService(token, "web", one -> "active".equals(one.get("state")));
            try (var back = new PlayedAgent(internal, 202, 12)) {
                assertThat(back.host).isEqualTo(goes.host);
                back.await(all -> all.size() == 1 && all.getFirst().target() == Target.REMOVED);
                back.obey();
                back.await(List::isEmpty);
                await(() -> list(token, "/v2-beta/containers").size() == 2);
            }
        }
    }

    @Test
    void tellsWhatAnImageLacksAndShowsForeignContainers() throws InterruptedException {
        String token = "owner.1a13";
        try (var agent = new PlayedAgent(internal, 301, 13)) {
            post(
                    token,
                    "/v2-beta/stacks",
                    Map.of(
                            "name",
                            "images",
                            "dockerCompose",
                            "services:\n  web:\n    image: nothing:1\n",
                            "startOnCreate",
                            true),
                    201);
            DesiredInstance web = agent.await(all -> all.size() == 1).getFirst();
            var failed = PlayedAgent.seen(web, State.FAILED, "image nothing:1 was not found; tried again in 2 s");
            var stranger = new NativeContainer(
                    "0123",
                    "stranger",
                    "busybox",
                    "running",
                    "172.17.0.9",
                    List.of(),
                    Map.of("a", "b"),
                    1_700_000_000_000L);
            agent.report(
                    new ObservedBatch(1, true, agent.version, null, List.of(failed), List.of(stranger), List.of()));
            Map<?, ?> service = get(
                    token,
                    "/v2-beta/services/" + awaitService(token, "web", one -> "error".equals(one.get("transitioning"))));
            assertThat(service.get("transitioningMessage").toString()).contains("nothing:1");
            Map<?, ?> seen = list(token, "/v2-beta/containers?name=stranger").getFirst();
            assertThat(seen.get("nativeContainer")).isEqualTo(true);
            assertThat(seen.get("actions").toString()).doesNotContain("remove", "stop");
            agent.report(new ObservedBatch(2, false, agent.version, null, List.of(), List.of(), List.of("0123")));
            await(() -> list(token, "/v2-beta/containers?name=stranger").isEmpty());
        }
    }

    /** An engine's sentence may be of any length: it must not keep back what else the host reports. */
    @Test
    void aLongSentenceOfAnEngineIsShortenedAndStored() throws InterruptedException {
        String token = "owner.1a18";
        try (var agent = new PlayedAgent(internal, 801, 18)) {
            post(
                    token,
                    "/v2-beta/stacks",
                    Map.of("name", "long", "dockerCompose", "services: {web: {image: a}}", "startOnCreate", true),
                    201);
            DesiredInstance web = agent.await(all -> all.size() == 1).getFirst();
            var failed = PlayedAgent.seen(web, State.FAILED, "stat " + "/a".repeat(2_500) + ": no such file");
            var stranger = new NativeContainer(
                    "0124", "n".repeat(400), "busybox", "running", null, List.of(), Map.of(), 1_700_000_000_000L);
            agent.report(new ObservedBatch(
                    1, true, agent.version, "f".repeat(3_000), List.of(failed), List.of(stranger), List.of()));
            Map<?, ?> service = get(
                    token,
                    "/v2-beta/services/" + awaitService(token, "web", one -> "error".equals(one.get("transitioning"))));
            assertThat(service.get("transitioningMessage").toString()).contains("stat /a/a");
        }
    }

    /** Two requests at once: neither undoes the other. */
    @Test
    void requestsAtTheSameTimeDoNotUndoEachOther() {
        String token = "owner.1a19";
        for (int i = 0; i < 12; i++) {
            Map<?, ?> stack = post(
                    token,
                    "/v2-beta/stacks",
                    Map.of("name", "race" + i, "dockerCompose", "services: {web: {image: a}}"),
                    201);
            String path = "/v2-beta/stacks/" + stack.get("id");
            Map<String, Object> service =
                    Map.of("name", "late", "stackId", stack.get("id"), "launchConfig", Map.of("imageUuid", "docker:a"));
            Stream.<Runnable>of(
                            () -> attempt(HttpMethod.PUT, token, path, Map.of("description", "changed")),
                            () -> delete(token, path),
                            () -> attempt(HttpMethod.POST, token, "/v2-beta/services", service),
                            () -> attempt(
                                    HttpMethod.POST,
                                    token,
                                    path + "?action=upgrade",
                                    Map.of("dockerCompose", "services: {web: {image: b}, more: {image: a}}")))
                    .parallel()
                    .forEach(Runnable::run);
            assertThat(get(token, path).get("state"))
                    .as("a stack that was removed")
                    .isIn("removing", "removed");
        }
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> list(token, "/v2-beta/stacks").isEmpty());
        assertThat(list(token, "/v2-beta/services")).isEmpty();
    }

    private static void attempt(HttpMethod method, String token, String path, Map<String, ?> body) {
        http.method(method)
                .uri(path)
                .headers(h -> h.setBearerAuth(token))
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .value(status -> assertThat(status).isLessThan(500));
    }

    /** The report of an agent that links is read before the link is written: it must not take it back. */
    @Test
    void aNoteOfAnAgentLeavesTheLinkAlone() {
        try (var agent = new PlayedAgent(internal, 901, 33)) {
            var id = new HostId(agent.host);
            var rows = context.getBean(Repositories.class).hosts();
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> rows.byId(id).block(LIMIT).connected());
            HostRow linked = rows.byId(id).block(LIMIT);
            var store = context.getBean(R2dbcHostStore.class);
            store.setLink(id, false, Instant.now()).block(LIMIT);
            store.setLinkNote(linked, "frozen").block(LIMIT);
            HostRow after = rows.byId(id).block(LIMIT);
            assertThat(after.connected()).isFalse();
            assertThat(after.linkNote()).isEqualTo("frozen");
        }
    }

    @Test
    void keepsEnvironmentsApart() {
        Map<?, ?> stack = post("owner.1a14", "/v2-beta/stacks", Map.of("name", "mine"), 201);
        for (String path :
                List.of("/v2-beta/stacks/" + stack.get("id"), "/v2-beta/stacks/" + stack.get("id") + "/services")) {
            http.get()
                    .uri(path)
                    .headers(h -> h.setBearerAuth("owner.1a15"))
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
        assertThat(list("owner.1a15", "/v2-beta/stacks")).isEmpty();
        http.delete()
                .uri("/v2-beta/stacks/" + stack.get("id"))
                .headers(h -> h.setBearerAuth("readonly.1a14"))
                .exchange()
                .expectStatus()
                .isEqualTo(405);
        http.get().uri("/internal/hosts/1/desired").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void brokenFilesCreateNothing() {
        String token = "owner.1a16";
        Map<?, ?> error =
                post(token, "/v2-beta/stacks", Map.of("name", "broken", "dockerCompose", "services:\n  a: [\n"), 422);
        assertThat(error.get("fieldName")).isEqualTo("dockerCompose");
        assertThat(error.get("message").toString()).contains("line").contains("column");
        assertThat(list(token, "/v2-beta/stacks")).isEmpty();
        post(token, "/v2-beta/stacks", Map.of("name", "twice"), 201);
        assertThat(post(token, "/v2-beta/stacks", Map.of("name", "twice"), 422).get("code"))
                .isEqualTo("NotUnique");
    }

    @Test
    void whatBelongsToTheSystemIsChangedByTheRolesThatAreSetOnly() {
        Map<String, Object> infrastructure =
                Map.of("name", "infra", "system", true, "dockerCompose", "services: {dns: {image: 'dns:1'}}");
        Map<?, ?> stack = post("owner.1a17", "/v2-beta/stacks", infrastructure, 201);
        assertThat(stack.get("system")).isEqualTo(true);
        Map<?, ?> mine = post("member.1a17", "/v2-beta/stacks", Map.of("name", "mine"), 201);
        assertThat(mine.get("system")).isEqualTo(false);
        String path = "/v2-beta/stacks/" + stack.get("id");
        String service = "/v2-beta/services/"
                + list("owner.1a17", "/v2-beta/services?system=true").getFirst().get("id");

        assertThat((Map<?, ?>) get("restricted.1a17", path).get("actions")).isEmpty();
        assertThat((Map<?, ?>) get("restricted.1a17", service).get("actions")).isEmpty();
        assertThat((Map<?, ?>) get("member.1a17", service).get("actions")).isNotEmpty();
        assertThat(refused("restricted.1a17", path)).contains("Cannot update system stack");
        assertThat(refused("restricted.1a17", service)).contains("Cannot update system service");
        put("member.1a17", path, Map.of("description", "changed"));
        put("restricted.1a17", "/v2-beta/stacks/" + mine.get("id"), Map.of("description", "changed"));
        Map<?, ?> added = post(
                "restricted.1a17",
                "/v2-beta/services",
                Map.of("name", "more", "stackId", stack.get("id"), "launchConfig", Map.of("imageUuid", "docker:a")),
                403);
        assertThat(added.toString()).contains("modify.infrastructure.roles");
    }

    private static String refused(String token, String path) {
        return http.put()
                .uri(path)
                .headers(h -> h.setBearerAuth(token))
                .bodyValue(Map.of("description", "changed"))
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    private static String awaitService(String token, String name, Predicate<Map<?, ?>> wanted)
            throws InterruptedException {
        var found = new String[1];
        await(() -> list(token, "/v2-beta/services?name=" + name).stream()
                .filter(wanted)
                .peek(one -> found[0] = one.get("id").toString())
                .findFirst()
                .isPresent());
        return found[0];
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come to be in " + LIMIT);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static Map<?, ?> get(String token, String path) {
        return body(http.get()
                .uri(path)
                .headers(h -> h.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult());
    }

    private static List<Map<?, ?>> list(String token, String path) {
        return ((List<?>) get(token, path).get("data"))
                .stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList();
    }

    private static Map<?, ?> post(String token, String path, Map<String, ?> body, int status) {
        return body(http.post()
                .uri(path)
                .headers(h -> h.setBearerAuth(token))
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(Map.class)
                .returnResult());
    }

    private static void put(String token, String path, Map<String, ?> body) {
        http.put()
                .uri(path)
                .headers(h -> h.setBearerAuth(token))
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static void delete(String token, String path) {
        http.delete()
                .uri(path)
                .headers(h -> h.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static Map<?, ?> body(EntityExchangeResult<Map> result) {
        return Stream.ofNullable(result.getResponseBody()).findFirst().orElseThrow();
    }
}
