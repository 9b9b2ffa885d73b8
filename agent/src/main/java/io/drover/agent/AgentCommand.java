package io.drover.agent;

import io.drover.model.trust.ServerTrust;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code drover-agent}; every option can also come from the environment, the command line wins. */
@Command(
        name = "drover-agent",
        mixinStandardHelpOptions = true,
        version = "drover-agent " + AgentSettings.VERSION,
        description =
                "Makes this machine's Docker engine run what a Drover server wants, also while the server is away.",
        footer = {
            "",
            "The token is needed once; afterwards the agent's own key is in the data folder. Give it as DROVER_TOKEN: the",
            "agent wipes it from /proc/PID/environ and /proc/PID/cmdline as soon as it has read it, but until then everybody",
            "on the machine can read a command line."
        },
        sortOptions = false)
final class AgentCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:DROVER_SERVER}",
            description = "The server's address, e.g. http://drover.example:8080 (DROVER_SERVER)")
    @Nullable
    String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:DROVER_TOKEN}",
            description = "Registration token of the environment this host joins (DROVER_TOKEN)")
    @Nullable
    String token;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            defaultValue = "${env:DROVER_CA}",
            description = "Authorities to believe over https, a PEM file (DROVER_CA; else those this Java knows)")
    @Nullable
    String ca;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA-256",
            defaultValue = "${env:DROVER_FINGERPRINT}",
            description = "The certificate to believe over https; the server prints it (DROVER_FINGERPRINT)")
    @Nullable
    String fingerprint;

    @Option(
            names = "--docker",
            paramLabel = "URI",
            defaultValue = "${env:DROVER_DOCKER}",
            description = "The Docker engine (DROVER_DOCKER; else DOCKER_HOST; else unix:///var/run/docker.sock)")
    @Nullable
    String docker;

    @Option(
            names = "--ip",
            paramLabel = "IP",
            defaultValue = "${env:DROVER_IP}",
            description = "Address others reach this host by (DROVER_IP; else the one the server is reached from)")
    @Nullable
    String ip;

    @Option(
            names = "--label",
            paramLabel = "K=V",
            description = "Label of this host; may be repeated (DROVER_LABELS: k=v,k=v)")
    Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:DROVER_DATA}",
            description = "Folder for the agent's state (DROVER_DATA)")
    @Nullable
    Path data;

    @Option(
            names = "--accept-generation",
            paramLabel = "GENERATION",
            description = "Obey the server's database of this name although another one was obeyed before")
    @Nullable
    String acceptGeneration;

    @Override
    public Integer call() throws Exception {
        return Agent.run(settings());
    }

    private AgentSettings settings() {
        String url = required(server, "--server", "DROVER_SERVER");
        URI address = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        if (address.getHost() == null || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            throw wrong("--server: '%s' is not an address like http://drover.example:8080".formatted(url));
        }
        return new AgentSettings(
                address,
                trust(),
                blankToNull(token),
                engine(),
                blankToNull(ip),
                allLabels(System.getenv().getOrDefault("DROVER_LABELS", "")),
                Path.of(required(data == null ? null : data.toString(), "--data", "DROVER_DATA")),
                acceptGeneration);
    }

    private ServerTrust trust() {
        try {
            return ServerTrust.of(ca, fingerprint);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private URI engine() {
        String given = blankToNull(docker);
        String usual = blankToNull(System.getenv("DOCKER_HOST"));
        return URI.create(given != null ? given : usual != null ? usual : "unix:///var/run/docker.sock");
    }

    Map<String, String> allLabels(String environment) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : environment.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                all.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            } else if (!pair.isBlank()) {
                throw wrong("DROVER_LABELS: '%s' is not of the form name=value".formatted(pair));
            }
        }
        all.putAll(labels);
        return all;
    }

    private String required(@Nullable String value, String option, String variable) {
        String given = blankToNull(value);
        if (given == null) {
            throw wrong("%s is missing: give it on the command line or as %s".formatted(option, variable));
        }
        return given;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
