package io.drover.server;

import io.drover.server.training.PaperAgentClient;
import io.drover.testkit.TestCertificates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** Three environments with the same things in each: the callers' own, a foreign one and a removed one. */
final class Tenants {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String COMPOSE = "services: {web: {image: 'web:1', environment: {PASSWORD: gold}}}";

    private static final TestCertificates CERTIFICATES = new TestCertificates("tenants", Instant.now());

    final Client admin;
    final String own;
    final String foreign;
    final String removed;
    /** By role: a caller that has that role in {@link #own}, and none in {@link #foreign}. */
    final Map<String, Client> callers = new LinkedHashMap<>();

    /** By type: the id of one that is in another stack of {@link #own} than the custom role's. */
    final Map<String, String> elsewhere = new LinkedHashMap<>();

    private final Map<String, Map<String, String>> samples = new LinkedHashMap<>();
    private final Map<String, String> accounts = new LinkedHashMap<>();
    private final List<Map<String, String>> members = new ArrayList<>();

    Tenants(String url, String adminKey) throws InterruptedException {
        this.admin = new Client(url, adminKey, null);
        this.own = environment("own");
        this.foreign = environment("foreign");
        this.removed = environment("removed");
        callers.put("admin", admin);
        callers.put("user", user("user"));
        List<String> roles = List.of("owner", "member", "restricted", "readonly");
        for (String role : roles) {
            callers.put(role, user(role).in(own));
        }
        roles.stream().map(this::membership).forEach(members::add);
        admin.in(own).setMembers(members);
        callers.put("project", environmentKey());
        for (String environment : List.of(own, foreign, removed)) {
            fill(admin.in(environment));
        }
        fillAnotherStack(admin.in(own));
        String stack = String.valueOf(samples(own).get("stack"));
        callers.put("viewer", holder("viewer", "*:r"));
        callers.put("deployer", holder("deployer", "stack,service,serviceLog,container:crud@" + stack));
        admin.post("/projects/" + removed + "?action=deactivate", Map.of()).ok();
        admin.send("DELETE", "/projects/" + removed, null).ok();
    }

    /** By type: the id of one that is in the environment. */
    Map<String, String> samples(String environment) {
        return Objects.requireNonNull(samples.get(environment), environment);
    }

    private String environment(String name) {
        return admin.post("/projects", Map.of("name", name)).ok().path("id").asString();
    }

    private Client user(String name) {
        String account =
                admin.post("/accounts", Map.of("name", name)).ok().path("id").asString();
        accounts.put(name, account);
        return admin.as(key(admin, Map.of("accountId", account, "name", name)));
    }

    private Client environmentKey() {
        return admin.as(key(admin, Map.of("accountId", own, "name", "environment key")))
                .in(own);
    }

    private static String key(Client maker, Map<String, String> body) {
        var made = maker.post("/apikeys", body).ok();
        return made.path("publicValue").asString() + ":"
                + made.path("secretValue").asString();
    }

    private Map<String, String> membership(String role) {
        return Map.of("externalIdType", "rancher_id", "externalId", String.valueOf(accounts.get(role)), "role", role);
    }

    /** A host, a stack with a service and a container, and credentials. */
    private void fill(Client environment) throws InterruptedException {
        var token = environment.post("/registrationtokens", Map.of()).ok();
        Client host = environment
                .in(null)
                .as("registrationToken:" + token.path("token").asString());
        String key = (environment.environment() + "0123456789abcdef").repeat(4);
        host.post("/register", Map.of("key", key)).ok();
        var granted = await(
                        host,
                        "/register?key=" + key,
                        answer -> answer.body().path("data").path(0).hasNonNull("secretKey"))
                .body()
                .path("data")
                .path(0);
        var unused = PaperAgentClient.link(
                environment.url(),
                granted.path("accessKey").asString(),
                granted.path("secretKey").asString());
        await(
                environment,
                "/hosts?state=active",
                answer -> !answer.body().path("data").isEmpty());
        environment
                .post("/stacks", Map.of("name", "shop", "dockerCompose", COMPOSE, "startOnCreate", true))
                .ok();
        await(
                environment,
                "/containers?state=running",
                answer -> !answer.body().path("data").isEmpty());
        String keyOfEnvironment = admin.post("/apikeys", Map.of("accountId", String.valueOf(environment.environment())))
                .ok()
                .path("id")
                .asString();
        Map<String, String> ids = new LinkedHashMap<>();
        for (String type : List.of("host", "stack", "service", "serviceLog", "container", "registrationToken")) {
            ids.put(
                    type,
                    environment.ids("/" + type.toLowerCase(Locale.ROOT) + "s").getFirst());
        }
        ids.put("apiKey", keyOfEnvironment);
        ids.putAll(kept(environment));
        samples.put(String.valueOf(environment.environment()), ids);
    }

    /** What may be written and not be read again. */
    private static Map<String, String> kept(Client environment) {
        String registry = made(environment, "registry", Map.of("serverAddress", "registry.test:5000"));
        var leaf = CERTIFICATES.good(Instant.now(), "shop.test");
        Map<String, String> pem = Map.of("name", "shop", "cert", leaf.chainPem(), "key", leaf.keyPem());
        Map<String, String> credential = Map.of("registryId", registry, "publicValue", "ann", "secretValue", "gold");
        return Map.of(
                "registry", registry,
                "registryCredential", made(environment, "registryCredential", credential),
                "certificate", made(environment, "certificate", pem),
                "secret", made(environment, "secret", Map.of("name", "gold", "value", "Z29sZA==")));
    }

    private static String made(Client environment, String type, Map<String, String> body) {
        String plural = type.equals("registry") ? "registries" : type.toLowerCase(Locale.ROOT) + "s";
        return environment.post("/" + plural, body).ok().path("id").asString();
    }

    /** Somebody in {@link #own} with a custom role, which is made. */
    Client holder(String role, String... grants) {
        admin.in(own)
                .post("/projectroles", Map.of("name", role, "baseRole", "member", "grants", List.of(grants)))
                .ok();
        Client holder = user(role).in(own);
        members.add(membership(role));
        admin.in(own).setMembers(members);
        return holder;
    }

    private void fillAnotherStack(Client environment) throws InterruptedException {
        environment
                .post("/stacks", Map.of("name", "annex", "dockerCompose", COMPOSE, "startOnCreate", true))
                .ok();
        await(
                environment,
                "/containers?state=running",
                answer -> answer.body().path("data").size() == 2);
        for (String type : List.of("stack", "service", "serviceLog", "container")) {
            elsewhere.put(
                    type,
                    environment.ids("/" + type.toLowerCase(Locale.ROOT) + "s").getLast());
        }
    }

    private static Client.Answer await(Client client, String path, Predicate<Client.Answer> reached)
            throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Client.Answer answer = client.get(path);
            if (answer.status() == 200 && reached.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after %s still: %s".formatted(LIMIT, answer));
            }
            Thread.sleep(100);
        }
    }
}
