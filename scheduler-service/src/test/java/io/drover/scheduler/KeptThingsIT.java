package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.link.DocumentVersion;
import io.drover.model.link.Hello;
import io.drover.model.link.HostFacts;
import io.drover.scheduler.SchedulerProgram.Answer;
import io.drover.testkit.GoldenFile;
import io.drover.testkit.MariaDb;
import io.drover.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Registries, certificates and secrets on the real MariaDB, over HTTP. */
class KeptThingsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String MEMBER = "member.1a21";
    private static final String STRANGER = "owner.1a22";

    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("scheduler");

    @TempDir
    static Path data;

    private static SchedulerProgram service;

    @BeforeAll
    static void start() {
        service = new SchedulerProgram(DATABASE, data);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Map<String, Object> certificate(String name, String cert, String key) throws IOException {
        return new HashMap<>(Map.of("name", name, "cert", file(cert), "key", file(key)));
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/certificates", name));
    }

    @Test
    void theWireFormsAreTheContracts() throws IOException {
        String token = "owner.1a20";
        Answer registry = service.post(
                token, "/registries", Map.of("serverAddress", "quay.io", "name", "Quay", "description", "ours"));
        Answer credential = service.post(
                token,
                "/registrycredentials",
                Map.of("registryId", registry.id(), "publicValue", "ann", "secretValue", "swordfish"));
        Answer certificate = service.post(token, "/certificates", certificate("shop", "shop.pem", "shop.key.pem"));
        Answer secret = service.post(token, "/secrets", Map.of("name", "gold", "value", "c3dvcmRmaXNo"));

        Map<String, JsonNode> shown = new LinkedHashMap<>();
        shown.put("registry", registry.ok());
        shown.put("registryCredential, created", credential.ok());
        shown.put(
                "registryCredential",
                service.get(token, "/registrycredentials/" + credential.id()).ok());
        shown.put("certificate", certificate.ok());
        shown.put("secret, created", secret.ok());
        shown.put("secret", service.get(token, "/secrets/" + secret.id()).ok());
        StringBuilder text = new StringBuilder();
        shown.forEach((title, json) -> text.append("# ")
                .append(title)
                .append('\n')
                .append(stable(json))
                .append('\n'));
        GoldenFile.named("kept-things.txt").assertMatches(text.toString());
    }

    /** Without what differs from run to run. */
    private static String stable(JsonNode json) {
        ObjectNode copy = (ObjectNode) json.deepCopy();
        Set.of("uuid", "created", "createdTS", "id", "registryId").forEach(field -> {
            if (copy.hasNonNull(field)) {
                copy.put(field, "...");
            }
        });
        return copy.toPrettyString()
                .replaceAll("http://127\\.0\\.0\\.1:[0-9]+", "http://server")
                .replaceAll("/1([a-z]+)[0-9]+", "/1$1...");
    }

    record Refusal(String path, Map<String, ?> body, int status, String code, String field) {}

    static final List<Refusal> REFUSALS = List.of(
            new Refusal("/registries", Map.of(), 422, "MissingRequired", "serverAddress"),
            new Refusal("/registries", Map.of("serverAddress", "two words"), 422, "InvalidFormat", "serverAddress"),
            new Refusal(
                    "/registrycredentials",
                    Map.of("publicValue", "a", "secretValue", "b"),
                    422,
                    "MissingRequired",
                    "registryId"),
            new Refusal(
                    "/registrycredentials",
                    Map.of("registryId", "1sp99999", "publicValue", "a", "secretValue", "b"),
                    422,
                    "InvalidReference",
                    "registryId"),
            new Refusal("/certificates", Map.of("name", "a", "cert", "x", "key", "y"), 422, "InvalidFormat", "cert"),
            new Refusal("/certificates", Map.of("name", "a", "key", "y"), 422, "MissingRequired", "cert"),
            new Refusal("/secrets", Map.of("name", "a"), 422, "EmptySecret", "value"),
            new Refusal("/secrets", Map.of("name", "a", "value", ""), 422, "EmptySecret", "value"),
            new Refusal("/secrets", Map.of("name", "a", "value", "no base64"), 422, "InvalidBase64", "value"),
            new Refusal("/secrets", Map.of("value", "YQ=="), 422, "MissingRequired", "name"));

    @ParameterizedTest
    @FieldSource("REFUSALS")
    void refusesWithTheContractsCodes(Refusal one) {
        Answer answer = service.post(MEMBER, one.path(), one.body());
        assertThat(answer.status()).isEqualTo(one.status());
        assertThat(answer.body().path("code").asString()).isEqualTo(one.code());
        assertThat(answer.body().path("fieldName").asString()).isEqualTo(one.field());
    }

    @Test
    void aRegistrysAddressIsUsedOncePerEnvironment() {
        Answer first = service.post(MEMBER, "/registries", Map.of("serverAddress", "Once.Test"));
        Answer again = service.post(MEMBER, "/registries", Map.of("serverAddress", "once.test"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body().path("code").asString()).isEqualTo("ServerAddressUsed");
        assertThat(service.post(STRANGER, "/registries", Map.of("serverAddress", "once.test"))
                        .status())
                .isEqualTo(201);
        service.send("DELETE", MEMBER, "/registries/" + first.id(), null).ok();
        assertThat(service.post(MEMBER, "/registries", Map.of("serverAddress", "once.test"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void othersFindNothingAndWhoOnlyReadsChangesNothing() throws IOException {
        Map<String, String> paths = Map.of(
                "/registries",
                        service.post(MEMBER, "/registries", Map.of("serverAddress", "mine.test"))
                                .id(),
                "/secrets",
                        service.post(MEMBER, "/secrets", Map.of("name", "mine", "value", "YQ=="))
                                .id(),
                "/certificates",
                        service.post(MEMBER, "/certificates", certificate("mine", "ec.pem", "ec.key.pem"))
                                .id());
        paths.forEach((collection, id) -> {
            String path = collection + "/" + id;
            assertThat(service.get(STRANGER, path).status()).isEqualTo(404);
            assertThat(service.send("PUT", STRANGER, path, Map.of("name", "x")).status())
                    .isEqualTo(404);
            assertThat(service.send("DELETE", STRANGER, path, null).status()).isEqualTo(404);
            assertThat(service.get("readonly.1a21", path).status()).isEqualTo(200);
            assertThat(service.send("DELETE", "readonly.1a21", path, null).status())
                    .isEqualTo(405);
            assertThat(service.post("readonly.1a21", collection, Map.of()).status())
                    .isEqualTo(405);
        });
        assertThat(service.post(
                                STRANGER,
                                "/registrycredentials",
                                Map.of(
                                        "registryId",
                                        String.valueOf(paths.get("/registries")),
                                        "publicValue",
                                        "a",
                                        "secretValue",
                                        "b"))
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo("InvalidReference");
    }

    @Test
    void aSecretIsShownOnceHasVersionsAndIsStoredSealed() {
        Answer made = service.post(MEMBER, "/secrets", Map.of("name", "sealed", "value", "c3dvcmRmaXNo"));
        assertThat(made.ok().path("value").asString()).isEqualTo("c3dvcmRmaXNo");
        String path = "/secrets/" + made.id();
        for (int version = 2; version <= 12; version++) {
            JsonNode changed = service.post(MEMBER, path + "?action=setvalue", Map.of("value", "YQ=="))
                    .ok();
            assertThat(changed.path("version").asInt()).isEqualTo(version);
            assertThat(changed.hasNonNull("value")).isFalse();
        }
        assertThat(service.get(MEMBER, path).ok().hasNonNull("value")).isFalse();
        JsonNode described = service.send("PUT", MEMBER, path, Map.of("value", "YQ==", "description", "d"))
                .ok();
        assertThat(described.path("description").asString()).isEqualTo("d");
        assertThat(described.path("version").asInt())
                .as("an update does not change the value")
                .isEqualTo(12);
        assertThat(service.post(MEMBER, path + "?action=setvalue", Map.of())
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo("EmptySecret");
        assertThat(service.post(MEMBER, "/secrets", Map.of("name", "SEALED", "value", "YQ=="))
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo("NotUnique");
        List<String> stored = stored("select value_sealed from secret_version v join secret s on s.id = v.secret_id"
                + " where s.name = 'sealed'");
        assertThat(stored).hasSize(10).allSatisfy(text -> assertThat(text).startsWith("e1:localkey:"));

        service.send("DELETE", MEMBER, path, null).ok();
        assertThat(service.get(MEMBER, path).ok().path("state").asString()).isEqualTo("removed");
        assertThat(stored("select value_sealed from secret_version v join secret s on s.id = v.secret_id"
                        + " where s.name = 'sealed'"))
                .isEmpty();
    }

    @Test
    void aCertificateIsRenewedWithOrWithoutItsKeyAndWarnsBeforeItEnds() throws IOException {
        Instant now = Instant.now();
        TestCertificates authority = new TestCertificates("authority", now);
        var soon = authority.endingIn(now, Duration.ofDays(5).plusHours(1), "soon.test");
        Answer made = service.post(
                MEMBER, "/certificates", Map.of("name", "soon", "cert", soon.chainPem(), "key", soon.keyPem()));
        String path = "/certificates/" + made.id();
        assertThat(made.ok().path("state").asString()).isEqualTo("active");
        assertThat(made.body().path("transitioning").asString()).isEqualTo("no");
        assertThat(made.body().path("transitioningMessage").asString()).startsWith("Expires in 5 days, on ");
        assertThat(made.body().hasNonNull("key")).isFalse();

        Answer foreignKey = service.send("PUT", MEMBER, path, Map.of("cert", file("shop.pem")));
        assertThat(foreignKey.status()).isEqualTo(422);
        assertThat(foreignKey.body().path("fieldName").asString()).isEqualTo("key");
        JsonNode described = service.send("PUT", MEMBER, path, Map.of("description", "d", "certChain", authority.pem()))
                .ok();
        assertThat(described.path("CN").asString()).isEqualTo("soon.test");
        JsonNode renewed = service.send("PUT", MEMBER, path, certificate("soon", "shop.pem", "shop.key.pem"))
                .ok();
        assertThat(renewed.path("CN").asString()).isEqualTo("shop.example");
        assertThat(renewed.hasNonNull("transitioningMessage")).isFalse();

        service.send("DELETE", MEMBER, path, null).ok();
        assertThat(stored("select ifnull(key_sealed, 'wiped') from certificate where name = 'soon'"))
                .containsExactly("wiped");
    }

    @Test
    void anAgentIsToldHowToPullWhatIsWantedOnItsHost() throws InterruptedException {
        String token = "owner.1a31";
        long host = hello(31);
        String registry = service.post(token, "/registries", Map.of("serverAddress", "https://pull.test:5000/v2/"))
                .id();
        String old = credential(token, registry, "ann", "old");
        String newest = credential(token, registry, "bob", "swordfish");
        Map<String, String> image = Map.of("image", "pull.test:5000/web:1");
        assertThat(access(host, image).path("kind").asString()).isEqualTo("refused");
        await(() -> service.audited().stream()
                .anyMatch(event -> "registryCredential.handout".equals(event.eventType())
                        && "1a31".equals(event.accountId())
                        && String.valueOf(event.description()).contains("refused to host")));
        deploy(token, "shop", "pull.test:5000/web:1");
        await(() -> !access(host, image).path("kind").asString().equals("refused"));

        JsonNode given = access(host, image);
        assertThat(given.path("kind").asString()).isEqualTo("credential");
        assertThat(given.path("serverAddress").asString()).isEqualTo("pull.test:5000");
        assertThat(given.path("username").asString()).isEqualTo("bob");
        assertThat(given.path("password").asString()).isEqualTo("swordfish");
        await(() -> service.audited().stream()
                .anyMatch(event -> "registryCredential.handout".equals(event.eventType())
                        && newest.equals(event.resourceId())
                        && "1a31".equals(event.accountId())
                        && String.valueOf(event.description()).contains("to pull 'pull.test:5000/web:1'")));

        service.send("PUT", token, "/registrycredentials/" + newest, Map.of("secretValue", "fresh"))
                .ok();
        assertThat(access(host, image).path("password").asString()).isEqualTo("fresh");
        service.post(token, "/registrycredentials/" + newest + "?action=deactivate", Map.of())
                .ok();
        assertThat(access(host, image).path("username").asString()).isEqualTo("ann");
        service.send("DELETE", token, "/registrycredentials/" + old, null).ok();
        assertThat(access(host, image).path("kind").asString()).isEqualTo("anonymous");
        service.post(token, "/registries/" + registry + "?action=deactivate", Map.of())
                .ok();
        assertThat(access(host, image).path("sentence").asString()).contains("is inactive");
        service.send("DELETE", token, "/registries/" + registry, null).ok();
        assertThat(access(host, image).path("kind").asString()).isEqualTo("anonymous");
        assertThat(service.get(token, "/registrycredentials/" + newest)
                        .ok()
                        .path("state")
                        .asString())
                .isEqualTo("removed");
        assertThat(
                        stored(
                                "select ifnull(secret_sealed, 'wiped') from registry_credential where public_value in ('ann', 'bob')"))
                .contains("wiped")
                .doesNotContain("swordfish");
    }

    @Test
    void aHostOfAnotherEnvironmentGetsNothing() throws InterruptedException {
        String registry = service.post("owner.1a41", "/registries", Map.of("serverAddress", "other.test"))
                .id();
        credential("owner.1a41", registry, "ann", "swordfish");
        long host = hello(42);
        deploy("owner.1a42", "shop", "other.test/web:1");
        Map<String, String> image = Map.of("image", "other.test/web:1");

        await(() -> access(host, image).path("kind").asString().equals("anonymous"));
        assertThat(service.internal("/hosts/99999/registry", image).status()).isEqualTo(404);
    }

    private static String credential(String token, String registry, String user, String password) {
        return service.post(
                        token,
                        "/registrycredentials",
                        Map.of("registryId", registry, "publicValue", user, "secretValue", password))
                .id();
    }

    private static JsonNode access(long host, Map<String, String> question) {
        return service.internal("/hosts/" + host + "/registry", question).ok();
    }

    private static void deploy(String token, String stack, String image) {
        service.post(
                        token,
                        "/stacks",
                        Map.of(
                                "name",
                                stack,
                                "startOnCreate",
                                true,
                                "dockerCompose",
                                "services: {web: {image: '%s'}}".formatted(image)))
                .ok();
    }

    /** A host whose agent is linked for as long as the test runs. */
    private static long hello(long environment) {
        var facts = new HostFacts(
                "engine-" + environment,
                "host",
                "192.0.2.1",
                "20.10",
                "6.1",
                "Test",
                "overlay2",
                8L << 30,
                4000,
                1000,
                Map.of());
        long host = service.internal(
                        "/hosts/hello",
                        Map.of(
                                "agent",
                                environment,
                                "environment",
                                environment,
                                "environmentUuid",
                                "uuid",
                                "environmentName",
                                "env",
                                "hello",
                                new Hello("test", Hello.PROTOCOL, Set.of(), DocumentVersion.NONE, facts)))
                .ok()
                .path("host")
                .asLong();
        service.linked(host);
        return host;
    }

    private static List<String> stored(String sql) {
        return service.bean(DatabaseClient.class)
                .sql(sql)
                .map(row -> String.valueOf(row.get(0, String.class)))
                .all()
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow();
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not reached within " + LIMIT);
            }
            Thread.sleep(50);
        }
    }
}
