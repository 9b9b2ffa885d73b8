package io.drover.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.drover.cli.view.StateText;
import io.drover.cli.waiting.Goal;
import io.drover.cli.waiting.Waiter.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code start}, {@code stop}, {@code restart}: the first of the matching actions that the thing offers now. */
public final class LifecycleCommand implements Command {
    private static final Set<Kind> KINDS = Set.of(Kind.STACK, Kind.SERVICE, Kind.CONTAINER);
    private static final int BATCH = 1;
    private static final int INTERVAL_MILLIS = 1000;

    private final Change change;

    /** What is done, and the wire's names for it (spec: identity, catalog, portal, cli, 8.2). */
    public enum Change {
        START("started", List.of("start", "activate", "activateservices")),
        STOP("stopped", List.of("stop", "deactivate", "deactivateservices")),
        RESTART("restarted", List.of("restart"));

        private final String done;
        private final List<String> actions;

        Change(String done, List<String> actions) {
            this.done = done;
            this.actions = actions;
        }

        /** Starting what runs, or stopping what does not, has come true already. */
        boolean isTrueOf(Resource resource) {
            return switch (this) {
                case START ->
                    resource.state().equals("running") || resource.state().equals("active");
                case STOP ->
                    resource.state().equals("stopped") || resource.state().equals("inactive");
                case RESTART -> false;
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LifecycleCommand(Change change) {
        this.change = change;
    }

    @Override
    public void describe(CommandSpec spec) {
        WaitOptions.describe(spec);
        if (change == Change.RESTART) {
            Options.number(spec, "N", "containers of a service at a time: 1", "--batch-size");
            Options.number(spec, "MILLIS", "pause between batches: 1000", "--interval");
        }
        Options.words(spec, "ID|NAME", "1..*", "container, service or stack");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        Changes changes = new Changes(context, parsed);
        ApiClient api = context.environmentApi();
        ResourceFinder finder = new ResourceFinder(api);
        List<Found> found =
                parsed.words().stream().map(name -> finder.find(name, KINDS)).toList();
        List<Target> targets = new ArrayList<>();
        for (Found one : found) {
            Resource resource = one.resource();
            Optional<String> action = action(resource);
            if (action.isEmpty() && !change.isTrueOf(resource)) {
                throw CliFailure.of("cannot " + change.word() + " " + one.described() + ": it is "
                        + StateText.word(resource) + ", which offers no such action");
            }
            Resource after = action.map(address -> api.post(address, input(one, parsed)))
                    .filter(answer -> !answer.id().isEmpty())
                    .orElse(resource);
            String path = one.kind().collection() + "/" + resource.id();
            targets.add(new Target(one.described(), path, after, new Goal.AtRest()));
        }
        return changes.finish(api, targets, target -> change.done);
    }

    private Optional<String> action(Resource resource) {
        for (String name : change.actions) {
            Optional<String> address = resource.action(name);
            if (address.isPresent()) {
                return address;
            }
        }
        return Optional.empty();
    }

    private ObjectNode input(Found one, Parsed parsed) {
        ObjectNode input = Json.object();
        if (change == Change.RESTART && one.kind() == Kind.SERVICE) {
            input.putObject("rollingRestartStrategy")
                    .put("batchSize", parsed.number("--batch-size").orElse(BATCH))
                    .put("intervalMillis", parsed.number("--interval").orElse(INTERVAL_MILLIS));
        }
        return input;
    }
}
