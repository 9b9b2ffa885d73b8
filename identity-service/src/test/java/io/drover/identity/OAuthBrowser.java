package io.drover.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser with cookies that follows nothing by itself, and a client that asks for tokens, at the service's own port. */
final class OAuthBrowser {
    static final String BASE = "http://drover.example:8080";
    static final String REDIRECT = "http://127.0.0.1:43117/callback";
    static final String VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-which-wants-43";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final String server;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    OAuthBrowser(int port) {
        this.server = "http://127.0.0.1:" + port;
    }

    /** An answer with its headers. */
    record Page(int status, String body, Map<String, String> headers) {
        String header(String name) {
            return Objects.requireNonNull(headers.get(name), () -> "no " + name + ": " + this);
        }

        JsonNode json() {
            return JSON.readTree(body);
        }

        /** What the answer's address carries, decoded. */
        Map<String, String> query() {
            String query = URI.create(header("location")).getRawQuery();
            return query == null ? Map.of() : parsed(query);
        }

        /** The code that the answer's address carries. */
        String code() {
            return Objects.requireNonNull(query().get("code"), () -> "no code: " + this);
        }

        /** Hidden fields; of several with one name the last. */
        Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher matcher = FIELD.matcher(body);
            while (matcher.find()) {
                fields.put(
                        matcher.group(1), matcher.group(2).replace("&#39;", "'").replace("&amp;", "&"));
            }
            return fields;
        }
    }

    private static Map<String, String> parsed(String query) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            values.put(parts[0], java.net.URLDecoder.decode(parts.length == 2 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return values;
    }

    static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request as the command makes it. */
    static Map<String, String> request(String... more) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", "drover-cli");
        request.put("redirect_uri", REDIRECT);
        request.put("state", "the state, & of the client");
        request.put("code_challenge", challenge(VERIFIER));
        request.put("code_challenge_method", "S256");
        for (int i = 0; i < more.length; i += 2) {
            if (more[i + 1].isEmpty()) {
                request.remove(more[i]);
            } else {
                request.put(more[i], more[i + 1]);
            }
        }
        return request;
    }

    static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    Page get(String path) {
        return send("GET", path, null, null);
    }

    Page authorize(Map<String, String> request) {
        return get("/oauth2/authorize?" + form(request));
    }

    Page post(String path, Map<String, String> values) {
        return send("POST", path, form(values), null);
    }

    /** As a client with a secret. */
    Page post(String path, Map<String, String> values, @Nullable String basic) {
        return send("POST", path, form(values), basic);
    }

    void cookie(String name, String value) {
        cookies.put(name, value);
    }

    Page send(String method, String path, @Nullable String form, @Nullable String basic) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(Duration.ofSeconds(30))
                .header("X-Drover-Base", BASE + "/v2-beta")
                .header("X-API-Client-IP", "192.0.2.80");
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (basic != null) {
            request.header("Authorization", IdentityServer.basic(basic));
        }
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        request.method(
                method, form == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(form));
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("set-cookie").forEach(this::keep);
            Map<String, String> headers = new LinkedHashMap<>();
            answer.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            return new Page(answer.statusCode(), answer.body(), headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String header) {
        String[] pair = header.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
    }

    /** Signs in on the page that the request leads to; answers what comes of it. */
    Page signIn(Map<String, String> request, String name, String password, String code) {
        Page asked = authorize(request);
        String page = asked.header("location");
        Map<String, String> values = new LinkedHashMap<>(get(page).fields());
        values.put("name", name);
        values.put("password", password);
        values.put("code", code);
        return post(page, values);
    }

    /** The question for consent, for somebody who is signed in. */
    Page question(Map<String, String> request) {
        return get(path(authorize(request).header("location")));
    }

    /** Allows what the question asks for; answers the redirect to the client. */
    Page allow(Page question) {
        return decide(question, "approve");
    }

    Page decide(Page question, String decision) {
        String form = Pattern.compile("<input type=\"hidden\" name=\"scope\" value=\"([^\"]*)\">")
                .matcher(question.body())
                .results()
                .map(found -> "&scope=" + URLEncoder.encode(found.group(1), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        Map<String, String> values = new LinkedHashMap<>(question.fields());
        values.remove("scope");
        values.put("decision", decision);
        return send("POST", "/oauth2/authorize", form(values) + form, null);
    }

    /** Of an absolute address of the server, what the browser asks for. */
    static String path(String location) {
        return location.startsWith(BASE) ? location.substring(BASE.length()) : location;
    }

    /** Exchanges a code as the command does. */
    Page exchange(String code, String... more) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("grant_type", "authorization_code");
        values.put("client_id", "drover-cli");
        values.put("redirect_uri", REDIRECT);
        values.put("code", code);
        values.put("code_verifier", VERIFIER);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return post("/oauth2/token", values);
    }

    Page refresh(String token, String... more) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("grant_type", "refresh_token");
        values.put("client_id", "drover-cli");
        values.put("refresh_token", token);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return post("/oauth2/token", values);
    }
}
