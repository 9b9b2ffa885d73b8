package io.drover.cli.kept;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code registries rm}, {@code secrets rm}, {@code certificates rm}. All names are looked up before the first is removed. */
public final class KeptRemoveCommand implements Command {
    private final KeptKind kind;

    public KeptRemoveCommand(KeptKind kind) {
        this.kind = kind;
    }

    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "do not ask; what does not exist is no error", "-f", "--force");
        Options.words(
                spec,
                kind == KeptKind.REGISTRY ? "ADDRESS" : "NAME",
                "1..*",
                kind == KeptKind.REGISTRY ? "by address or id" : "by name or id");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        ApiClient api = context.environmentApi();
        boolean force = parsed.flag("--force");
        List<Resource> chosen = parsed.words().stream()
                .flatMap(word -> (force ? kind.findIfThere(api, word) : Optional.of(kind.find(api, word))).stream())
                .toList();
        if (!force && context.terminal().attached().in()) {
            confirm(chosen, context);
        }
        chosen.forEach(resource -> api.delete(kind.collection() + "/" + resource.id()));
        context.printEach(chosen, resource -> kind.described(resource) + " removed");
        return ExitCode.OK;
    }

    private void confirm(List<Resource> chosen, CommandContext context) {
        if (!context.prompt().isPossible()) {
            throw CliFailure.usage(
                    "cannot ask whether to remove with the output redirected: give -f to remove unasked");
        }
        String what = chosen.stream().map(kind::described).collect(Collectors.joining(", "));
        String answer = context.prompt().line("Remove " + what + "? [y/N] ").orElse("");
        if (!answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw CliFailure.of("nothing was removed");
        }
    }
}
