package io.drover.cli.installation;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code settings [NAME]}: all, or what there is to know about one. */
public final class SettingsListCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.words(spec, "NAME", "0..1", "one setting, with what it accepts; none: all you may see");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        ApiClient api = context.api();
        Optional<String> name = parsed.atMost(1).firstWord();
        List<Resource> settings = name.map(one -> List.of(named(api, one))).orElseGet(() -> api.list("/settings"));
        context.printList(
                settings,
                () -> name.isPresent() ? SettingTables.one(settings.getFirst()) : SettingTables.all(settings));
        return ExitCode.OK;
    }

    static Resource named(ApiClient api, String name) {
        return api.find("/settings/" + ApiClient.encode(name))
                .orElseThrow(() -> CliFailure.of("there is no setting '" + name
                        + "', or only administrators see it: 'drover settings' lists those you see"));
    }
}
