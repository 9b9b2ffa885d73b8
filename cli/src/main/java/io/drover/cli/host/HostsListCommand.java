package io.drover.cli.host;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.view.HostTable;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hosts ls}. Inactive hosts are shown: there are few, and one out of use is what is looked for. */
public final class HostsListCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "removed ones too", "-a", "--all");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        boolean all = parsed.flag("--all");
        String query = all ? "hosts?limit=-2&all=true" : "hosts?limit=-2&removed_null=1";
        List<Resource> hosts = context.environmentApi().list(query).stream()
                .filter(host -> all || !host.isRemoved())
                .toList();
        context.printList(hosts, () -> HostTable.of(hosts));
        return ExitCode.OK;
    }
}
