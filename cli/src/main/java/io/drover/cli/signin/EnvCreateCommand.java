package io.drover.cli.signin;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import picocli.CommandLine.Model.CommandSpec;

/** {@code env create}. */
public final class EnvCreateCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.value(spec, "TEXT", "what it is for", "--description");
        Options.words(spec, "NAME", "1", "its name");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        String name = parsed.atMost(1)
                .firstWord()
                .orElseThrow(() -> CliFailure.usage("an environment needs a name: drover env create NAME"));
        var body = Json.object().put("name", name);
        parsed.value("--description").ifPresent(text -> body.put("description", text));
        Resource created = context.api().post("/projects", body);
        context.printOne(
                created,
                "environment " + name + " (" + created.id() + ") created: 'drover env use " + name + "' works in it");
        return ExitCode.OK;
    }
}
