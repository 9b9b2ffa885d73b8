package io.drover.cli.signin;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code second-factor ls}: whether there is one. */
public final class SecondFactorListCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        // Only what every command takes.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        Optional<Resource> own = OwnSecondFactor.find(context.api());
        if (own.isEmpty()) {
            context.terminal().result("your account has no second factor: 'drover second-factor setup' sets one up");
            return ExitCode.OK;
        }
        context.printOne(
                own.get(),
                own.get().text("state").equals("active")
                        ? "your account has a second factor: signing in asks for a code of your authenticator"
                        : "a second factor is begun and not confirmed yet: 'drover second-factor confirm', or"
                                + " 'setup' to begin anew");
        return ExitCode.OK;
    }
}
