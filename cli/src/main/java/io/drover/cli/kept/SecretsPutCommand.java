package io.drover.cli.kept;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import java.util.Base64;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code secrets add} and {@code secrets set}: the content of a file, or standard input, byte for byte. */
public final class SecretsPutCommand implements Command {
    private final boolean isNew;

    /** @param isNew false: a new version of one that exists */
    public SecretsPutCommand(boolean isNew) {
        this.isNew = isNew;
    }

    @Override
    public void describe(CommandSpec spec) {
        if (isNew) {
            Options.value(spec, "TEXT", "what it is for", "--description");
        }
        Options.words(
                spec,
                "NAME [FILE]",
                "1..2",
                "its name, and the file that holds it; without one, or with -, standard input");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        List<String> words = parsed.atMost(2).words();
        String name = words.getFirst();
        byte[] content = GivenText.bytes(words.size() > 1 ? words.get(1) : "-", context);
        if (content.length == 0) {
            throw CliFailure.usage("the secret would be empty: give its content on standard input or in a file");
        }
        var body = Json.object().put("value", Base64.getEncoder().encodeToString(content));
        ApiClient api = context.environmentApi();
        if (isNew) {
            parsed.value("--description").ifPresent(text -> body.put("description", text));
            Resource made = api.post("secrets", body.put("name", name));
            // The answer shows the value once more; nobody asked to see it.
            context.printOne(api.get("secrets/" + made.id()), KeptKind.SECRET.described(made) + " added");
        } else {
            Resource secret = KeptKind.SECRET.find(api, name);
            String action =
                    secret.action("setvalue").orElseThrow(() -> CliFailure.of("you may not change secret " + name));
            Resource changed = api.post(action, body);
            context.printOne(
                    changed, KeptKind.SECRET.described(changed) + " has version " + changed.text("version") + " now");
        }
        return ExitCode.OK;
    }
}
