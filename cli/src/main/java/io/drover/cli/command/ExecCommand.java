package io.drover.cli.command;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import io.drover.cli.lookup.Kind;
import io.drover.cli.lookup.ResourceFinder;
import io.drover.cli.lookup.ResourceFinder.Found;
import io.drover.cli.stream.ShellSession;
import io.drover.cli.terminal.Terminal;
import io.drover.cli.view.ContainerOrder;
import io.drover.cli.view.StateText;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code exec}: in a container, or in the first running one of a service. Answers the command's own exit code. */
public final class ExecCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        // What follows the container's name belongs to the command there, dashes and all.
        spec.parser().stopAtPositional(true);
        Options.flag(spec, "pass standard input on", "-i", "--interactive");
        Options.flag(spec, "with a terminal", "-t", "--tty");
        Options.words(spec, "CONTAINER|SERVICE CMD", "2..*", "where, and the command with its arguments");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        boolean tty = parsed.flag("--tty");
        boolean input = parsed.flag("--interactive");
        Terminal terminal = context.terminal();
        if (tty && input && !terminal.attached().in()) {
            throw CliFailure.usage("-t needs a terminal and standard input is none: leave out -t");
        }
        ApiClient api = context.environmentApi();
        Resource container = container(api, parsed.words().getFirst());
        String action = container
                .action("execute")
                .orElseThrow(() -> CliFailure.of("cannot run a command in container " + container.name() + ": it is "
                        + StateText.word(container) + ", or you may not"));
        var body = Json.object()
                .put("attachStdin", input)
                .put("attachStdout", true)
                .put("tty", tty);
        var command = body.putArray("command");
        parsed.words().stream().skip(1).forEach(command::add);
        Resource access = api.post(action, body);
        return new ShellSession(terminal, input, tty && terminal.attached().in()).run(api, access);
    }

    private static Resource container(ApiClient api, String name) {
        Found found = new ResourceFinder(api).find(name, Set.of(Kind.CONTAINER, Kind.SERVICE));
        if (found.kind() == Kind.CONTAINER) {
            return found.resource();
        }
        List<Resource> running = ServiceContainers.of(api, found.resource()).stream()
                .filter(container -> container.action("execute").isPresent())
                .sorted(ContainerOrder.BY_NAME)
                .toList();
        if (running.isEmpty()) {
            throw CliFailure.of("service " + found.resource().name() + " has no running container: it is "
                    + StateText.word(found.resource()) + "; 'drover ps -a " + name + "' lists what it has");
        }
        return running.getFirst();
    }
}
