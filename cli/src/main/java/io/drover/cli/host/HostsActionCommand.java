package io.drover.cli.host;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import io.drover.cli.lookup.Kind;
import io.drover.cli.lookup.ResourceFinder;
import io.drover.cli.view.HostTable;
import io.drover.cli.view.StateText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hosts activate} and {@code hosts deactivate}. */
public final class HostsActionCommand implements Command {
    private final String action;

    public HostsActionCommand(String action) {
        this.action = action;
    }

    @Override
    public void describe(CommandSpec spec) {
        Options.words(spec, "HOST", "1..*", "by name, host name or id");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        ApiClient api = context.environmentApi();
        List<Resource> changed = new ArrayList<>();
        for (String name : parsed.words()) {
            Resource host =
                    new ResourceFinder(api).find(name, Set.of(Kind.HOST)).resource();
            String address = host.action(action)
                    .orElseThrow(() -> CliFailure.of("cannot " + action + " host " + name + ": it is "
                            + StateText.word(host) + ", or you may not change hosts"));
            Resource after = api.post(address, Json.object());
            changed.add(after.id().isEmpty() ? host : after);
        }
        context.printEach(changed, host -> "host " + HostTable.displayName(host) + " " + action + "d");
        return ExitCode.OK;
    }
}
