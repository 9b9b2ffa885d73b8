package io.drover.cli.command;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.lookup.Kind;
import io.drover.cli.lookup.ResourceFinder;
import io.drover.cli.lookup.ResourceFinder.Found;
import io.drover.cli.waiting.Goal;
import io.drover.cli.waiting.Patience;
import io.drover.cli.waiting.Waiter;
import io.drover.cli.waiting.Waiter.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code wait}. */
public final class WaitCommand implements Command {
    private static final Set<Kind> KINDS = Set.of(Kind.STACK, Kind.SERVICE, Kind.CONTAINER, Kind.HOST);

    @Override
    public void describe(CommandSpec spec) {
        Options.value(spec, "STATE", "the state, or state of health, to wait for: any it rests in", "--state");
        WaitOptions.describeTimes(spec);
        Options.words(spec, "ID|NAME", "1..*", "container, service, stack or host");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        Patience patience = WaitOptions.patience(parsed);
        ApiClient api = context.environmentApi();
        ResourceFinder finder = new ResourceFinder(api);
        Goal goal = goal(parsed.value("--state"));
        List<Target> targets = new ArrayList<>();
        for (String name : parsed.words()) {
            // What is not there has come true when it shall be gone.
            Optional<Found> found =
                    goal instanceof Goal.Gone ? finder.findIfThere(name, KINDS) : Optional.of(finder.find(name, KINDS));
            found.ifPresent(one -> targets.add(new Target(
                    one.described(),
                    one.kind().collection() + "/" + one.resource().id(),
                    one.resource(),
                    goal)));
        }
        List<Resource> ended = new Waiter(api, context.terminal(), context.clock()).await(targets, patience);
        if (context.flags().quiet() || context.flags().json()) {
            context.printEach(ended, Resource::id);
        }
        return ExitCode.OK;
    }

    private static Goal goal(Optional<String> state) {
        if (state.isEmpty()) {
            return new Goal.AtRest();
        }
        return state.get().equals("removed") ? new Goal.Gone() : new Goal.InState(state.get());
    }
}
