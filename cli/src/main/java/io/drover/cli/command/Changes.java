package io.drover.cli.command;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.waiting.Patience;
import io.drover.cli.waiting.Waiter;
import io.drover.cli.waiting.Waiter.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The end of every command that changes things: wait, unless detached, and say what has become of each. */
final class Changes {
    private final CommandContext context;
    private final boolean detached;
    private final Patience patience;

    /** Reads the options at once, so that a mistake in them changes nothing. */
    Changes(CommandContext context, Parsed parsed) {
        this.context = context;
        this.detached = WaitOptions.isDetached(parsed);
        this.patience = WaitOptions.patience(parsed);
    }

    /** @param done what is true of a target in the end: "removed" */
    int finish(ApiClient api, List<Target> targets, Function<Target, String> done) {
        List<Resource> resources = detached
                ? targets.stream().map(Target::resource).toList()
                : new Waiter(api, context.terminal(), context.clock()).await(targets, patience);
        Map<String, String> sentences = new HashMap<>();
        targets.forEach(target -> sentences.put(
                target.resource().id(), target.label() + (detached ? " is being " : " ") + done.apply(target)));
        context.printEach(resources, resource -> sentences.getOrDefault(resource.id(), resource.id()));
        return ExitCode.OK;
    }
}
