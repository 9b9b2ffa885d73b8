package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.HostId;
import io.drover.model.environment.EnvironmentFacts.State;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.drover.model.environment.Quota.Item;
import io.drover.model.environment.TemplateStack;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import io.drover.scheduler.host.HostView;
import io.drover.scheduler.host.StayAway;
import io.drover.scheduler.store.R2dbcHostStore;
import io.drover.testkit.MariaDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

/** Environments' limits and their end, on the real MariaDB; the test plays identity-service, clients and agents. */
@NullUnmarked // answers are read as free maps: a missing field fails the test
class EnvironmentsIT {
    private static final String SECRET = "a-secret-of-the-test-alone";
    private static final Duration LIMIT = Duration.ofSeconds(40);
    /** Before the environment: an administrator asks. */
    private static final String ADMIN = "admin.";

    private static final Duration GRACE = Duration.ofSeconds(8);

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
                        .registerBean(ReactiveJwtDecoder.class, () -> EnvironmentsIT::decode))
                .run(
                        "--server.port=0",
                        "--drover.internal.secret=" + SECRET,
                        "--drover.database.url="
                                + DATABASE.r2dbcUrl(System.getProperty("drover.test.driver", "mariadb")),
                        "--drover.database.schema=" + DATABASE.schema(),
                        "--drover.services.identity-url=" + IDENTITY.url(),
                        "--drover.data-dir=" + data,
                        "--drover.scheduler.environment-grace=" + GRACE.toSeconds() + "s",
                        "--drover.scheduler.host-grace=5s");
        context.getBean(LiveSettings.class).replace(Map.of());
        String url = "http://127.0.0.1:"
                + ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
        http = WebTestClient.bindToServer().baseUrl(url).responseTimeout(LIMIT).build();
        internal = WebClient.builder()
                .baseUrl(url)
                .defaultHeader("X-Drover-Internal", SECRET)
                .build();
    }

    @AfterAll
    static void stop() {
        context.close();
        IDENTITY.close();
    }

    private static Mono<Jwt> decode(String token) {
        return Mono.just(Jwt.withTokenValue(token)
                .header("alg", "none")
                .claim("sub", "1a1")
                .claim("kind", token.startsWith(ADMIN) ? "admin" : "user")
                .claim("name", "tester")
                .claim("role", "owner")
                .claim("env", token.replace(ADMIN, ""))
                .claim("env_uuid", "uuid-" + token.replace(ADMIN, ""))
                .claim("env_name", "env " + token.replace(ADMIN, ""))
                .build());
    }

    @Test
    void nothingIsMadeWhereLimitsAreNotKnown() {
        IDENTITY.silentAbout.add(20L);
        Answer refused = post("1a20", "/stacks", stack("s", "services: {web: {image: a}}"));
        assertThat(refused.status).isEqualTo(503);
        assertThat(refused.text("detail")).contains("1a20").contains("identity-service");
        assertThatThrownBy(() -> new PlayedAgent(internal, 2001, 20))
                .isInstanceOf(WebClientResponseException.ServiceUnavailable.class);
        assertThat(list("1a20", "/stacks")).isEmpty();
        IDENTITY.silentAbout.remove(20L);
        assertThat(post("1a20", "/stacks", stack("s", "services: {web: {image: a}}")).status)
                .isEqualTo(201);
    }

    @Test
    void whatIsNotPermittedIsRefusedAsAWholeUntilAnAdministratorAllowsIt() {
        String file = """
                services:
                  web: {image: a, privileged: true}
                  db: {image: a, volumes: ['/var/run/docker.sock:/d']}
                """;
        Answer refused = post("1a21", "/stacks", stack("s", file));
        assertThat(refused.status).isEqualTo(422);
        assertThat(refused.text("code")).isEqualTo("NotPermitted");
        assertThat(refused.text("fieldName")).isEqualTo("dockerCompose");
        assertThat(refused.text("message"))
                .contains("service 'web': privileged 'true'")
                .contains("service 'db': volumes '/var/run/docker.sock:/d'")
                .contains("'privileges.allowed'");
        assertThat(list("1a21", "/stacks")).isEmpty();
        String empty = post("1a21", "/stacks", Map.of("name", "empty")).text("id");
        Answer service = post(
                "1a21",
                "/services",
                Map.of(
                        "name",
                        "web",
                        "stackId",
                        empty,
                        "launchConfig",
                        Map.of("imageUuid", "docker:a", "pidMode", "host")));
        assertThat(service.status).isEqualTo(422);
        assertThat(service.text("fieldName")).isEqualTo("launchConfig.pidMode");
        assertThat(post("1a21", "/stacks/" + empty + "?action=upgrade", Map.of("dockerCompose", file)).status)
                .isEqualTo(422);

        IDENTITY.say(21, State.ACTIVE, Quota.UNLIMITED, PrivilegePolicy.UNRESTRICTED);
        Awaitility.await().atMost(LIMIT).until(() -> post("1a21", "/stacks", stack("s", file)).status == 201);
    }

    @Test
    void aTightenedPolicyTouchesNothingThatRunsAndSaysSo() throws InterruptedException {
        String profile = "seccomp={\"x\": \"" + "y".repeat(3_000) + "\"}";
        String file = "services: {web: {image: a, security_opt: ['%s'], pid: host}}".formatted(profile);
        IDENTITY.say(22, State.ACTIVE, Quota.UNLIMITED, PrivilegePolicy.UNRESTRICTED);
        await(() -> post("1a22", "/stacks", stack("s", file)).status == 201);
        try (var agent = new PlayedAgent(internal, 2201, 22)) {
            agent.await(all -> all.size() == 1);
            agent.obey();
            IDENTITY.say(22, State.ACTIVE, Quota.UNLIMITED, PrivilegePolicy.RESTRICTED);
            await(() -> list("1a22", "/stacks")
                    .getFirst()
                    .get("warnings")
                    .toString()
                    .contains("securityOpt 'seccomp="));
            await(() -> list("1a22", "/services").getFirst().get("state").equals("active"));
            assertThat(agent.wanted.getFirst().target()).isEqualTo(Target.RUNNING);
        }
    }

    @Test
    void quotasHoldStacksScalesAndHosts() {
        IDENTITY.say(
                23,
                State.ACTIVE,
                Quota.of(Map.of(Item.CONTAINERS, 3L, Item.HOSTS, 1L, Item.MEMORY, 100L << 20)),
                PrivilegePolicy.RESTRICTED);
        await(() ->
                list("1a23", "/quotausages").getFirst().get("quota").toString().contains("containers=3"));
        Answer four = post("1a23", "/stacks", stack("s", "services: {web: {image: a, scale: 4}}"));
        assertThat(four.status).isEqualTo(422);
        assertThat(four.text("code")).isEqualTo("QuotaExceeded");
        assertThat(four.text("fieldName")).isEqualTo("quota.containers");
        assertThat(four.text("message")).contains("3 containers: 0 containers used, 4 containers more asked for");
        assertThat(list("1a23", "/stacks")).isEmpty();

        String file = "services: {web: {image: a, scale: 2, mem_reservation: 40m}}";
        assertThat(post("1a23", "/stacks", stack("s", file)).status).isEqualTo(201);
        String service = list("1a23", "/services").getFirst().get("id").toString();
        Answer scaled = exchange(HttpMethod.PUT, "1a23", "/services/" + service, Map.of("scale", 3));
        assertThat(scaled.status).isEqualTo(422);
        assertThat(scaled.text("fieldName")).isEqualTo("quota.memory");
        assertThat(exchange(HttpMethod.PUT, "1a23", "/services/" + service, Map.of("scale", 1)).status)
                .isEqualTo(200);
        Map<?, ?> used = (Map<?, ?>) list("1a23", "/quotausages").getFirst().get("used");
        assertThat(used.get("containers")).isEqualTo(1);
        assertThat(used.get("stacks")).isEqualTo(1);

        try (var first = new PlayedAgent(internal, 2301, 23)) {
            assertThatThrownBy(() -> new PlayedAgent(internal, 2302, 23))
                    .isInstanceOf(WebClientResponseException.class)
                    .satisfies(error -> assertThat(((WebClientResponseException) error).getResponseBodyAsString())
                            .contains("1 host"));
            assertThat(first.host).isPositive();
        }
    }

    /** That a global service grows with the hosts is held back where its containers are made, not at the door of the hosts. */
    @Test
    void aHostIsWelcomeWhateverAGlobalServiceWouldMakeOfIt() {
        IDENTITY.say(29, State.ACTIVE, Quota.of(Map.of(Item.CONTAINERS, 1L)), PrivilegePolicy.RESTRICTED);
        await(() ->
                list("1a29", "/quotausages").getFirst().get("quota").toString().contains("containers=1"));
        String file = "services: {web: {image: a, deploy: {mode: global}}}";
        try (var _ = new PlayedAgent(internal, 2901, 29)) {
            assertThat(post("1a29", "/stacks", stack("s", file)).status).isEqualTo(201);
            try (var second = new PlayedAgent(internal, 2902, 29)) {
                assertThat(second.host).isPositive();
            }
        }
    }

    /** Of many that each fit, and together do not, exactly as many are made as fit. */
    @Test
    void aQuotaCannotBeRaced() {
        IDENTITY.say(24, State.ACTIVE, Quota.of(Map.of(Item.CONTAINERS, 5L)), PrivilegePolicy.RESTRICTED);
        await(() ->
                list("1a24", "/quotausages").getFirst().get("quota").toString().contains("containers=5"));
        List<Integer> answers = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> post("1a24", "/stacks", stack("s" + i, "services: {web: {image: a}}")).status)
                .toList();
        assertThat(answers).containsOnly(201, 422);
        assertThat(list("1a24", "/stacks")).hasSize(5);
    }

    @Test
    void everythingInARemovedEnvironmentGoesAndNothingInAnother() throws InterruptedException {
        for (String environment : List.of("1a25", "1a26")) {
            keep(environment);
            assertThat(post(environment, "/stacks", stack("shop", "services: {web: {image: a, scale: 2}}")).status)
                    .isEqualTo(201);
        }
        try (var goes = new PlayedAgent(internal, 2501, 25);
                var stays = new PlayedAgent(internal, 2601, 26)) {
            goes.await(all -> all.size() == 2);
            goes.obey();
            stays.await(all -> all.size() == 2);
            stays.obey();
            await(() -> list("1a26", "/services").getFirst().get("state").equals("active"));
            IDENTITY.remove(25);
            goes.await(all -> all.stream().allMatch(one -> one.target() == Target.REMOVED));
            assertThat(IDENTITY.endedAgents).doesNotContain(2501L);
            goes.obey();
            await(() -> IDENTITY.finished.contains(25L));
            assertThat(IDENTITY.endedAgents).contains(2501L).doesNotContain(2601L);
            assertThat(IDENTITY.removals.get(25L)).contains("everything in it is removed");
            assertThat(stays.wanted).allMatch(one -> one.target() == Target.RUNNING);
            assertThat(list("1a26", "/stacks")).hasSize(1);
            await(() -> count("1a25") == 0);
            await(() -> kept(25) == 0);
            assertThat(kept(26)).isEqualTo(4);
            assertThat(post("1a25", "/stacks", stack("late", "services: {web: {image: a}}")).status)
                    .isEqualTo(403);
        }
    }

    @Test
    void aHostThatIsOutOfReachIsGivenUpAndWhatIsOnItNamed() throws InterruptedException {
        post("1a27", "/stacks", stack("shop", "services: {web: {image: a}}"));
        try (var silent = new PlayedAgent(internal, 2701, 27)) {
            silent.await(all -> all.size() == 1);
            silent.obey();
            await(() -> list("1a27", "/services").getFirst().get("state").equals("active"));
        }
        IDENTITY.remove(27);
        await(() -> String.valueOf(IDENTITY.removals.get(27L)).contains("out of reach: host2701"));
        await(() -> IDENTITY.finished.contains(27L));
        assertThat(IDENTITY.removals.get(27L)).contains("shop-web-1 on host2701");
        assertThat(IDENTITY.endedAgents).contains(2701L);
    }

    @Test
    void aTemplatesStacksStartWithTheFirstHostAndOnlyATrustedOneIsUnbound() throws InterruptedException {
        String file = "services: {agent: {image: a, privileged: true}}";
        IDENTITY.say(
                28,
                State.ACTIVE,
                Quota.UNLIMITED,
                PrivilegePolicy.RESTRICTED,
                new TemplateStack("infra", null, file, null, Map.of(), "catalog://x", true),
                new TemplateStack("sneaky", null, file, null, Map.of(), null, false));
        await(() -> !list("1a28", "/stacks").isEmpty());
        await(() -> list("1a28", "/services").getFirst().get("state").equals("inactive"));
        assertThat(list("1a28", "/stacks"))
                .singleElement()
                .satisfies(stack -> assertThat(stack.get("name")).isEqualTo("infra"))
                .satisfies(stack -> assertThat(stack.get("system")).isEqualTo(true));
        try (var agent = new PlayedAgent(internal, 2801, 28)) {
            agent.await(all -> all.size() == 1);
            agent.obey();
            await(() -> list("1a28", "/services").getFirst().get("state").equals("active"));
            String service = list("1a28", "/services").getFirst().get("id").toString();
            post("1a28", "/services/" + service + "?action=deactivate", Map.of());
            agent.await(all -> all.getFirst().target() == Target.STOPPED);
            agent.obey();
            await(() -> list("1a28", "/services").getFirst().get("state").equals("inactive"));
            try (var second = new PlayedAgent(internal, 2802, 28)) {
                await(() -> list("1a28", "/hosts?state=active").size() == 2);
                assertThat(second.wanted).isEmpty();
                assertThat(list("1a28", "/services").getFirst().get("state")).isEqualTo("inactive");
            }
        }
    }

    /** The template is the administrators' word; what is written into its stacks afterwards is not. */
    @Test
    void whatIsAddedToATrustedStackIsBound() throws InterruptedException {
        String file = "services: {agent: {image: a, privileged: true}}";
        IDENTITY.say(
                30,
                State.ACTIVE,
                Quota.UNLIMITED,
                PrivilegePolicy.RESTRICTED,
                new TemplateStack("infra", null, file, null, Map.of(), "catalog://x", true));
        await(() -> !list("1a30", "/stacks").isEmpty());
        String stack = list("1a30", "/stacks").getFirst().get("id").toString();
        String more = "services: {agent: {image: a, privileged: true}, x: {image: a, volumes: ['/:/host']}}";
        Answer upgraded = post("1a30", "/stacks/" + stack + "?action=upgrade", Map.of("dockerCompose", more));
        assertThat(upgraded.status).isEqualTo(422);
        assertThat(upgraded.text("code")).isEqualTo("NotPermitted");
        Map<String, Object> launch = Map.of("imageUuid", "docker:a", "privileged", true);
        Answer added = post(
                "1a30",
                "/services",
                Map.of("name", "x", "stackId", stack, "startOnCreate", true, "launchConfig", launch));
        assertThat(added.status).isEqualTo(422);
        assertThat(added.text("code")).isEqualTo("NotPermitted");
        try (var agent = new PlayedAgent(internal, 3001, 30)) {
            assertThat(agent.await(all -> all.size() == 1)
                            .getFirst()
                            .container()
                            .image())
                    .isEqualTo("a");
            agent.obey();
            assertThat(post(ADMIN + "1a30", "/stacks/" + stack + "?action=upgrade", Map.of("dockerCompose", more))
                            .status)
                    .isEqualTo(202);
            agent.await(all -> all.size() == 2);
        }
    }

    @Test
    void aUsersTemplateIsHeldToTheRegistriesThatAreAllowed() {
        var settings = context.getBean(LiveSettings.class);
        settings.replace(Map.of(SettingName.REGISTRY_WHITELIST, "registry.corp"));
        try {
            IDENTITY.say(
                    31,
                    State.ACTIVE,
                    Quota.UNLIMITED,
                    PrivilegePolicy.RESTRICTED,
                    new TemplateStack("evil", null, "services: {a: {image: evil/miner}}", null, Map.of(), null, false),
                    new TemplateStack(
                            "good", null, "services: {a: {image: registry.corp/a}}", null, Map.of(), null, false));
            await(() -> !list("1a31", "/stacks").isEmpty());
            assertThat(list("1a31", "/stacks"))
                    .singleElement()
                    .satisfies(stack -> assertThat(stack.get("name")).isEqualTo("good"));
        } finally {
            settings.replace(Map.of());
        }
    }

    @Test
    void theFirstHostStartsWhatCameWithTheEnvironmentAndNothingElse() throws InterruptedException {
        String file = "services: {a: {image: a}}";
        IDENTITY.say(
                32,
                State.ACTIVE,
                Quota.UNLIMITED,
                PrivilegePolicy.RESTRICTED,
                new TemplateStack("came", null, file, null, Map.of(), null, false));
        await(() -> !list("1a32", "/stacks").isEmpty());
        Map<String, Object> own = Map.of("name", "own", "dockerCompose", file, "system", true);
        assertThat(post("1a32", "/stacks", own).status).isEqualTo(201);
        try (var agent = new PlayedAgent(internal, 3201, 32)) {
            agent.await(all -> all.size() == 1);
            agent.obey();
            await(() -> list("1a32", "/services?state=active").size() == 1);
            assertThat(list("1a32", "/services?state=inactive")).hasSize(1);
        }
    }

    @Test
    void aHostMayStayAwayForAsLongAsItsEnvironmentSays() {
        IDENTITY.say(33, 60L);
        try (var agent = new PlayedAgent(internal, 3301, 33)) {
            IDENTITY.say(33, -1L);
            await(() -> stayAway(agent).equals(StayAway.FOREVER));
            IDENTITY.say(33, 60L);
            await(() -> stayAway(agent).equals(new StayAway.For(Duration.ofMinutes(1))));
            IDENTITY.say(33, null);
            await(() -> stayAway(agent).equals(new StayAway.AsInstalled()));
        }
    }

    private static StayAway stayAway(PlayedAgent agent) {
        return context.getBean(R2dbcHostStore.class)
                .host(new HostId(agent.host))
                .map(HostView::stayAway)
                .block(LIMIT);
    }

    @Test
    void theHealthOfManyEnvironmentsIsOneAnswer() {
        String file = "services: {a: {image: a}}";
        post("1a34", "/stacks", stack("one", file));
        post("1a35", "/stacks", Map.of("name", "inactive", "dockerCompose", file, "startOnCreate", false));

        // There is no host: neither runs, and nobody waits for the one that is inactive.
        await(() ->
                health(List.of(34L, 35L, 36L)).equals(Map.of("34", "unhealthy", "35", "unhealthy", "36", "healthy")));
        assertThat(list("1a34", "/stacks").getFirst().get("healthState")).isEqualTo("unhealthy");
        assertThat(health(List.of())).isEmpty();
        assertThatThrownBy(() -> health(LongStream.range(0, 3001).boxed().toList()))
                .isInstanceOf(WebClientResponseException.BadRequest.class);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> health(List<Long> environments) {
        Map<?, ?> answer = internal.post()
                .uri("/internal/environments/health")
                .bodyValue(Map.of("environments", environments))
                .retrieve()
                .bodyToMono(Map.class)
                .block(LIMIT);
        return (Map<String, String>) answer.get("health");
    }

    private static void keep(String environment) {
        String registry = post(environment, "/registries", Map.of("serverAddress", "quay.io"))
                .text("id");
        post(
                environment,
                "/registrycredentials",
                Map.of("registryId", registry, "publicValue", "ann", "secretValue", "swordfish"));
        assertThat(post(environment, "/secrets", Map.of("name", "gold", "value", "c3dvcmRmaXNo")).status)
                .isEqualTo(201);
    }

    /** Rows of what {@link #keep} made; a certificate would be the same. */
    private static long kept(long environment) {
        return context.getBean(DatabaseClient.class)
                .sql("select (select count(*) from registry where environment_id = :id)"
                        + " + (select count(*) from registry_credential where environment_id = :id)"
                        + " + (select count(*) from secret where environment_id = :id)"
                        + " + (select count(*) from secret_version where secret_id in"
                        + " (select id from secret where environment_id = :id)) n")
                .bind("id", environment)
                .map(row -> row.get("n", Long.class))
                .one()
                .block(LIMIT);
    }

    private static int count(String environment) {
        return list(environment, "/hosts?removed_notnull").size()
                + list(environment, "/stacks?removed_notnull").size();
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }

    private record Answer(int status, Map<?, ?> body) {
        String text(String field) {
            return String.valueOf(body.get(field));
        }
    }

    private static Map<String, Object> stack(String name, String file) {
        return Map.of("name", name, "dockerCompose", file, "startOnCreate", true);
    }

    private static Answer post(String environment, String path, Map<String, ?> body) {
        return exchange(HttpMethod.POST, environment, path, body);
    }

    private static Answer exchange(HttpMethod method, String environment, String path, Map<String, ?> body) {
        var result = http.method(method)
                .uri("/v2-beta" + path)
                .headers(h -> h.setBearerAuth(environment))
                .bodyValue(body)
                .exchange()
                .expectBody(Map.class)
                .returnResult();
        Map<?, ?> answer = result.getResponseBody();
        return new Answer(result.getStatus().value(), answer == null ? Map.of() : answer);
    }

    private static List<Map<?, ?>> list(String environment, String path) {
        Map<?, ?> answer = http.get()
                .uri("/v2-beta" + path)
                .headers(h -> h.setBearerAuth(environment))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        return Stream.of((List<?>) answer.get("data"))
                .flatMap(List::stream)
                .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                .toList();
    }
}
