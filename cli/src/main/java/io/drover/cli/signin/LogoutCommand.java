package io.drover.cli.signin;

import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.settings.Credential;
import io.drover.cli.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;

/** {@code logout}: ends the session at the server when it can be reached, and forgets the credential in any case. */
public final class LogoutCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        // Only what every command takes.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        Settings remembered = context.settingsFile().read();
        if (remembered.credential() == null) {
            context.terminal().result("not logged in");
            return ExitCode.OK;
        }
        if (remembered.server() != null) {
            try {
                end(remembered, context);
            } catch (CliFailure e) {
                context.terminal().say("drover: the session may live on at the server: " + e.sentence());
            }
        }
        context.settingsFile().write(remembered.withoutCredential());
        context.terminal().result("logged out");
        return ExitCode.OK;
    }

    private static void end(Settings remembered, CommandContext context) {
        switch (remembered.credential()) {
            case Credential.Token _ -> context.client(remembered).delete("/token/current");
            case Credential.Granted granted ->
                context.authorizationServer(remembered).revoke(granted);
            case Credential.KeyPair _ -> {}
            case null -> {}
        }
    }
}
