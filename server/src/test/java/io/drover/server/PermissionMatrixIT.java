package io.drover.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every type × verb × role × own, foreign and removed environment, against the running server. Types and verbs come from the
 * schemas, what is expected from {@link PermissionTable}: a type that is served and not in the table fails here.
 */
class PermissionMatrixIT {
    private static final String KEY = "MATRIXACCESSKEY00001:matrix-secret-of-a-server-that-nobody-uses";
    /** Refused before anybody looked at what was asked for. */
    private static final List<Integer> REFUSALS = List.of(401, 403, 404, 405);

    /** Types that live in an environment. */
    private static final Set<String> SCOPED = Set.of(
            "certificate",
            "container",
            "host",
            "machine",
            "quotaUsage",
            "register",
            "registrationToken",
            "registry",
            "registryCredential",
            "secret",
            "service",
            "serviceLog",
            "stack",
            "volume");

    /**
     * An environment is made by one request, whatever its body; a second factor is enrolled by somebody who has just signed in
     * ({@code SecondFactorIT}).
     */
    private static final Set<String> NOT_MADE_BY_A_KEY = Set.of("project", "secondFactor");

    @TempDir
    static Path data;

    private static DroverServer server;
    private static Tenants tenants;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("DROVER_BOOTSTRAP_KEY", KEY);
        server = new DroverServer(
                new DroverServer.Settings("127.0.0.1", 0, data, null, new TlsOptions.Choice(null, false, 0)));
        server.start();
        tenants = new Tenants("http://127.0.0.1:" + server.port(), KEY);
    }

    @AfterAll
    static void stop() {
        server.close();
        System.clearProperty("DROVER_BOOTSTRAP_KEY");
    }

    static List<String> roles() {
        return PermissionTable.ROLES;
    }

    private static Client caller(String role) {
        return Objects.requireNonNull(tenants.callers.get(role), role);
    }

    @ParameterizedTest
    @MethodSource("roles")
    void schemasSayExactlyWhatTheTableSays(String role) {
        Map<String, String> said = new TreeMap<>();
        for (JsonNode schema : caller(role).get("/schemas").ok().path("data")) {
            String rights = rights(schema);
            if (!rights.isEmpty()) {
                said.put(schema.path("id").asString(), rights);
            }
        }
        assertThat(said).isEqualTo(PermissionTable.of(role));
    }

    private static String rights(JsonNode schema) {
        List<String> methods = new ArrayList<>();
        schema.path("collectionMethods").forEach(method -> methods.add(method.asString()));
        schema.path("resourceMethods").forEach(method -> methods.add(method.asString()));
        return (methods.contains("POST") ? "c" : "")
                + (methods.contains("GET") ? "r" : "")
                + (methods.contains("PUT") ? "u" : "")
                + (methods.contains("DELETE") ? "d" : "");
    }

    @ParameterizedTest
    @MethodSource("roles")
    void collectionsAnswerByTheTable(String role) {
        List<String> wrong = new ArrayList<>();
        for (String type : listable()) {
            String rights = PermissionTable.of(role).getOrDefault(type, "");
            expect(wrong, role, "GET", path(type), rights, "r", isOutside(role) && isScoped(type));
            if (!NOT_MADE_BY_A_KEY.contains(type)) {
                expect(wrong, role, "POST", path(type), rights, "c", isOutside(role) && isScoped(type));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void expect(
            List<String> wrong,
            String role,
            String method,
            String path,
            String rights,
            String right,
            boolean needsEnvironment) {
        int status = caller(role)
                .send(method, path, method.equals("GET") ? null : Map.of())
                .status();
        boolean isRight = rights.isEmpty()
                ? status == 404
                : !rights.contains(right)
                        ? status == 405
                        : needsEnvironment ? status == 403 : !REFUSALS.contains(status);
        if (!isRight) {
            wrong.add("%s: %s %s with rights '%s' answered %d".formatted(role, method, path, rights, status));
        }
    }

    @ParameterizedTest
    @MethodSource("roles")
    void ownResourcesAreReachedByTheTableAndOthersNever(String role) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> own = tenants.samples(tenants.own);
        Map<String, String> foreign = tenants.samples(tenants.foreign);
        Map<String, String> removed = tenants.samples(tenants.removed);
        own.forEach((type, id) -> {
            String rights = PermissionTable.of(role).getOrDefault(type, "");
            if (!isOutside(role)) {
                expectOne(wrong, role, type, id, rights, false);
                expectOne(wrong, role, type, String.valueOf(foreign.get(type)), rights, true);
                expectOne(wrong, role, type, String.valueOf(removed.get(type)), rights, true);
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** Nothing is changed: updates are empty, and only what must be refused is asked to be removed. */
    private static void expectOne(
            List<String> wrong, String role, String type, String id, String rights, boolean isElsewhere) {
        Map<String, String> methods = Map.of("GET", "r", "PUT", "u", "DELETE", "d");
        methods.forEach((method, right) -> {
            boolean isAllowed = rights.contains(right);
            if (method.equals("DELETE") && isAllowed && !isElsewhere) {
                return;
            }
            int status = caller(role)
                    .send(method, path(type) + "/" + id, method.equals("PUT") ? Map.of() : null)
                    .status();
            int refusal = rights.isEmpty() ? 404 : isAllowed ? 404 : 405;
            boolean isRight = isAllowed && !isElsewhere ? !REFUSALS.contains(status) : status == refusal;
            if (!isRight) {
                wrong.add("%s: %s %s/%s (%s) answered %d"
                        .formatted(role, method, type, id, isElsewhere ? "elsewhere" : "own", status));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("roles")
    void actionsOfOtherEnvironmentsResourcesAreNotThere(String role) {
        if (isOutside(role)) {
            return;
        }
        List<String> wrong = new ArrayList<>();
        for (JsonNode schema : caller(role).get("/schemas").ok().path("data")) {
            String type = schema.path("id").asString();
            String foreign = tenants.samples(tenants.foreign).get(type);
            if (foreign != null) {
                schema.path("resourceActions").propertyNames().forEach(action -> {
                    int status = caller(role)
                            .post(path(type) + "/" + foreign + "?action=" + action, Map.of())
                            .status();
                    if (status != 404 && status != 422) {
                        wrong.add("%s: %s of a foreign %s answered %d".formatted(role, action, type, status));
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void otherEnvironmentsAreClosed(String role) {
        Client caller = caller(role);
        boolean isAdministrator = role.equals("admin");
        assertThat(caller.in(tenants.foreign).get("/stacks").status()).isEqualTo(isAdministrator ? 200 : 403);
        assertThat(caller.in(tenants.removed).get("/stacks").status()).isEqualTo(403);
        assertThat(caller.in("1a99999").get("/stacks").status()).isEqualTo(403);
    }

    /** A custom role that reads everything, and one for everything in one stack; both are parts of a member. */
    static List<String> customRoles() {
        return List.of("viewer", "deployer");
    }

    /** What the custom role leaves of a member's row of the table. */
    private static Map<String, String> left(String customRole) {
        Map<String, String> rights = new TreeMap<>();
        PermissionTable.of("member").forEach((type, letters) -> {
            String granted = customRole.equals("viewer")
                    ? "r"
                    : switch (type) {
                        case "service", "serviceLog", "container" -> "crud";
                        case "stack" -> "rud"; // A new stack is not the one the role is for.
                        case "schema" -> "r"; // What there is to read is no matter of grants.
                        default -> "";
                    };
            String left = letters.replaceAll("[^" + granted + "-]", "");
            if (!left.isEmpty() && !granted.isEmpty()) {
                rights.put(type, left);
            }
        });
        return rights;
    }

    @ParameterizedTest
    @MethodSource("customRoles")
    void schemasOfCustomRolesSayWhatIsLeft(String role) {
        Map<String, String> said = new TreeMap<>();
        for (JsonNode schema : caller(role).get("/schemas").ok().path("data")) {
            String rights = rights(schema);
            if (!rights.isEmpty()) {
                said.put(schema.path("id").asString(), rights);
            }
        }
        assertThat(said).isEqualTo(left(role));
    }

    @ParameterizedTest
    @MethodSource("customRoles")
    void collectionsAnswerByWhatIsLeft(String role) {
        List<String> wrong = new ArrayList<>();
        for (String type : listable()) {
            if (type.equals("projectMember")) {
                // Below an environment's address this is the environment's own link, followed from outside.
                continue;
            }
            String rights = left(role).getOrDefault(type, "");
            expect(wrong, role, "GET", path(type), rights, "r", false);
            if (!NOT_MADE_BY_A_KEY.contains(type)) {
                expect(wrong, role, "POST", path(type), rights, "c", false);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("customRoles")
    void resourcesAreReachedByWhatIsLeft(String role) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> foreign = tenants.samples(tenants.foreign);
        tenants.samples(tenants.own).forEach((type, id) -> {
            String rights = left(role).getOrDefault(type, "");
            expectOne(wrong, role, type, id, rights, false);
            expectOne(wrong, role, type, String.valueOf(foreign.get(type)), rights, true);
        });
        tenants.elsewhere.forEach((type, id) ->
                expectOne(wrong, role, type, id, left(role).getOrDefault(type, ""), role.equals("deployer")));
        assertThat(wrong).isEmpty();
    }

    @Test
    void aRoleForOneStackSeesAndMakesNothingInAnother() {
        Client deployer = caller("deployer");
        Map<String, String> own = tenants.samples(tenants.own);
        for (String type : List.of("stack", "service", "serviceLog", "container")) {
            assertThat(deployer.ids(path(type))).as(type).contains(String.valueOf(own.get(type)));
            assertThat(deployer.ids(path(type))).as(type).doesNotContain(tenants.elsewhere.get(type));
            assertThat(caller("viewer").ids(path(type))).as(type).contains(tenants.elsewhere.get(type));
        }
        String stack = String.valueOf(tenants.elsewhere.get("stack"));
        Map<String, Object> service = Map.of("launchConfig", Map.of("imageUuid", "docker:web:1"), "name", "more");
        assertThat(deployer.post("/stacks/" + stack + "/services", service).status())
                .isEqualTo(404);
        Map<String, Object> there = new TreeMap<>(service);
        there.put("stackId", stack);
        Client.Answer refused = deployer.post("/services", there);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().toString()).contains("'deployer'", String.valueOf(own.get("stack")));
        assertThat(deployer.post("/stacks/" + stack + "?action=activateservices", Map.of())
                        .status())
                .isEqualTo(404);
        String container = String.valueOf(tenants.elsewhere.get("container"));
        for (String action : List.of("logs", "execute", "restart", "remove")) {
            assertThat(deployer.post("/containers/" + container + "?action=" + action, Map.of())
                            .status())
                    .as(action)
                    .isEqualTo(404);
        }
    }

    @Test
    void aHostIsShownWithTheContainersThatTheRoleShows() {
        Map<String, String> own = tenants.samples(tenants.own);
        String host = "/hosts/" + own.get("host");
        Client watcher = tenants.holder("watcher", "host:r", "container:r@" + own.get("stack"));
        Client machinist = tenants.holder("machinist", "host:r");

        assertThat(instances(caller("member"), host))
                .contains(own.get("container"), tenants.elsewhere.get("container"));
        assertThat(instances(watcher, host)).containsExactly(own.get("container"));
        assertThat(instances(machinist, host)).isEmpty();
    }

    private static List<String> instances(Client caller, String host) {
        return caller.get(host)
                .ok()
                .path("instanceIds")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void aRoleForOneStackHearsOfNoOther() throws InterruptedException {
        String own = String.valueOf(tenants.samples(tenants.own).get("stack"));
        String other = String.valueOf(tenants.elsewhere.get("stack"));
        try (Subscription deployer = new Subscription(caller("deployer"));
                Subscription viewer = new Subscription(caller("viewer"))) {
            deployer.begin(() -> describe(own, "listening?"));
            viewer.begin(() -> describe(own, "listening?"));
            describe(other, "for one");
            assertThat(viewer.until("for one")).contains(other);
            describe(own, "for both");
            assertThat(deployer.until("for both")).contains(own).doesNotContain(other);
        }
    }

    private static void describe(String stack, String text) {
        tenants.admin
                .in(tenants.own)
                .send("PUT", "/stacks/" + stack, Map.of("description", text))
                .ok();
    }

    @Test
    void whoOnlyReadsDoesNotSeeWhatContainersAreTold() {
        Map<String, String> own = tenants.samples(tenants.own);
        JsonNode container =
                caller("readonly").get("/containers/" + own.get("container")).ok();
        assertThat(container.has("environment")).isFalse();
        JsonNode service =
                caller("readonly").get("/services/" + own.get("service")).ok();
        assertThat(service.path("launchConfig").has("imageUuid")).isTrue();
        assertThat(service.path("launchConfig").has("environment")).isFalse();
        assertThat(caller("readonly").get("/stacks/" + own.get("stack")).ok().has("dockerCompose"))
                .isFalse();
        assertThat(caller("readonly")
                        .get("/schemas/launchConfig")
                        .ok()
                        .path("resourceFields")
                        .has("environment"))
                .isFalse();

        JsonNode seen =
                caller("restricted").get("/services/" + own.get("service")).ok();
        assertThat(seen.path("launchConfig").has("environment")).isTrue();
    }

    @Test
    void strangersSeeNothing() {
        Client stranger = tenants.admin.as("NOBODY00000000000000:nothing");
        List<Integer> statuses = new ArrayList<>();
        for (String type : listable()) {
            statuses.add(stranger.get(path(type)).status());
        }
        assertThat(new TreeSet<>(statuses)).containsExactly(401);
    }

    /** Types with a collection of their own. */
    private static List<String> listable() {
        return PermissionTable.types().stream()
                .filter(type ->
                        !List.of("servicesPortRange", "subscribe", "token").contains(type))
                .toList();
    }

    private static boolean isScoped(String type) {
        return SCOPED.contains(type);
    }

    private static boolean isOutside(String role) {
        return role.equals("admin") || role.equals("user");
    }

    private static String path(String type) {
        String plural =
                type.endsWith("y") && !type.endsWith("Key") ? type.substring(0, type.length() - 1) + "ies" : type + "s";
        return "/" + plural.toLowerCase(Locale.ROOT);
    }
}
