package io.drover.cli.command;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
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
 * Removes things. All names are looked up before the first is removed, so that a mistyped one removes nothing; a person at
 * a terminal is asked first. With {@code -f} nobody is asked and what is not there is fine.
 */
final class Removal {
    private final CommandContext context;
    private final Parsed parsed;
    private final ApiClient api;
    private final Set<Kind> kinds;

    Removal(CommandContext context, Parsed parsed, ApiClient api, Set<Kind> kinds) {
        this.context = context;
        this.parsed = parsed;
        this.api = api;
        this.kinds = kinds;
    }

    static void describe(CommandSpec spec, String label) {
        Options.flag(spec, "do not ask; what does not exist is no error", "-f", "--force");
        WaitOptions.describe(spec);
        Options.words(spec, label, "1..*", "by name or id");
    }

    int run() {
        Changes changes = new Changes(context, parsed);
        List<Found> found = findAll();
        if (found.isEmpty()) {
            return ExitCode.OK;
        }
        confirm(found);
        List<Target> targets = new ArrayList<>();
        for (Found one : found) {
            Resource resource = one.resource();
            String path = one.kind().collection() + "/" + resource.id();
            api.delete(resource.link("self").orElse(path));
            targets.add(new Target(one.described(), path, resource, new Goal.Gone()));
        }
        return changes.finish(api, targets, target -> "removed");
    }

    private List<Found> findAll() {
        ResourceFinder finder = new ResourceFinder(api);
        List<Found> all = new ArrayList<>();
        for (String name : parsed.words()) {
            if (parsed.flag("--force")) {
                finder.findIfThere(name, kinds).ifPresent(all::add);
            } else {
                all.add(finder.find(name, kinds));
            }
        }
        return all;
    }

    private void confirm(List<Found> found) {
        if (parsed.flag("--force") || !context.terminal().attached().in()) {
            return;
        }
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
