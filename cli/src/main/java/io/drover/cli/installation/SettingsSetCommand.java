package io.drover.cli.installation;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code settings set NAME=VALUE...}. All are read before the first is written. */
public final class SettingsSetCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.words(spec, "NAME=VALUE", "1..*", "settings and their values; nothing behind the = is the empty text");
    }

    private record Wish(String name, String value) {
        static Wish of(String word) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw CliFailure.usage(
                        "'" + word + "' is not NAME=VALUE; 'drover settings reset NAME' goes back to the default");
            }
            return new Wish(word.substring(0, equals), word.substring(equals + 1));
        }
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        List<Wish> wishes = parsed.words().stream().map(Wish::of).toList();
        ApiClient api = context.api();
        List<Resource> changed = new ArrayList<>();
        for (Wish wish : wishes) {
            changed.add(
                    api.post("/settings", Json.object().put("name", wish.name()).put("value", wish.value())));
        }
        context.printEach(changed, SettingsSetCommand::sentence);
        return ExitCode.OK;
    }

    private static String sentence(Resource setting) {
        String stored = setting.text("value");
        String active = setting.text("activeValue");
        return stored.equals(active)
                ? setting.name() + " is '" + active + "' now"
                : setting.name() + " is '" + stored + "' in the database, but '" + active + "' holds: it comes from "
                        + setting.text("source") + ", which wins";
    }
}
