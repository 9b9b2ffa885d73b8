package io.drover.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.api.ChangeFeed;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.terminal.PlainText;
import io.drover.cli.view.StateText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code events}: a line per change until interrupted; with {@code --format json}, the events as they come. */
public final class EventsCommand implements Command {
    private static final Duration LOOK = Duration.ofMillis(500);

    @Override
    public void describe(CommandSpec spec) {
        // Only what every command takes.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        try (ChangeFeed feed = ChangeFeed.open(context.environmentApi())) {
            while (!feed.isOver()) {
                feed.nextEvent(LOOK).ifPresent(event -> print(event, context));
            }
            throw CliFailure.of("the server's events ended"
                    + feed.endReason().map(reason -> ": " + reason).orElse("")
                    + "; is it running, and are you logged in?");
        }
    }

    private static void print(JsonNode event, CommandContext context) {
        if (context.flags().json()) {
            context.terminal().result(event.toString());
            return;
        }
        Optional<Resource> changed = ChangeFeed.changed(event);
        String what = changed.map(EventsCommand::line)
                .orElseGet(() -> event.path("resourceType").asText("") + " "
                        + event.path("resourceId").asText(""));
        context.terminal().result(time(event, context) + "  " + PlainText.oneLine(what));
    }

    private static String line(Resource resource) {
        String detail = StateText.detail(resource);
        String line = resource.type() + " " + resource.id() + " " + resource.name() + ": " + StateText.word(resource);
        return detail.isEmpty() ? line : line + ", " + detail;
    }

    private static Instant time(JsonNode event, CommandContext context) {
        long millis = event.path("time").asLong(0);
        Instant time =
                millis > 0 ? Instant.ofEpochMilli(millis) : context.clock().instant();
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
