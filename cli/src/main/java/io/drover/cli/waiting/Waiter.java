package io.drover.cli.waiting;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.json.Json;
import io.drover.cli.terminal.Progress;
import io.drover.cli.terminal.ProgressLine;
import io.drover.cli.terminal.Terminal;
import io.drover.cli.view.StateText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Waits for several things at once and shows how they come along. */
public final class Waiter {
    private final ApiClient api;
    private final Terminal terminal;
    private final InstantSource clock;

    public Waiter(ApiClient api, Terminal terminal, InstantSource clock) {
        this.api = api;
        this.terminal = terminal;
        this.clock = clock;
    }

    /**
     * @param path where it is asked for by id
     * @param resource as last seen
     */
    public record Target(String label, String path, Resource resource, Goal goal) {}

    /**
     * @return the resources as last seen, in the order of the targets
     * @throws CliFailure with the reason when one of them does not get there
     */
    public List<Resource> await(List<Target> targets, Patience patience) {
        if (targets.isEmpty()) {
            return List.of();
        }
        Map<String, Resource> latest = new HashMap<>();
        Map<String, Target> byId = new HashMap<>();
        targets.forEach(target -> byId.put(target.resource().id(), target));
        Progress progress = new Progress(terminal);
        Instant startedAt = clock.instant();
        ErrorClock[] errors = {ErrorClock.EMPTY};
        Verdict verdict = new Watch(api, clock)
                .until(() -> ask(targets), resource -> byId.containsKey(resource.id()), (known, now) -> {
                    List<Awaited> awaited = awaited(byId, known);
                    known.forEach(resource -> latest.put(resource.id(), resource));
                    progress.show(awaited.stream().map(Waiter::line).toList());
                    errors[0] = errors[0].observe(known, now);
                    return WaitDecision.decide(awaited, errors[0], patience, now, startedAt);
                });
        return switch (verdict) {
            case Verdict.Failed(String reason) -> throw CliFailure.of(reason);
            case Verdict.Done _, Verdict.Continue _ ->
                targets.stream()
                        .map(target -> latest.getOrDefault(target.resource().id(), target.resource()))
                        .toList();
        };
    }

    private static List<Awaited> awaited(Map<String, Target> byId, Collection<Resource> known) {
        List<Awaited> awaited = new ArrayList<>();
        for (Resource resource : known) {
            Target target = byId.get(resource.id());
            if (target != null) {
                awaited.add(new Awaited(target.label(), resource, target.goal()));
            }
        }
        return awaited;
    }

    private static ProgressLine line(Awaited one) {
        Resource resource = one.resource();
        return new ProgressLine(
                one.label(),
                StateText.word(resource),
                StateText.colour(resource),
                resource.transitioningMessage(),
                StateText.percent(resource));
    }

    private List<Resource> ask(List<Target> targets) {
        return targets.stream()
                .map(target -> api.find(target.path()).orElseGet(() -> gone(target.resource())))
                .toList();
    }

    /** What the server no longer knows, as a resource that says so. */
    public static Resource gone(Resource last) {
        Resource gone = new Resource(last.json().deepCopy());
        gone.json().put("state", "removed").put("transitioning", "no");
        gone.json().set("actions", Json.object());
        return gone;
    }
}
