package io.drover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser and a command get tokens through the public port of the all-in-one server, and use and lose them there. */
class OAuthThroughThePortIT {
    private static final String KEY = "OAUTHACCESSKEY000001:oauth-secret-of-a-server-that-nobody-uses";
    private static final String PASSWORD = "correct horse battery";
    private static final String REDIRECT = "http://127.0.0.1:43117/callback";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-which-wants-43";
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path data;

    private static DroverServer server;
    private static String url;

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("DROVER_BOOTSTRAP_KEY", KEY);
        System.setProperty("DROVER_BOOTSTRAP_PASSWORD", PASSWORD);
        server = new DroverServer(
                new DroverServer.Settings("127.0.0.1", 0, data, null, new TlsOptions.Choice(null, false, 0)));
        server.start();
        url = "http://127.0.0.1:" + server.port();
    }

    @AfterAll
    static void stop() {
        server.close();
        System.clearProperty("DROVER_BOOTSTRAP_KEY");
        System.clearProperty("DROVER_BOOTSTRAP_PASSWORD");
    }

    private static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create(path.startsWith("/") ? url + path : path))
                        .header("User-Agent", "Mozilla/5.0")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> values)
            throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("User-Agent", "Mozilla/5.0")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(values)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, String> fields(String page) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher matcher = FIELD.matcher(page);
        while (matcher.find()) {
            fields.put(matcher.group(1), matcher.group(2).replace("&#39;", "'").replace("&amp;", "&"));
        }
        return fields;
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElseThrow(() -> new AssertionError(answer.body()));
    }

    private static String challenge() throws NoSuchAlgorithmException {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String query(String address, String name) {
        Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(address);
        assertThat(matcher.find()).as(address).isTrue();
        return URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8);
    }

    private static int status(String authorization, String path) throws IOException, InterruptedException {
        try (HttpClient plain = HttpClient.newHttpClient()) {
            return plain.send(
                            HttpRequest.newBuilder(URI.create(url + path))
                                    .header("Authorization", authorization)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void theCommandGetsATokenUsesItAndLosesItWithinASecond() throws Exception {
        JsonNode told =
                JSON.readTree(get("/.well-known/oauth-authorization-server").body());
        assertThat(told.path("issuer").asString()).isEqualTo(url);
        Map<String, String> ask = new LinkedHashMap<>();
        ask.put("response_type", "code");
        ask.put("client_id", "drover-cli");
        ask.put("redirect_uri", REDIRECT);
        ask.put("state", "s");
        ask.put("scope", "read");
        ask.put("code_challenge", challenge());
        ask.put("code_challenge_method", "S256");
        String page = location(get("/oauth2/authorize?" + form(ask)));
        HttpResponse<String> shown = get(page);
        assertThat(shown.headers().firstValue("content-security-policy").orElse(""))
                .contains("frame-ancestors 'none'")
                .doesNotContain("script-src");
        assertThat(shown.headers().firstValue("referrer-policy")).contains("no-referrer");
        assertThat(shown.headers().firstValue("x-frame-options")).contains("DENY");
        assertThat(get("/oauth2/style.css").headers().firstValue("content-type").orElse(""))
                .startsWith("text/css");
        Map<String, String> signIn = new LinkedHashMap<>(fields(shown.body()));
        signIn.put("name", "admin");
        signIn.put("password", PASSWORD);
        HttpResponse<String> question = get(location(get(location(post(page, signIn)))));
        assertThat(question.headers().firstValue("content-security-policy").orElse(""))
                .contains("form-action 'self' http://127.0.0.1:43117");
        Map<String, String> allow = new LinkedHashMap<>(fields(question.body()));
        allow.put("decision", "approve");
        String answer = location(post("/oauth2/authorize", allow));
        assertThat(query(answer, "iss")).isEqualTo(url);
        Map<String, String> exchange = Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "drover-cli",
                "redirect_uri",
                REDIRECT,
                "code",
                query(answer, "code"),
                "code_verifier",
                VERIFIER);
        JsonNode tokens = JSON.readTree(post("/oauth2/token", exchange).body());
        String access = tokens.path("access_token").asString();
        String basic = "Basic "
                + Base64.getEncoder().encodeToString(("x-api-bearer:" + access).getBytes(StandardCharsets.UTF_8));

        assertThat(status("Bearer " + access, "/v2-beta/projects")).isEqualTo(200);
        assertThat(status(basic, "/v2-beta/projects")).isEqualTo(200);
        assertThat(post("/oauth2/revoke", Map.of("token", access, "client_id", "drover-cli"))
                        .statusCode())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(status("Bearer " + access, "/v2-beta/projects"))
                        .isEqualTo(401));
    }

    @Test
    void aKeysTokenIsNarrowedAtThePortToo() throws Exception {
        Client admin = new Client(url, KEY, null);
        String environment = Objects.requireNonNull(admin.ids("/projects").getFirst());
        Map<String, String> ask = new LinkedHashMap<>();
        ask.put("grant_type", "client_credentials");
        ask.put("client_id", KEY.substring(0, KEY.indexOf(':')));
        ask.put("client_secret", KEY.substring(KEY.indexOf(':') + 1));
        ask.put("scope", "role:readonly environment:" + environment);
        String token = JSON.readTree(post("/oauth2/token", ask).body())
                .path("access_token")
                .asString();
        Client narrowed = new Client(url, "x-api-bearer:" + token, environment);

        assertThat(narrowed.get("/stacks").status()).isEqualTo(200);
        assertThat(narrowed.post("/stacks", Map.of("name", "x")).status()).isEqualTo(405);
        assertThat(new Client(url, "x-api-bearer:" + token, "1a99")
                        .get("/stacks")
                        .status())
                .isEqualTo(403);
    }
}
