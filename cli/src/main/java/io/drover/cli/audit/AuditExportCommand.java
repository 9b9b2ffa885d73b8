package io.drover.cli.audit;

import io.drover.cli.api.ApiClient;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code audit export}: oldest first, all of it, to standard output or a file; never more than a buffer in memory. */
public final class AuditExportCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        AuditQuery.describe(spec);
        Options.flag(spec, "comma-separated values instead of JSON lines", "--csv");
        Options.value(spec, "FILE", "write to this file", "-o", "--output");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        String format = "format=" + (parsed.flag("--csv") ? "csv" : "jsonl");
        String query = AuditQuery.of(parsed, context.clock().instant(), format);
        boolean isAll = parsed.flag("--all");
        ApiClient api = isAll ? context.api() : context.environmentApi();
        Optional<Path> output = parsed.value("--output").map(Path::of);
        try (InputStream in = api.download((isAll ? "/" : "") + "auditlogs/export" + query)) {
            if (output.isPresent()) {
                try (OutputStream out = Files.newOutputStream(output.get())) {
                    in.transferTo(out);
                }
            } else {
                in.transferTo(context.terminal().out());
                context.terminal().out().flush();
            }
        } catch (IOException e) {
            throw CliFailure.of("the audit log could not be written to its end: " + e.getMessage());
        }
        return ExitCode.OK;
    }
}
