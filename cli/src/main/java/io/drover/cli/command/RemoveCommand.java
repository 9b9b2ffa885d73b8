package io.drover.cli.command;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.lookup.Kind;
import io.drover.cli.lookup.ResourceFinder;
import io.drover.cli.lookup.ResourceFinder.Found;
import io.drover.cli.waiting.Goal;
import io.drover.cli.waiting.Waiter.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code rm} and {@code hosts rm}. All names are looked up before the first is removed, so that a mistyped one removes
 * nothing; a person at a terminal is asked first. With {@code -f} nobody is asked and what is not there is fine.
 */
public final class RemoveCommand implements Command {
    private final Set<Kind> kinds;

    /** @param kinds hosts have a word of their own, so that no other name is ever taken for one */
    public RemoveCommand(Set<Kind> kinds) {
        this.kinds = Set.copyOf(kinds);
    }

    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "do not ask; what does not exist is no error", "-f", "--force");
        WaitOptions.describe(spec);
        Options.words(spec, kinds.contains(Kind.HOST) ? "HOST" : "ID|NAME", "1..*", "by name or id");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        Changes changes = new Changes(context, parsed);
        ApiClient api = context.environmentApi();
        boolean force = parsed.flag("--force");
        List<Found> found = findAll(api, parsed.words(), force);
        if (!force && context.terminal().attached().in()) {
            confirm(found, context);
        }
        List<Target> targets = new ArrayList<>();
        for (Found one : found) {
            Resource resource = one.resource();
            String path = one.kind().collection() + "/" + resource.id();
            api.delete(resource.link("self").orElse(path));
            targets.add(new Target(one.described(), path, resource, new Goal.Gone()));
        }
        return changes.finish(api, targets, target -> "removed");
    }

    private List<Found> findAll(ApiClient api, List<String> names, boolean force) {
        ResourceFinder finder = new ResourceFinder(api);
        List<Found> all = new ArrayList<>();
        for (String name : names) {
            if (force) {
                finder.findIfThere(name, kinds).ifPresent(all::add);
            } else {
                all.add(finder.find(name, kinds));
            }
        }
        return all;
    }

    private static void confirm(List<Found> found, CommandContext context) {
        if (!context.prompt().isPossible()) {
            throw CliFailure.usage(
                    "cannot ask whether to remove with the output redirected: give -f to remove unasked");
        }
        String what = found.stream().map(Found::described).collect(Collectors.joining(", "));
        Optional<String> answer = context.prompt().line("Remove " + what + "? [y/N] ");
        if (!answer.map(text -> text.strip().toLowerCase(Locale.ROOT))
                .orElse("")
                .startsWith("y")) {
            throw CliFailure.of("nothing was removed");
        }
    }
}
