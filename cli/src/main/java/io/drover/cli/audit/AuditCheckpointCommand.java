package io.drover.cli.audit;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import picocli.CommandLine.Model.CommandSpec;

/** {@code audit checkpoint}. */
public final class AuditCheckpointCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {}

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        Resource signed = context.api().post("/auditlogs/checkpoints", Json.object());
        context.printOne(
                signed,
                "row " + signed.text("sequence") + " of the audit log is signed; its hash is " + signed.text("hash"));
        return ExitCode.OK;
    }
}
