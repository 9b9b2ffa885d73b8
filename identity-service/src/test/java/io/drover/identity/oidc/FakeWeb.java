package io.drover.identity.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A small web server on a free port of this machine, for providers that tests make up. */
abstract class FakeWeb implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> visits = new CopyOnWriteArrayList<>();
    private HttpServer server;

    FakeWeb() {
        server = listening(0);
    }

    /** @param body null: the answer never comes */
    record Reply(
            int status, @Nullable String location, @Nullable String body) {
        static Reply json(int status, Object body) {
            return new Reply(status, null, JSON.writeValueAsString(body));
        }

        static Reply redirect(String location) {
            return new Reply(302, location, "");
        }

        static Reply never() {
            return new Reply(0, null, null);
        }
    }

    /** @param parameters of the query and of the form */
    record Visit(Map<String, String> parameters, String authorization) {
        boolean isBasic(String user, String password) {
            String pair = encoded(user) + ":" + encoded(password);
            return authorization.equals(
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }

        String bearer() {
            return authorization.startsWith("Bearer ") ? authorization.substring(7) : "";
        }
    }

    public final String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Paths that were asked for, oldest first. */
    public final List<String> visits() {
        return List.copyOf(visits);
    }

    final void on(String path, Function<Visit, Reply> answer) {
        server.createContext(path, exchange -> serve(exchange, answer));
        routes.put(path, answer);
    }

    private final Map<String, Function<Visit, Reply>> routes = new LinkedHashMap<>();

    /** Nobody answers at the address any more. */
    public final void stop() {
        server.stop(0);
    }

    /** The same again, at the same address. */
    public final void resume() {
        server = listening(server.getAddress().getPort());
        routes.forEach((path, answer) -> server.createContext(path, exchange -> serve(exchange, answer)));
    }

    private HttpServer listening(int port) {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            made.setExecutor(threads);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange, Function<Visit, Reply> answer) throws IOException {
        visits.add(exchange.getRequestURI().getPath());
        Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
        parameters.putAll(parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Reply reply = answer.apply(new Visit(parameters, authorization == null ? "" : authorization));
        String body = reply.body();
        if (body == null) {
            awaitClosing();
            return;
        }
        if (reply.location() != null) {
            exchange.getResponseHeaders().set("Location", reply.location());
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** The parameters an address has. */
    public static Map<String, String> parametersOf(String address) {
        return parameters(URI.create(address).getRawQuery());
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
