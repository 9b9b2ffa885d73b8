package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.FakeServer.Reply;
import io.drover.cli.FakeServer.Request;
import io.drover.cli.settings.Credential;
import io.drover.cli.settings.ServerUrl;
import io.drover.cli.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code login --web} against an authorization server in process, which checks what the standard says. */
class WebLoginTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, Integer> refreshes = new ConcurrentHashMap<>();
    private volatile String answersAs = server.url();

    @BeforeEach
    void teach() {
        server.on(
                        "GET /.well-known/oauth-authorization-server",
                        json("{'issuer':'" + server.url()
                                + "','authorization_endpoint':'https://drover.example/oauth2/authorize',"
                                + "'token_endpoint':'https://drover.example/oauth2/token',"
                                + "'revocation_endpoint':'https://drover.example/oauth2/revoke',"
                                + "'authorization_response_iss_parameter_supported':true}"))
                .on("GET /oauth2/authorize", this::authorize)
                .on("POST /oauth2/token", this::token)
                .on("POST /oauth2/revoke", request -> new Reply(200, ""))
                .on("GET /v2-beta/projects", this::projects);
        refreshes.put("refresh-0", 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The body is the address a browser would be sent to. */
    private Reply authorize(Request request) {
        Map<String, String> asked = request.query();
        codes.put("the-code", asked);
        return Reply.ok(asked.get("redirect_uri") + "?code=the-code&state=" + asked.get("state") + "&iss="
                + URLEncoder.encode(answersAs, StandardCharsets.UTF_8));
    }

    private synchronized Reply token(Request request) {
        Map<String, String> form = FakeServer.form(request.body());
        if (!"drover-cli".equals(form.get("client_id"))) {
            return new Reply(401, json("{'error':'invalid_client'}"));
        }
        boolean isRight = "refresh_token".equals(form.get("grant_type"))
                ? refreshes.remove(form.getOrDefault("refresh_token", "")) != null
                : isRight(form);
        if (!isRight) {
            return new Reply(400, json("{'error':'invalid_grant'}"));
        }
        int number = refreshes.size()
                + (int) server.requests().stream()
                        .filter(one -> one.path().equals("/oauth2/token"))
                        .count();
        refreshes.put("refresh-" + number, number);
        return Reply.ok(json("{'access_token':'access-" + number + "','token_type':'Bearer','expires_in':3600,"
                + "'refresh_token':'refresh-" + number + "'}"));
    }

    private boolean isRight(Map<String, String> form) {
        Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
        return asked != null
                && asked.getOrDefault("redirect_uri", "").equals(form.get("redirect_uri"))
                && asked.getOrDefault("code_challenge", "").equals(challenge(form.getOrDefault("code_verifier", "")));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply projects(Request request) {
        return request.header("authorization").startsWith("Bearer access-")
                ? Reply.ok(collection(json("{'id':'1a5','type':'project','name':'Default','state':'active'}")))
                : new Reply(401, Wire.error(401, "Unauthorized", "Unauthorized", ""));
    }

    /** What the person sees: the address of the browser's page is on a line of its own. */
    private static String addressIn(String said) {
        return said.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("http") && line.contains("/oauth2/authorize?"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no address in: " + said));
    }

    private static String get(String address) {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            return browser.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theBrowserComesBackAndTheTokensAreKeptForTheOwnerOnly() throws IOException {
        Drover drover = new Drover(home).at(NOW).watching(said -> {
            String back = get(addressIn(said));
            get(back.replaceAll("state=[^&]*", "state=of-somebody-else"));
            assertThat(get(back)).contains("close this page");
            return "";
        });

        var result = drover.run("login", "--web", server.url());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("logged in to " + server.url() + ", environment Default (1a5)\n");
        assertThat(addressIn(result.err()))
                .startsWith(server.url() + "/oauth2/authorize?")
                .contains("S256");
        assertThat(drover.file().read().credential())
                .isInstanceOfSatisfying(
                        Credential.Granted.class,
                        granted -> assertThat(granted.expires()).isEqualTo(NOW.plusSeconds(3600)));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(drover.file().path())))
                .isEqualTo("rw-------");
    }

    @Test
    void aBrowserElsewhereIsFollowedByPasting() {
        Drover drover = new Drover(home).at(NOW).watching(said -> get(addressIn(said)));

        assertThat(drover.run("login", "--web", server.url()).code()).isZero();
    }

    @Test
    void anAnswerOfAnotherServerIsNotRedeemed() {
        answersAs = "https://attacker.example";
        Drover drover = new Drover(home).at(NOW).watching(said -> get(addressIn(said)));

        var result = drover.run("login", "--web", server.url());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("another server");
        assertThat(server.requests()).noneMatch(request -> request.path().equals("/oauth2/token"));
    }

    @Test
    void aServerWithoutItSaysSo() {
        FakeServer older = new FakeServer();
        try (older) {
            var result = new Drover(home).run("login", "--web", older.url());
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains("has no sign-in through the browser");
        }
    }

    private Drover granted(Instant expires) {
        Drover drover = new Drover(home).at(NOW);
        drover.file()
                .write(new Settings(
                        ServerUrl.parse(server.url()),
                        new Credential.Granted("access-old", "refresh-0", expires),
                        "1a5",
                        "Default"));
        return drover;
    }

    @Test
    void anEndedTokenIsRenewedAndANewOneIsNot() {
        Drover drover = granted(NOW.plusSeconds(600));
        assertThat(drover.run("env").code()).isZero();
        assertThat(server.requests()).noneMatch(request -> request.path().equals("/oauth2/token"));

        drover = granted(NOW.plusSeconds(10));

        assertThat(drover.run("env").code()).isZero();
        assertThat(drover.file().read().credential())
                .isInstanceOfSatisfying(
                        Credential.Granted.class,
                        granted -> assertThat(granted.refresh()).isNotEqualTo("refresh-0"));
        assertThat(drover.run("env").code()).isZero();
        assertThat(server.only("POST", "/oauth2/token").body()).contains("refresh-0");
    }

    @Test
    void manyCommandsAtOnceExchangeTheRefreshTokenOnce() throws Exception {
        granted(NOW);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(
                            () -> new Drover(home).at(NOW).run("env").code()))
                    .toList();
            for (Future<Integer> run : runs) {
                assertThat(run.get()).isZero();
            }
        }
        assertThat(server.only("POST", "/oauth2/token").body()).contains("refresh-0");
    }

    @Test
    void aSignInThatEndedAtTheServerSaysWhatToDo() {
        refreshes.clear();

        var result = granted(NOW).run("env");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("drover login --web");
    }

    @Test
    void logoutRevokesTheRefreshToken() {
        Drover drover = granted(NOW.plusSeconds(600));

        assertThat(drover.run("logout").out()).isEqualTo("logged out\n");

        assertThat(server.only("POST", "/oauth2/revoke").body()).contains("token=refresh-0");
        assertThat(drover.file().read().credential()).isNull();
    }
}
