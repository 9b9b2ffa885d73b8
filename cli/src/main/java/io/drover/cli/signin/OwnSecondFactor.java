package io.drover.cli.signin;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The second factor of who is logged in; administrators see everybody's. */
final class OwnSecondFactor {
    private OwnSecondFactor() {}

    static Optional<Resource> find(ApiClient api) {
        String account = api.list("/token").stream()
                .findFirst()
                .map(token -> token.text("accountId"))
                .orElse("");
        return api.list("/secondfactors").stream()
                .filter(factor -> !account.isEmpty() && factor.text("accountId").equals(account))
                .findFirst();
    }

    static Resource require(ApiClient api) {
        return find(api)
                .orElseThrow(() ->
                        CliFailure.of("your account has no second factor: 'drover second-factor setup' sets one up"));
    }

    /** Makes a begun one count, and shows the recovery codes, which nobody can show again. */
    static void confirm(ApiClient api, String id, String code, CommandContext context) {
        Resource confirmed = api.post(
                "/secondfactors/" + id + "?action=confirm", Json.object().put("code", code));
        List<String> codes = confirmed.texts("recoveryCodes");
        context.terminal()
                .say("the second factor is set up: signing in asks for a code of your authenticator from now on");
        context.terminal()
                .say("If you lose the authenticator, each of these recovery codes works once. Keep them safe,"
                        + " they are not shown again:");
        codes.forEach(recovery -> context.terminal().result(recovery));
    }

    /** Typed without an echo, or the first line of standard input. */
    static String code(boolean fromInput, CommandContext context) {
        if (!fromInput) {
            return context.prompt()
                    .secret("Code of your authenticator: ")
                    .map(String::strip)
                    .filter(typed -> !typed.isEmpty())
                    .orElseThrow(() -> CliFailure.usage(
                            "nobody is here to type the code: give it on standard input with --code-stdin"));
        }
        try {
            return new String(context.terminal().in().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> CliFailure.usage("there is no code on standard input"));
        } catch (IOException e) {
            throw CliFailure.of("cannot read the code from standard input: " + e.getMessage());
        }
    }
}
