package io.drover.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import io.drover.cli.lookup.Kind;
import io.drover.cli.lookup.ResourceFinder;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code inspect}: one thing as an object, several as an array. */
public final class InspectCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "with links and actions", "--links");
        Options.words(spec, "ID|NAME", "1..*", "container, service, stack, host or environment");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        ResourceFinder finder = new ResourceFinder(context.environmentApi());
        ArrayNode found = Json.array();
        for (String name : parsed.words()) {
            var json = finder.find(name, Set.of(Kind.values())).resource().json();
            if (!parsed.flag("--links")) {
                json.remove("links");
                json.remove("actions");
            }
            found.add(json);
        }
        context.terminal().result(Json.pretty(found.size() == 1 ? found.get(0) : found));
        return ExitCode.OK;
    }
}
