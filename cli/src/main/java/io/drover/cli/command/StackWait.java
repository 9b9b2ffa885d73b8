package io.drover.cli.command;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.terminal.Progress;
import io.drover.cli.terminal.Terminal;
import io.drover.cli.waiting.ErrorClock;
import io.drover.cli.waiting.Patience;
import io.drover.cli.waiting.StackView;
import io.drover.cli.waiting.Verdict;
import io.drover.cli.waiting.WaitDecision;
import io.drover.cli.waiting.Waiter;
import io.drover.cli.waiting.Watch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Watches a stack until all its services are healthy, and shows each service's line meanwhile. */
final class StackWait {
    private final ApiClient api;
    private final Terminal terminal;
    private final InstantSource clock;
    private final Resource stack;
    private ErrorClock errors = ErrorClock.EMPTY;
    private StackView last;

    StackWait(ApiClient api, Terminal terminal, InstantSource clock, Resource stack) {
        this.api = api;
        this.terminal = terminal;
        this.clock = clock;
        this.stack = stack;
        this.last = StackView.of(stack.id(), List.of());
    }

    /** @return the services */
    List<Resource> untilHealthy(Patience patience) {
        Instant startedAt = clock.instant();
        Progress progress = new Progress(terminal);
        Verdict verdict = new Watch(api, clock)
                .until(
                        this::ask,
                        resource -> StackView.isPart(stack.id(), resource),
                        (known, now) -> decide(known, progress, patience, now, startedAt));
        return switch (verdict) {
            case Verdict.Failed(String reason) ->
                throw CliFailure.of(reason + ": 'drover ps -a -c' shows the containers");
            case Verdict.Done _, Verdict.Continue _ -> last.services();
        };
    }

    private Verdict decide(
            Collection<Resource> known, Progress progress, Patience patience, Instant now, Instant startedAt) {
        last = StackView.of(stack.id(), known);
        progress.show(last.progress());
        errors = errors.observe(known, now);
        return WaitDecision.decide(last.awaited(), errors, patience, now, startedAt);
    }

    private List<Resource> ask() {
        String ofStack = "?limit=-2&removed_null=1&stackId=" + stack.id();
        List<Resource> all = new ArrayList<>();
        all.add(api.find("stacks/" + stack.id()).orElseGet(() -> Waiter.gone(stack)));
        for (List<Resource> list : api.listAll(List.of("services" + ofStack, "containers" + ofStack))) {
            list.stream()
                    .filter(resource -> StackView.isPart(stack.id(), resource))
                    .forEach(all::add);
        }
        return all;
    }
}
