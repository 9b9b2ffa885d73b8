package io.drover.cli.command;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import io.drover.cli.settings.Settings;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code version}: this command's, and the server's when one is known and answers. */
public final class VersionCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        // Only what every command takes.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        String own = Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        Settings settings = context.settings();
        String address = settings.server() == null ? "" : settings.server().base();
        String server = address.isEmpty() ? "" : serverVersion(settings, context);
        if (context.flags().json()) {
            context.terminal()
                    .result(Json.pretty(Json.object()
                            .put("client", own)
                            .put("server", server)
                            .put("url", address)));
            return ExitCode.OK;
        }
        context.terminal().result("drover " + own);
        if (!address.isEmpty()) {
            context.terminal().result("server " + (server.isEmpty() ? "(version unknown)" : server) + " at " + address);
        }
        return ExitCode.OK;
    }

    private static String serverVersion(Settings settings, CommandContext context) {
        try {
            return context.client(settings)
                    .find("/settings/rancher.server.version")
                    .map((Resource setting) -> setting.text("value"))
                    .orElse("");
        } catch (CliFailure e) {
            context.terminal().say("drover: " + e.sentence());
            return "";
        }
    }
}
