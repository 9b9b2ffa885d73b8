package io.drover.cli.signin;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import picocli.CommandLine.Model.CommandSpec;

/** {@code second-factor setup}: shows the secret once and, to a person, asks for the first code. */
public final class SecondFactorSetupCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        // Only what every command takes.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        setUp(context.api(), context);
        return ExitCode.OK;
    }

    static void setUp(ApiClient api, CommandContext context) {
        Resource begun = api.post("/secondfactors", Json.object());
        context.terminal()
                .say("Add this to your authenticator, as an address or by its secret; it is not shown again:");
        context.terminal().result(begun.text("uri"));
        context.terminal().result("secret: " + begun.text("secret"));
        if (context.prompt().isPossible()) {
            OwnSecondFactor.confirm(api, begun.id(), OwnSecondFactor.code(false, context), context);
        } else {
            context.terminal().say("then confirm it: drover second-factor confirm --code-stdin, with a code of it");
        }
    }
}
