package io.drover.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import io.drover.cli.stream.StatsBoard;
import io.drover.cli.stream.TextFrames;
import io.drover.cli.stream.Usage;
import io.drover.cli.view.HostTable;
import io.drover.cli.view.StateText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code stats}: of a container, a service's containers, a host, or of all hosts; a new sample each second. */
public final class StatsCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "only once: after two samples", "--no-stream");
        Options.words(spec, "CONTAINER|SERVICE|HOST", "0..*", "all hosts when none is named");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        ApiClient api = context.environmentApi();
        Map<String, Resource> subjects = subjects(api, parsed.words());
        Map<String, String> names = new LinkedHashMap<>();
        subjects.forEach((id, resource) -> names.put(id, HostTable.displayName(resource)));
        StatsBoard board = new StatsBoard(context.terminal(), names, parsed.flag("--no-stream"));
        List<CompletableFuture<TextFrames.End>> ends = new ArrayList<>();
        for (Resource subject : subjects.values()) {
            ends.add(open(api, subject, board, context));
        }
        if (parsed.flag("--no-stream")) {
            var unused = CompletableFuture.anyOf(
                            board.complete(), CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)))
                    .join();
            board.showOnce();
            return ExitCode.OK;
        }
        for (CompletableFuture<TextFrames.End> end : ends) {
            TextFrames.End ended = end.join();
            if (!ended.isNormal()) {
                throw CliFailure.of("the stream of numbers broke off: " + ended.reason());
            }
        }
        return ExitCode.OK;
    }

    private static CompletableFuture<TextFrames.End> open(
            ApiClient api, Resource subject, StatsBoard board, CommandContext context) {
        // A container's own link first: "stats" of a host holds its containers as well.
        String link = Stream.of("hostStats", "containerStats", "stats")
                .flatMap(name -> subject.link(name).stream())
                .findFirst()
                .orElseThrow(() -> CliFailure.of(
                        "there are no numbers of " + subject.name() + ": it is " + StateText.word(subject)));
        TextFrames frames = new TextFrames(frame -> {
            if (context.flags().json()) {
                context.terminal().result(frame);
            }
            board.add(samples(frame, context));
        });
        Resource access = api.get(link);
        var unused = api.openStream(access, frames);
        return frames.end();
    }

    private static List<Usage> samples(String frame, CommandContext context) {
        List<Usage> samples = new ArrayList<>();
        try {
            for (JsonNode sample : Json.parse(frame)) {
                samples.add(Usage.parse(sample, context.clock().instant()));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the server sent numbers that are not JSON", e);
        }
        return samples;
    }

    private static Map<String, Resource> subjects(ApiClient api, List<String> names) {
        Map<String, Resource> subjects = new LinkedHashMap<>();
        if (names.isEmpty()) {
            api.list("hosts?limit=-2&removed_null=1").stream()
                    .filter(host -> host.state().equals("active"))
                    .forEach(host -> subjects.put(host.id(), host));
            if (subjects.isEmpty()) {
                throw CliFailure.of("there is no active host: 'drover hosts' lists them");
            }
        }
        ResourceFinder finder = new ResourceFinder(api);
        for (String name : names) {
            Found found = finder.find(name, Set.of(Kind.CONTAINER, Kind.SERVICE, Kind.HOST));
            if (found.kind() == Kind.SERVICE) {
                ServiceContainers.of(api, found.resource()).stream()
                        .filter(container -> container.state().equals("running"))
                        .forEach(container -> subjects.put(container.id(), container));
            } else {
                subjects.put(found.resource().id(), found.resource());
            }
        }
        return subjects;
    }
}
