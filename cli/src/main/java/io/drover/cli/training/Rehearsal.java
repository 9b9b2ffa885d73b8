package io.drover.cli.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Prompt;
import io.drover.cli.invocation.Surroundings;
import io.drover.cli.settings.Credential;
import io.drover.cli.settings.ServerUrl;
import io.drover.cli.settings.Settings;
import io.drover.cli.settings.SettingsFile;
import io.drover.cli.terminal.Terminal;
import io.drover.cli.terminal.Terminal.Attached;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Runs {@code ps} the way it is run in earnest, against canned answers, so that the AOT cache made meanwhile holds the
 * classes and profiles a person waits for: settings file, options, HTTP, JSON, table, and the sentence of a refusal.
 */
public final class Rehearsal {
    private static final int ROUNDS = 20;

    private Rehearsal() {}

    /** @return the exit code; nothing is printed */
    public static int run(BiFunction<List<String>, Surroundings, Integer> drover) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", Rehearsal::answer);
            server.start();
            Path home = Files.createTempDirectory("drover-train");
            try {
                return rehearse(
                        drover, home, "http://127.0.0.1:" + server.getAddress().getPort());
            } finally {
                server.stop(0);
                Files.deleteIfExists(home.resolve(".drover/cli.json"));
                Files.deleteIfExists(home.resolve(".drover"));
                Files.deleteIfExists(home);
            }
        } catch (IOException e) {
            return ExitCode.FAILURE;
        }
    }

    private static int rehearse(BiFunction<List<String>, Surroundings, Integer> drover, Path home, String url) {
        new SettingsFile(home.resolve(".drover").resolve("cli.json"))
                .write(new Settings(ServerUrl.parse(url), new Credential.Token("rehearsal"), "1a5", "Default"));
        // As found in earnest, so that its classes are known too; the streams lead nowhere.
        Terminal unused = Terminal.ofProcess(Map.of());
        Surroundings surroundings = new Surroundings(
                new Terminal(
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        new Attached(false, !unused.attached().in(), true),
                        true),
                new Prompt.OfConsole(),
                Map.of(),
                home,
                InstantSource.system());
        int worst = ExitCode.OK;
        for (int round = 0; round < ROUNDS; round++) {
            worst = Math.max(worst, drover.apply(List.of("ps"), surroundings));
            worst = Math.max(worst, drover.apply(List.of("ps", "-a", "-c"), surroundings));
        }
        worst = Math.max(worst, drover.apply(List.of("hosts"), surroundings));
        worst = Math.max(worst, drover.apply(List.of("stacks", "--format", "json"), surroundings));
        return worst;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = collection(path.substring(path.lastIndexOf('/') + 1)).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String collection(String type) {
        String rows = switch (type) {
            case "services" -> """
                            {"id":"1s1","type":"service","name":"web","stackId":"1st1","state":"active",
                             "healthState":"healthy","transitioning":"no","transitioningMessage":null,"scale":4,
                             "currentScale":4,"launchConfig":{"imageUuid":"docker:hello/web","labels":{"a":"b"}},
                             "publicEndpoints":[{"ipAddress":"10.0.0.1","port":8080}],"links":{"self":"http://h/s"},
                             "actions":{"update":"http://h/u"},"system":false},
                            {"id":"1s2","type":"service","name":"database","stackId":"1st1","state":"updating-active",
                             "healthState":"initializing","transitioning":"yes","transitioningMessage":"In Progress",
                             "transitioningProgress":40,"scale":1,"currentScale":0,"launchConfig":{"imageUuid":"docker:db"},
                             "publicEndpoints":null,"links":{},"actions":{},"system":false}""";
            case "stacks" -> """
                            {"id":"1st1","type":"stack","name":"hello","state":"active","healthState":"healthy",
                             "transitioning":"no","serviceIds":["1s1","1s2"],"links":{},"actions":{}}""";
            case "containers" -> """
                            {"id":"1i1","type":"container","name":"hello-web-1","state":"running","hostId":"1h1",
                             "imageUuid":"docker:hello/web","externalId":"0123456789abcdef","transitioning":"no",
                             "primaryIpAddress":"10.42.0.2","serviceIds":["1s1"],"links":{},"actions":{}}""";
            default -> """
                            {"id":"1h1","type":"host","name":"","hostname":"h1","state":"active","transitioning":"no",
                             "agentIpAddress":"10.0.0.1","labels":{"zone":"a"},"instanceIds":["1i1"]}""";
        };
        return """
                {"type":"collection","resourceType":"x","links":{},"data":[%s],
                 "pagination":{"first":null,"previous":null,"next":null,"limit":3000,"total":null,"partial":false}}""".formatted(rows);
    }
}
