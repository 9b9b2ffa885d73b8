package io.drover.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Somebody's browser: keeps cookies of the server, and follows redirects one by one when it is told to. */
final class Browser {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String server;
    private final String authorization;

    Browser(IdentityServer server) {
        this(server, "");
    }

    /** @param token the internal token the gateway would send for this browser, or the empty text */
    Browser(IdentityServer server, String token) {
        this.server = "http://127.0.0.1:" + server.port;
        this.authorization = token.isEmpty() ? "" : "Bearer " + token;
    }

    record Page(int status, String location, List<String> cookies, String raw) {
        Map<String, Object> body() {
            return JSON.readValue(raw, new TypeReference<>() {});
        }

        String text(String field) {
            return String.valueOf(body().get(field));
        }
    }

    Page get(String address) {
        String absolute = address.startsWith("/") ? server + address : address;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(absolute));
        if (absolute.startsWith(server)) {
            request.header("X-API-Client-IP", "192.0.2.77");
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(one -> one.getKey() + "=" + one.getValue())
                                .collect(Collectors.joining("; ")));
            }
        }
        HttpResponse<String> answer = send(request.build());
        List<String> set = answer.headers().allValues("set-cookie");
        set.forEach(
                header -> HttpCookie.parse(header).forEach(cookie -> cookies.put(cookie.getName(), cookie.getValue())));
        return new Page(
                answer.statusCode(), answer.headers().firstValue("location").orElse(""), set, answer.body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** From the server to the provider, and the address the provider sends the browser back to. */
    String atProvider(String query) {
        Page begun = get("/v1-auth/signin" + query);
        if (begun.status() != 302) {
            throw new AssertionError("the sign-in did not begin: " + begun);
        }
        return get(begun.location()).location();
    }

    /** The whole way. */
    Page signIn(String query) {
        return get(atProvider(query));
    }
}
