package io.drover.cli.installation;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import picocli.CommandLine.Model.CommandSpec;

/** {@code signing-keys rotate}: a new key, which signs when every part has had time to learn it. */
public final class SigningKeysRotateCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {}

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        Resource key = context.api().post("/signingkeys?action=rotate", Json.object());
        context.printOne(
                key,
                key.name() + " is published and signs from " + key.text("signsFrom")
                        + "; the key before it is retired when its last token has expired");
        return ExitCode.OK;
    }
}
