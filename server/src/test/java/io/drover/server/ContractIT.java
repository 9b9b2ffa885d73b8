package io.drover.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.gateway.audit.AuditEvent;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract through the public port, where several parts answer together. */
@ExtendWith(SharedServer.class)
class ContractIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static String url() {
        return SharedServer.place().url();
    }

    private static String inside(String version) {
        return url() + "/" + version + "/projects/" + SharedServer.place().environment();
    }

    private static HttpResponse<String> send(String method, String address, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", basic())
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(SharedServer.key().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode get(String address) throws Exception {
        HttpResponse<String> answer = send("GET", address, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void versionsAreListedAndTheLatestIsNamed() throws Exception {
        JsonNode versions = get(url() + "/");
        assertThat(versions.path("links").path("latest").asString()).isEqualTo(url() + "/v2-beta");
        assertThat(versions.path("data").path(0).path("id").asString()).isEqualTo("v1");
        assertThat(versions.path("data").path(1).path("links").path("self").asString())
                .isEqualTo(url() + "/v2-beta");
        assertThat(get(url() + "/v2-beta").path("links").path("projects").asString())
                .isEqualTo(url() + "/v2-beta/projects");
    }

    /** One part keeps environments, another one knows what is in them. */
    @Test
    void anEnvironmentShowsHowItsStacksAre() throws Exception {
        String made = created(url() + "/v2-beta/projects", "{\"name\": \"empty\"}")
                .path("id")
                .asString();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> "healthy"
                        .equals(get(url() + "/v2-beta/projects/" + made)
                                .path("healthState")
                                .asString("")));
        created(url() + "/v2-beta/projects/" + made + "/stacks", """
                {"name": "down", "dockerCompose": "services: {web: {image: 'nginx:1'}}", "startOnCreate": true}""");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> "unhealthy"
                        .equals(get(url() + "/v2-beta/projects/" + made)
                                .path("healthState")
                                .asString("")));
        send("DELETE", url() + "/v2-beta/projects/" + made, "");
    }

    /** One part keeps roles, another one knows most of the types they name. */
    @Test
    void aRoleNamesTypesThatThereAre() throws Exception {
        String roles = inside("v2-beta") + "/projectroles";
        JsonNode made = created(roles, "{\"name\": \"deployer\", \"grants\": [\"Stack,serviceLog,auditLog:r\"]}");
        assertThat(made.path("grants").path(0).asString()).isEqualTo("auditLog,serviceLog,stack:r");
        HttpResponse<String> refused = send(
                "POST",
                roles,
                "{\"name\": \"misspelt\", \"grants\": [\"stakc:r\"]}",
                "Content-Type",
                "application/json");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(refused.body()).path("message").asString())
                .isEqualTo("the grant 'stakc:r' names 'stakc', which is no type: did you mean 'stack'?");
        assertThat(send("GET", url() + "/internal/types", "").statusCode()).isEqualTo(404);
        send("DELETE", roles + "/" + made.path("id").asString(), "");
    }

    @Test
    void openApiIsValidForEveryRole() throws Exception {
        List<String> places = new ArrayList<>(List.of(url() + "/v2-beta", inside("v2-beta")));
        for (String role : List.of("user", "readonly", "restricted", "agent", "register")) {
            places.add(url() + "/v2-beta");
            assertValid(
                    send("GET", url() + "/v2-beta/openapi.json?_role=" + role, "")
                            .body(),
                    role);
        }
        for (String place : places) {
            assertValid(send("GET", place + "/openapi.json", "").body(), place);
        }
    }

    private static void assertValid(String document, String what) {
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(document, List.of(), new ParseOptions());
        assertThat(parsed.getMessages()).as(what).isEmpty();
        assertThat(parsed.getOpenAPI()).as(what).isNotNull();
    }

    @Test
    void openApiSaysWhatTheSchemasSay() throws Exception {
        JsonNode document = get(inside("v2-beta") + "/openapi.json");
        assertThat(document.path("servers").path(0).path("url").asString()).isEqualTo(inside("v2-beta"));
        JsonNode stack = document.path("components").path("schemas").path("stackCreate");
        assertThat(stack.path("required").toString()).isEqualTo("[\"name\"]");
        assertThat(stack.path("properties").path("name").path("maxLength").asInt())
                .isEqualTo(63);
        JsonNode paths = document.path("paths");
        assertThat(paths.path("/stacks").path("post").path("requestBody").isObject())
                .isTrue();
        for (JsonNode schema : get(inside("v2-beta") + "/schemas").path("data")) {
            String collection = schema.path("links").path("collection").asString("");
            if (!collection.isEmpty()) {
                assertThat(paths.has(collection.substring(inside("v2-beta").length())))
                        .as(collection)
                        .isTrue();
            }
        }
        JsonNode reading = JSON.readTree(
                send("GET", url() + "/v2-beta/openapi.json?_role=readonly", "").body());
        assertThat(reading.path("paths").path("/stacks").has("post")).isFalse();
        assertThat(reading.path("components").path("schemas").has("stackCreate"))
                .isFalse();
    }

    @Test
    void strangersGetNoDocument() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/v2-beta/openapi.json"))
                .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void theOlderVersionCallsStacksEnvironments() throws Exception {
        String v1 = inside("v1");
        JsonNode schema = get(v1 + "/schemas/environment");
        assertThat(schema.path("links").path("collection").asString()).isEqualTo(v1 + "/environments");
        JsonNode environment = created(v1 + "/environments", "{\"name\":\"old-words\"}");
        assertThat(environment.path("type").asString()).isEqualTo("environment");
        String id = environment.path("id").asString();
        JsonNode service = created(
                v1 + "/services",
                "{\"name\":\"web\",\"environmentId\":\"%s\",\"launchConfig\":{\"imageUuid\":\"docker:nginx:1.27\"}}"
                        .formatted(id));
        assertThat(service.path("environmentId").asString()).isEqualTo(id);
        assertThat(service.path("links").path("environment").asString())
                .isEqualTo(v1 + "/services/" + service.path("id").asString() + "/environment");
        JsonNode found = get(v1 + "/services?environmentId=" + id);
        assertThat(found.path("data").path(0).path("id")).isEqualTo(service.path("id"));
        assertThat(get(v1 + "/environments/" + id + "/services")
                        .path("data")
                        .path(0)
                        .path("id"))
                .isEqualTo(service.path("id"));
        assertThat(get(v1 + "/services/" + service.path("id").asString() + "/environment")
                        .path("type")
                        .asString())
                .isEqualTo("environment");
        assertThat(get(v1).path("links").path("environments").asString()).isEqualTo(v1 + "/environments");
        assertThat(send("DELETE", v1 + "/environments/" + id, "").statusCode()).isEqualTo(200);
    }

    private static JsonNode created(String address, String body) throws Exception {
        HttpResponse<String> answer = send("POST", address, body, "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    @Test
    void browsersGetPagesUnderAStrictPolicy() throws Exception {
        for (String path : List.of("", "/schemas", "/stacks", "/boats")) {
            HttpResponse<String> page =
                    send("GET", inside("v2-beta") + path, "", "User-Agent", FIREFOX, "Accept", "text/html,*/*;q=0.8");
            assertThat(page.headers().firstValue("Content-Type")).as(path).hasValue("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy ->
                            assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
            assertThat(page.body()).startsWith("<!doctype html>").doesNotContain("<script", "<style", "style=");
        }
    }

    @Test
    void aFormMayCarryTheTokenThatProtectsBrowsers() throws Exception {
        String[] browser = {
            "User-Agent", FIREFOX, "Cookie", "CSRF=0123456789", "Content-Type", "application/x-www-form-urlencoded"
        };
        assertThat(send("POST", inside("v2-beta") + "/stacks", "name=of-a-form&CSRF=0123456780", browser)
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> made =
                send("POST", inside("v2-beta") + "/stacks", "name=of-a-form&CSRF=0123456789", browser);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        SharedServer.place()
                .client()
                .send(
                        "DELETE",
                        "/stacks/" + JSON.readTree(made.body()).path("id").asString(),
                        null)
                .ok();
    }

    @Test
    void everyListCanBeFilteredAndSortedByWhatItsSchemaSays() throws Exception {
        for (String base : List.of(url() + "/v2-beta", inside("v2-beta"))) {
            for (JsonNode schema : get(base + "/schemas").path("data")) {
                String list = schema.path("links").path("collection").asString("");
                if (list.isEmpty() || schema.path("collectionFilters").isEmpty() || list.endsWith("/subscribe")) {
                    continue;
                }
                StringBuilder query = new StringBuilder(list).append("?_format=json");
                for (var filter : schema.path("collectionFilters").properties()) {
                    query.append('&').append(filter.getKey()).append("_null=1");
                    HttpResponse<String> sorted = send("GET", list + "?sort=" + filter.getKey(), "");
                    assertThat(sorted.statusCode())
                            .as(list + " by " + filter.getKey() + sorted.body())
                            .isIn(200, 403);
                }
                assertThat(send("GET", query.toString(), "").statusCode())
                        .as(query.toString())
                        .isIn(200, 403);
            }
        }
    }

    @Test
    void theAuditLogNamesEveryTypeAsItsSchemaDoes() throws Exception {
        for (String base : List.of(url() + "/v2-beta", inside("v2-beta"))) {
            for (JsonNode schema : get(base + "/schemas").path("data")) {
                String list = schema.path("links").path("collection").asString("");
                if (!list.isEmpty()) {
                    assertThat(AuditEvent.typeName(list.substring(list.lastIndexOf('/') + 1)))
                            .isEqualTo(schema.path("id").asString());
                }
            }
        }
    }

    @Test
    void whoMadeAResourceIsFoundByItsId() throws Exception {
        String made = JSON.readTree(send(
                                "POST",
                                inside("v2-beta") + "/stacks",
                                "{\"name\": \"audited\"}",
                                "Content-Type",
                                "application/json")
                        .body())
                .path("id")
                .asString();
        Awaitility.await()
                .untilAsserted(() -> assertThat(get(inside("v2-beta") + "/auditlogs?resourceId=" + made)
                                .path("data")
                                .findValuesAsString("eventType"))
                        .contains("api.stack.create"));
        send("DELETE", inside("v2-beta") + "/stacks/" + made, "");
    }

    @Test
    void anEnvironmentLinksToWhatIsInIt() throws Exception {
        JsonNode environment = get(inside("v2-beta"));
        List<String> inIt = new ArrayList<>();
        for (var link : get(inside("v2-beta") + "/schemas").path("data")) {
            String list = link.path("links").path("collection").asString("");
            if (!list.isEmpty()) {
                inIt.add(link.path("pluralName").asString());
            }
        }
        inIt.removeAll(List.of(
                "accounts", "activeSettings", "identities", "projects", "schemas", "settings", "subscribe", "tokens"));
        assertThat(environment.path("links").propertyNames()).containsAll(inIt);
    }

    @Test
    void everyLinkOfAServiceAnswersWhatItSays() throws Exception {
        JsonNode service = get(inside("v2-beta") + "/services").path("data").path(0);
        for (var link : service.path("links").properties()) {
            HttpResponse<String> answer = send("GET", link.getValue().asString(), "");
            assertThat(answer.statusCode()).as(link.toString()).isIn(200, 404);
        }
        assertThat(service.path("links").propertyNames())
                .contains("self", "stack", "instances")
                .doesNotContain("containerStats");
    }

    /** Runs the lines of the guide; a line {@code # → text} is what the answer before it must contain. */
    @Test
    void theGuideIsTrue() throws Exception {
        var script = new StringBuilder("set -euo pipefail\nURL=%s\nKEY=%s\nENV=%s\n"
                .formatted(url(), SharedServer.key(), SharedServer.place().environment()));
        String guide = Files.readString(Path.of("..", "docs", "api.md"));
        Matcher blocks = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(guide);
        while (blocks.find()) {
            appendChecked(script, blocks.group(1));
        }
        Path file = Files.createTempFile("guide", ".sh");
        Files.writeString(file, script);
        Process bash = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(said).isZero();
        assertThat(said).contains("13 checked");
    }

    private static void appendChecked(StringBuilder script, String block) {
        var command = new StringBuilder();
        for (String line : block.split("\n", -1)) {
            if (line.startsWith("# → ")) {
                script.append("OUT=$(").append(command.toString().strip()).append(")\n");
                script.append("WANTED=\"").append(quoted(line.substring(4))).append("\"\n");
                script.append("grep -qF -- \"$WANTED\" <<< \"$OUT\" || { echo \"no $WANTED in: $OUT\"; exit 1; }\n");
                script.append("CHECKED=$((${CHECKED:-0} + 1)); echo $CHECKED checked\n");
                command.setLength(0);
            } else if (line.matches("[A-Z]+=.*")) {
                script.append(line).append('\n');
            } else {
                command.append(line).append('\n');
            }
        }
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$");
    }
}
