package io.drover.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.ChangeFeed;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import io.drover.cli.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code logs --service}: what became of services and why, oldest first; with details, what was done to each container
 * (spec: identity sheet, 4.2). Followed, it ends when the services are removed.
 */
final class ServiceHistory {
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** The server gives no more at once: of a longer log its end is shown. */
    static final int MOST = 3000;

    private final ApiClient api;
    private final CommandContext context;
    private final Wish wish;

    /**
     * What to show.
     *
     * @param tail so many of the last entries of each service first, from 1
     * @param since not before, as the API wants times
     * @param details also what belongs to an entry
     */
    record Wish(int tail, Optional<String> since, boolean details) {}

    ServiceHistory(ApiClient api, CommandContext context, Wish wish) {
        this.api = api;
        this.context = context;
        this.wish = wish;
    }

    int show(List<Resource> services) {
        List<Resource> entries = first(services);
        context.printList(entries, () -> table(entries));
        return ExitCode.OK;
    }

    private Table table(List<Resource> entries) {
        Table table = new Table("TIME", "LEVEL", "EVENT", "DESCRIPTION");
        entries.forEach(entry -> {
            table.add(List.of(
                    Cell.of(entry.text("created")),
                    new Cell(entry.text("level"), colour(entry)),
                    Cell.of(event(entry)),
                    Cell.of(entry.text("description"))));
        });
        return table;
    }

    private static String event(Resource entry) {
        return (entry.flag("subLog") ? "- " : "") + entry.text("eventType");
    }

    int follow(List<Resource> services) {
        Map<String, Resource> last = new HashMap<>();
        first(services).forEach(entry -> print(entry, last));
        try (ChangeFeed feed = ChangeFeed.open(api)) {
            while (true) {
                // Asked before the entries are, so that the last words of a removed service are read.
                boolean isOver = services.stream()
                        .map(service -> api.find("services/" + service.id()))
                        .allMatch(service -> service.isEmpty() || service.get().isRemoved());
                services.forEach(
                        service -> after(service, last.get(service.id())).forEach(entry -> print(entry, last)));
                if (isOver) {
                    return ExitCode.OK;
                }
                feed.nextEvent(LOOK);
                while (feed.pendingEvent().isPresent()) {
                    // One look answers them all.
                }
            }
        }
    }

    private void print(Resource entry, Map<String, Resource> last) {
        last.put(entry.text("serviceId"), entry);
        Terminal terminal = context.terminal();
        String level = "%-5s".formatted(Cell.of(entry.text("level")).text());
        terminal.result("%s   %s   %-28s   %s"
                .formatted(
                        Cell.of(entry.text("created")).text(),
                        colour(entry).paint(level, terminal.coloursOnOut()),
                        Cell.of(event(entry)).text(),
                        Cell.of(entry.text("description")).text()));
    }

    private static Colour colour(Resource entry) {
        return entry.text("level").equals("error") ? Colour.BAD : Colour.NONE;
    }

    /** The last entries of each, in the order they happened. */
    private List<Resource> first(List<Resource> services) {
        String since = wish.since().map(ServiceHistory::since).orElse("");
        return services.stream()
                .flatMap(service -> page(service, "&order=desc&limit=" + Math.min(wish.tail(), MOST) + since).stream())
                .sorted(Comparator.comparingLong(ServiceHistory::number))
                .toList();
    }

    private static String since(String time) {
        return "&created_gte=" + ApiClient.encode(time);
    }

    /** Times are to the second: what was shown of that second is asked for again and left out. */
    private List<Resource> after(Resource service, @Nullable Resource last) {
        String since = last == null ? "" : since(last.text("created"));
        return page(service, "&order=asc&limit=" + MOST + since).stream()
                .filter(entry -> last == null || number(entry) > number(last))
                .toList();
    }

    private List<Resource> page(Resource service, String query) {
        String details = wish.details() ? "" : "&subLog=0";
        List<Resource> entries = new ArrayList<>();
        api.get("servicelogs?serviceId=" + service.id() + details + "&sort=id" + query)
                .json()
                .path("data")
                .forEach(entry -> {
                    if (entry instanceof ObjectNode object) {
                        entries.add(new Resource(object));
                    }
                });
        return entries;
    }

    /** What is behind the letters of its id. */
    private static long number(Resource entry) {
        String digits = entry.id().replaceFirst("^1[a-z]+", "");
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }
}
