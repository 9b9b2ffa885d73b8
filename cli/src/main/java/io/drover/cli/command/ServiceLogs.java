package io.drover.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.ChangeFeed;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.stream.TextFrames;
import io.drover.cli.view.ContainerOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Follows the logs of services as their containers come and go: a new container is shown from its first line, one that was
 * started again from where it broke off. Ends when all the services are removed.
 */
final class ServiceLogs {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int FROM_THE_START = -1;

    private final ApiClient api;
    private final CommandContext context;
    private final Opener opener;
    private final Map<String, Stream> streams = new HashMap<>();

    /** Opens the log of a container; {@code place} is its number in the order of appearance. */
    interface Opener {
        CompletableFuture<TextFrames.End> open(Resource container, int place, ObjectNode input);
    }

    private record Stream(int place, CompletableFuture<TextFrames.End> end, CompletableFuture<Instant> endedAt) {}

    ServiceLogs(ApiClient api, CommandContext context, Opener opener) {
        this.api = api;
        this.context = context;
        this.opener = opener;
    }

    /** @param first what is asked of the containers that are there at the beginning */
    int follow(List<Resource> services, ObjectNode first) {
        ObjectNode fresh = first.deepCopy();
        fresh.put("lines", FROM_THE_START).put("since", "");
        ObjectNode input = first;
        try (ChangeFeed feed = ChangeFeed.open(api)) {
            while (true) {
                List<Resource> present = services.stream()
                        .map(service -> api.find("services/" + service.id()))
                        .flatMap(Optional::stream)
                        .filter(service -> !service.isRemoved())
                        .toList();
                if (present.isEmpty()) {
                    return ExitCode.OK;
                }
                for (Resource service : present) {
                    openNew(service, input);
                }
                input = fresh;
                feed.nextEvent(LOOK);
                while (feed.pendingEvent().isPresent()) {
                    // One look answers them all.
                }
            }
        }
    }

    private void openNew(Resource service, ObjectNode input) {
        for (Resource container : ServiceContainers.of(api, service).stream()
                .filter(one ->
                        one.state().equals("running") && one.action("logs").isPresent())
                .sorted(ContainerOrder.BY_NAME)
                .toList()) {
            Stream before = streams.get(container.id());
            if (before == null) {
                open(container, streams.size(), input);
            } else if (before.end().isDone()) {
                ObjectNode rest = input.deepCopy();
                Instant since = before.endedAt().getNow(context.clock().instant());
                open(
                        container,
                        before.place(),
                        rest.put("lines", FROM_THE_START).put("since", since.toString()));
            }
        }
    }

    private void open(Resource container, int place, ObjectNode input) {
        try {
            CompletableFuture<TextFrames.End> end = opener.open(container, place, input);
            streams.put(
                    container.id(),
                    new Stream(place, end, end.thenApply(over -> context.clock().instant())));
        } catch (CliFailure stoppedMeanwhile) {
            context.terminal().say("drover: " + stoppedMeanwhile.sentence());
        }
    }
}
