package io.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is seen of running containers: logs, shells and stats, through the public port. */
class StreamsE2E {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Cluster cluster = Clusters.shared();
    private final Api api = cluster.api();

    @AfterEach
    void clear() {
        cluster.clear();
    }

    @Test
    void logsShellAndStatsComeThroughThePublicPort() {
        cluster.awaitActive(cluster.deploy("talk", """
                services:
                  talker:
                    image: web:1
                    command: ["/bin/sh", "-c", "i=0; while :; do i=$$((i+1)); echo line $$i; sleep 1; done"]
                """));
        JsonNode talker = cluster.awaitRunning("talker", 1).getFirst();
        Api.Frames logs = api.open(api.act(talker, "logs", Map.of("follow", true, "lines", 10, "timestamps", false)));
        Eventually.within(SOON)
                .value(
                        "lines follow",
                        logs::all,
                        frames -> String.join("\n", frames).contains("line 3"));
        assertThat(logs.all().getFirst()).startsWith("01 line");
        logs.close();

        Api.Frames shell = api.open(
                api.act(talker, "execute", Map.of("command", List.of("/bin/sh"), "tty", true, "attachStdin", true)));
        shell.sendText(":resizeTTY:120,40");
        shell.sendText(base64("stty size; echo sum $((40+2)); exit 7\n"));
        Eventually.within(SOON).value("the shell ends with its code", shell::closeReason, "exit=7"::equals);
        assertThat(decoded(shell.all())).contains("sum 42");

        Api.Frames stats = api.open(api.get("/containers/" + talker.path("id").asText() + "/containerstats"));
        Eventually.within(SOON).value("samples come", stats::all, frames -> frames.size() >= 2);
        assertThat(stats.all().getFirst())
                .contains("\"memory\"")
                .contains(talker.path("id").asText());
        stats.close();
    }

    @Test
    void aShellIsRecordedIfTheInstallationWantsItAndIsPlayedByTheCommand() {
        cluster.awaitActive(cluster.deploy("recorded", """
                services:
                  recorded:
                    image: web:1
                """));
        JsonNode container = cluster.awaitRunning("recorded", 1).getFirst();
        assertThat(cluster.cli("settings", "set", "audit_log.shell.recording=output")
                        .code())
                .isZero();
        try {
            Eventually.within(SOON)
                    .value(
                            "a shell says that it is recorded",
                            () -> shellOf(container),
                            shown -> shown.startsWith("This shell is recorded."));
        } finally {
            cluster.cli("settings", "reset", "audit_log.shell.recording");
        }
        String rows = "/auditlogs?eventType=shell.record&resourceId="
                + container.path("id").asText();
        JsonNode row = Eventually.within(SOON)
                .value("its recording is in the log", () -> api.list(rows), parts -> !parts.isEmpty())
                .getFirst();
        assertThat(cluster.cli("audit", "shell", row.path("id").asText(), "--text")
                        .output())
                .contains("sum 42");
    }

    private String shellOf(JsonNode container) {
        Api.Frames shell = api.open(
                api.act(container, "execute", Map.of("command", List.of("/bin/sh"), "tty", true, "attachStdin", true)));
        shell.sendText(base64("echo sum $((40+2)); exit\n"));
        Eventually.within(SOON).value("the shell ends", shell::closeReason, "exit=0"::equals);
        return decoded(shell.all());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(List<String> frames) {
        var text = new StringBuilder();
        frames.forEach(frame -> text.append(new String(Base64.getDecoder().decode(frame), StandardCharsets.UTF_8)));
        return text.toString();
    }
}
