package io.drover.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code audit shell}: what was recorded of a shell, as asciicast 2, which players of terminals play, or as text. */
public final class AuditShellCommand implements Command {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    @Override
    public void describe(CommandSpec spec) {
        Options.words(spec, "ID", "1", "any row of the shell in the audit log (audit list --event 'shell.%')");
        Options.flag(spec, "of any environment, for administrators", "-a", "--all");
        Options.flag(spec, "only what was shown, as text", "--text");
        Options.value(spec, "FILE", "write to this file", "-o", "--output");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        String id = parsed.firstWord().orElseThrow();
        boolean isAll = parsed.flag("--all");
        ApiClient api = isAll ? context.api() : context.environmentApi();
        String path = (isAll ? "/" : "") + "auditlogs";
        Resource row = api.get(path + "/" + ApiClient.encode(id));
        if (!row.text("eventType").startsWith("shell.")) {
            throw CliFailure.of("%s is the row of '%s', not of a shell: audit list --event 'shell.%%' shows those"
                    .formatted(id, row.text("eventType")));
        }
        String shell = shell(row);
        List<Resource> parts = api
                .list(path + "?eventType=shell.record&sort=id&resourceId=" + ApiClient.encode(row.text("resourceId")))
                .stream()
                .filter(part -> shell(part).equals(shell))
                .toList();
        if (parts.isEmpty()) {
            throw CliFailure.of("nothing was recorded of this shell: an administrator switches recording on with"
                    + " settings set audit_log.shell.recording=output");
        }
        List<JsonNode> frames = new ArrayList<>();
        parts.forEach(
                part -> object(part, "responseObject").path("frames").elements().forEachRemaining(frames::add));
        write(parsed.flag("--text") ? text(frames) : cast(parts.getFirst(), frames), parsed, context);
        return ExitCode.OK;
    }

    private static String shell(Resource row) {
        return object(row, "requestObject").path("shell").asText();
    }

    private static JsonNode object(Resource row, String field) {
        try {
            return Json.parse(row.text(field));
        } catch (JsonProcessingException e) {
            throw CliFailure.of("row %s of the audit log has a %s that cannot be read: %s"
                    .formatted(row.id(), field, e.getOriginalMessage()));
        }
    }

    private static byte[] text(List<JsonNode> frames) {
        StringBuilder shown = new StringBuilder();
        frames.stream()
                .filter(frame -> frame.path(1).asText().equals("o"))
                .forEach(frame -> shown.append(frame.path(2).asText()));
        return shown.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] cast(Resource first, List<JsonNode> frames) {
        Optional<String[]> size = frames.stream()
                .filter(frame -> frame.path(1).asText().equals("r"))
                .findFirst()
                .map(frame -> frame.path(2).asText().split("x", 2));
        ObjectNode head = Json.object()
                .put("version", 2)
                .put("width", size.map(s -> Integer.parseInt(s[0])).orElse(COLUMNS))
                .put("height", size.map(s -> Integer.parseInt(s[1])).orElse(ROWS))
                .put("timestamp", Instant.parse(first.text("created")).getEpochSecond())
                .put("title", "shell in %s".formatted(first.text("resourceId")));
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.writeBytes(Json.bytes(head));
        lines.write('\n');
        for (JsonNode frame : frames) {
            lines.writeBytes(Json.bytes(frame));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private static void write(byte[] bytes, Parsed parsed, CommandContext context) {
        Optional<Path> output = parsed.value("--output").map(Path::of);
        try {
            if (output.isPresent()) {
                Files.write(output.get(), bytes);
            } else {
                context.terminal().out().write(bytes);
                context.terminal().out().flush();
            }
        } catch (IOException e) {
            throw CliFailure.of("the recording could not be written: " + e.getMessage());
        }
    }
}
