package io.drover.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import io.drover.cli.lookup.Kind;
import io.drover.cli.lookup.ResourceFinder;
import io.drover.cli.lookup.ResourceFinder.Found;
import io.drover.cli.stream.LogFrame;
import io.drover.cli.stream.LogPrinter;
import io.drover.cli.stream.Since;
import io.drover.cli.stream.TextFrames;
import io.drover.cli.view.ContainerOrder;
import io.drover.cli.view.StateText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code logs}: of containers, or of all containers of services; together when followed, one after the other otherwise. A
 * followed container ends when it stops; a followed service goes on with its next containers. With {@code --service} what became
 * of services and why ({@link ServiceHistory}).
 */
public final class LogsCommand implements Command {
    private static final int ALL_LINES = -1;
    private static final int USUAL_LINES = 100;

    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "go on with new lines", "-f", "--follow");
        Options.value(spec, "N", "how many of the last lines first, or 'all': 100", "--tail");
        Options.flag(spec, "with the time of each line", "-t", "--timestamps");
        Options.value(spec, "TIME", "not before: 10m, 2h, or 2026-01-31T12:00:00Z", "--since");
        Options.flag(
                spec, "what became of services and why, instead of what their containers print", "-s", "--service");
        Options.flag(spec, "with --service: also what was done to each container", "--sub-log");
        Options.words(spec, "CONTAINER|SERVICE", "1..*", "by name or id");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        ApiClient api = context.environmentApi();
        boolean follow = parsed.flag("--follow");
        if (parsed.flag("--service")) {
            return history(parsed, context, api, follow);
        }
        if (parsed.flag("--sub-log")) {
            throw CliFailure.usage("--sub-log belongs to --service");
        }
        var input = Json.object()
                .put("follow", follow)
                .put("lines", lines(parsed.value("--tail").orElse(Integer.toString(USUAL_LINES))))
                .put("timestamps", parsed.flag("--timestamps"))
                .put(
                        "since",
                        parsed.value("--since")
                                .map(text -> Since.wire(text, context.clock().instant()))
                                .orElse(""));
        List<Found> subjects = subjects(api, parsed.words());
        if (follow && subjects.stream().allMatch(found -> found.kind() == Kind.SERVICE)) {
            List<Resource> services = subjects.stream().map(Found::resource).toList();
            LogPrinter printer = new LogPrinter(context.terminal(), nameWidth(containers(api, subjects)));
            return new ServiceLogs(
                            api, context, (container, place, asked) -> open(api, container, place, asked, printer))
                    .follow(services, input);
        }
        List<Resource> containers = containers(api, subjects);
        LogPrinter printer = new LogPrinter(context.terminal(), containers.size() > 1 ? nameWidth(containers) : 0);
        List<CompletableFuture<TextFrames.End>> ends = new ArrayList<>();
        for (int place = 0; place < containers.size(); place++) {
            CompletableFuture<TextFrames.End> end = open(api, containers.get(place), place, input, printer);
            if (!follow) {
                var unused = end.join();
            }
            ends.add(end);
        }
        return report(containers, ends, context);
    }

    private static int history(Parsed parsed, CommandContext context, ApiClient api, boolean follow) {
        int tail = lines(parsed.value("--tail").orElse(Integer.toString(USUAL_LINES)));
        if (tail == 0) {
            throw CliFailure.usage("--tail is at least 1 with --service");
        }
        var since = parsed.value("--since")
                .map(text -> Since.wire(text, context.clock().instant()))
                .map(second -> Instant.ofEpochSecond(Long.parseLong(second)).toString());
        ResourceFinder finder = new ResourceFinder(api);
        List<Resource> services = parsed.words().stream()
                .map(name -> finder.find(name, Set.of(Kind.SERVICE)).resource())
                .toList();
        var wish = new ServiceHistory.Wish(
                tail == ALL_LINES ? ServiceHistory.MOST : tail, since, parsed.flag("--sub-log"));
        ServiceHistory history = new ServiceHistory(api, context, wish);
        return follow ? history.follow(services) : history.show(services);
    }

    private static int nameWidth(List<Resource> containers) {
        return containers.stream().mapToInt(one -> one.name().length()).max().orElse(1);
    }

    private static CompletableFuture<TextFrames.End> open(
            ApiClient api, Resource container, int place, ObjectNode input, LogPrinter printer) {
        String action = container
                .action("logs")
                .orElseThrow(() -> CliFailure.of(
                        "container " + container.name() + " has no logs to show: it is " + StateText.word(container)));
        TextFrames frames = new TextFrames(frame -> printer.print(container.name(), place, LogFrame.parse(frame)));
        Resource access = api.post(action, input);
        var unused = api.openStream(access, frames);
        return frames.end();
    }

    private static int report(
            List<Resource> containers, List<CompletableFuture<TextFrames.End>> ends, CommandContext context) {
        int exitCode = ExitCode.OK;
        for (int i = 0; i < ends.size(); i++) {
            TextFrames.End end = ends.get(i).join();
            if (!end.isNormal()) {
                String why = end.reason().isEmpty() ? "the connection was closed" : end.reason();
                context.terminal().say("drover: the log of " + containers.get(i).name() + " was cut off: " + why);
                exitCode = ExitCode.FAILURE;
            }
        }
        return exitCode;
    }

    private static List<Found> subjects(ApiClient api, List<String> names) {
        ResourceFinder finder = new ResourceFinder(api);
        return names.stream()
                .map(name -> finder.find(name, Set.of(Kind.CONTAINER, Kind.SERVICE)))
                .toList();
    }

    private static List<Resource> containers(ApiClient api, List<Found> subjects) {
        List<Resource> containers = new ArrayList<>();
        for (Found found : subjects) {
            if (found.kind() == Kind.CONTAINER) {
                containers.add(found.resource());
                continue;
            }
            List<Resource> ofService = ServiceContainers.of(api, found.resource()).stream()
                    .filter(one -> one.action("logs").isPresent())
                    .sorted(ContainerOrder.BY_NAME)
                    .toList();
            if (ofService.isEmpty()) {
                throw CliFailure.of("service " + found.resource().name() + " has no containers with logs: it is "
                        + StateText.word(found.resource()) + "; 'drover ps -a "
                        + found.resource().id()
                        + "' lists what it has");
            }
            containers.addAll(ofService);
        }
        return containers;
    }

    static int lines(String tail) {
        if (tail.equals("all")) {
            return ALL_LINES;
        }
        boolean isNumber = !tail.isEmpty() && tail.length() <= 9 && tail.chars().allMatch(Character::isDigit);
        if (!isNumber) {
            throw CliFailure.usage("--tail is a number of lines or 'all', not '" + tail + "'");
        }
        return Integer.parseInt(tail);
    }
}
