package io.drover.cli.installation;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code settings reset NAME...}: back to what holds without the database. */
public final class SettingsResetCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.words(spec, "NAME", "1..*", "settings");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        ApiClient api = context.api();
        List<Resource> reset = new ArrayList<>();
        for (String name : parsed.words()) {
            Resource before = SettingsListCommand.named(api, name);
            api.delete("/settings/" + ApiClient.encode(name));
            reset.add(api.find("/settings/" + ApiClient.encode(name)).orElse(before));
        }
        context.printEach(reset, SettingsResetCommand::sentence);
        return ExitCode.OK;
    }

    private static String sentence(Resource setting) {
        return setting.flag("inDb")
                ? setting.name() + " is gone: it was kept for clients only"
                : setting.name() + " is '" + setting.text("activeValue") + "' again, from " + setting.text("source");
    }
}
