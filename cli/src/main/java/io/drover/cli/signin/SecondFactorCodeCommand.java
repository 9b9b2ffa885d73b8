package io.drover.cli.signin;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import picocli.CommandLine.Model.CommandSpec;

/** {@code second-factor confirm} and {@code disable}: both want a code, and never as a word that the process list shows. */
public final class SecondFactorCodeCommand implements Command {
    /** What the code is for. */
    public enum Purpose {
        CONFIRM,
        DISABLE
    }

    private final Purpose purpose;

    public SecondFactorCodeCommand(Purpose purpose) {
        this.purpose = purpose;
    }

    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "read the code from standard input", "--code-stdin");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        ApiClient api = context.api();
        Resource own = OwnSecondFactor.require(api);
        String code = OwnSecondFactor.code(parsed.flag("--code-stdin"), context);
        switch (purpose) {
            case CONFIRM -> OwnSecondFactor.confirm(api, own.id(), code, context);
            case DISABLE -> {
                api.post(
                        "/secondfactors/" + own.id() + "?action=disable",
                        Json.object().put("code", code));
                context.terminal().result("the second factor is gone: signing in asks for the password only");
            }
        }
        return ExitCode.OK;
    }
}
