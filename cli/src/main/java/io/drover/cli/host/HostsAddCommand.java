package io.drover.cli.host;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import io.drover.cli.settings.ServerUrl;
import io.drover.cli.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hosts add}: makes a registration token and shows the lines that use it (spec: hosts and network, 1.1). */
public final class HostsAddCommand implements Command {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(200);

    @Override
    public void describe(CommandSpec spec) {
        // Nothing to choose: labels and addresses are options of the agent.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        ApiClient api = context.environmentApi();
        Resource token = filled(api, api.post("registrationtokens", Json.object()), context);
        if (context.flags().json() || context.flags().quiet()) {
            context.printOne(token, "");
            return ExitCode.OK;
        }
        Settings settings = context.settings();
        ServerUrl server = settings.server();
        context.terminal().say("On the machine that is to become a host, run one of these as root.");
        context.terminal().say("They hold a secret: who has it can add hosts to this environment.");
        context.terminal().say("");
        context.terminal().result(token.text("command"));
        context.terminal()
                .result("drover agent --server " + (server == null ? "" : server.base()) + " --token "
                        + token.text("token") + " --data /var/lib/drover-agent"
                        + settings.trust().agentOptions());
        return ExitCode.OK;
    }

    /** The server may fill the fields in a moment after it made the token. */
    private static Resource filled(ApiClient api, Resource created, CommandContext context) {
        Instant end = context.clock().instant().plus(PATIENCE);
        Resource token = api.get("registrationtokens/" + created.id());
        while (token.text("command").isEmpty()) {
            if (!context.clock().instant().isBefore(end)) {
                throw CliFailure.of("the server made the registration token " + created.id()
                        + " but gives no command for it: you may not be allowed to add hosts here");
            }
            pause();
            token = api.get("registrationtokens/" + created.id());
        }
        return token;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE); // the host is looked for again; the one thread has nothing else to do
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliFailure.of("interrupted");
        }
    }
}
