package io.drover.cli.kept;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import io.drover.cli.view.StateText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code registries ls}, {@code secrets ls}, {@code certificates ls}. */
public final class KeptListCommand implements Command {
    private final KeptKind kind;

    public KeptListCommand(KeptKind kind) {
        this.kind = kind;
    }

    @Override
    public void describe(CommandSpec spec) {
        // All of them: there are few.
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        ApiClient api = context.environmentApi();
        List<Resource> resources = kind.list(api).stream()
                .sorted(Comparator.<Resource, String>comparing(kind::name).thenComparing(Resource::id))
                .toList();
        List<Resource> users = kind == KeptKind.REGISTRY && !resources.isEmpty()
                ? api.list("registrycredentials?limit=-2&removed_null=1")
                : List.of();
        context.printList(resources, () -> table(resources, users));
        return ExitCode.OK;
    }

    private Table table(List<Resource> resources, List<Resource> users) {
        Table table = switch (kind) {
            case REGISTRY -> new Table("ID", "ADDRESS", "STATE", "USERS");
            case SECRET -> new Table("ID", "NAME", "STATE", "VERSION", "CREATED");
            case CERTIFICATE -> new Table("ID", "NAME", "STATE", "FOR", "EXPIRES", "DETAIL");
        };
        resources.forEach(resource -> {
            List<Cell> cells = new ArrayList<>(List.of(
                    Cell.of(resource.id()), new Cell(kind.name(resource), Colour.STRONG), StateText.cell(resource)));
            cells.addAll(own(resource, users));
            table.add(cells);
        });
        return table;
    }

    private List<Cell> own(Resource resource, List<Resource> users) {
        return switch (kind) {
            case REGISTRY -> List.of(Cell.of(users(resource, users)));
            case SECRET -> List.of(Cell.of(resource.text("version")), Cell.of(resource.text("created")));
            case CERTIFICATE ->
                List.of(
                        Cell.of(resource.text("CN")),
                        Cell.of(resource.text("expiresAt")),
                        new Cell(resource.transitioningMessage(), Colour.BAD));
        };
    }

    private static String users(Resource registry, List<Resource> users) {
        return users.stream()
                .filter(user -> user.text("registryId").equals(registry.id()))
                .map(user -> user.text("publicValue") + (user.state().equals("inactive") ? " (inactive)" : ""))
                .collect(Collectors.joining(", "));
    }
}
