package io.drover.cli.command;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.lookup.Kind;
import io.drover.cli.lookup.ResourceFinder;
import io.drover.cli.view.ContainerTable;
import io.drover.cli.view.HostTable;
import io.drover.cli.view.ListFilter;
import io.drover.cli.view.ServiceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code ps} and {@code services}. The commonest question of all: two requests at once (the rows, and the names of the
 * stacks or hosts they refer to), and no other before or after.
 */
public final class PsCommand implements Command {
    private static final String NAMES = "limit=-2";

    private final boolean canListContainers;

    /** @param canListContainers false: {@code services}, which lists nothing else */
    public PsCommand(boolean canListContainers) {
        this.canListContainers = canListContainers;
    }

    @Override
    public void describe(CommandSpec spec) {
        Options.flag(spec, "what is stopped, removed or of the system too", "-a", "--all");
        if (canListContainers) {
            Options.flag(spec, "containers, not services", "-c", "--containers");
            Options.value(spec, "HOST", "the containers on this host", "--host");
            Options.words(spec, "SERVICE", "0..1", "the containers of this service");
        }
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        boolean all = parsed.flag("--all");
        ApiClient api = context.environmentApi();
        if (!canListContainers) {
            printServices(api, all, context);
            return ExitCode.OK;
        }
        Optional<String> service = parsed.atMost(1).firstWord();
        Optional<String> host = parsed.value("--host");
        if (service.isPresent() && host.isPresent()) {
            throw CliFailure.usage("give a service or --host, not both");
        }
        if (service.isPresent()) {
            Resource found = new ResourceFinder(api)
                    .find(service.get(), Set.of(Kind.SERVICE))
                    .resource();
            printContainers(api, instances("services", found), all, context);
        } else if (host.isPresent()) {
            Resource found =
                    new ResourceFinder(api).find(host.get(), Set.of(Kind.HOST)).resource();
            printContainers(api, instances("hosts", found), all, context);
        } else if (parsed.flag("--containers")) {
            printContainers(api, "containers", all, context);
        } else {
            printServices(api, all, context);
        }
        return ExitCode.OK;
    }

    private static String instances(String collection, Resource owner) {
        return owner.link("instances").orElse(collection + "/" + owner.id() + "/instances");
    }

    private static void printServices(ApiClient api, boolean all, CommandContext context) {
        String query = "services?" + ListFilter.query(all);
        // Machines want the rows alone.
        boolean bare = context.flags().json() || context.flags().quiet();
        List<List<Resource>> lists = api.listAll(bare ? List.of(query) : List.of(query, "stacks?" + NAMES));
        List<Resource> services = ListFilter.apply(lists.getFirst(), all);
        context.printList(services, () -> ServiceTable.of(services, names(lists.getLast())));
    }

    private static void printContainers(ApiClient api, String path, boolean all, CommandContext context) {
        String query = path + (path.contains("?") ? "&" : "?") + ListFilter.query(all);
        boolean bare = context.flags().json() || context.flags().quiet();
        List<List<Resource>> lists = api.listAll(bare ? List.of(query) : List.of(query, "hosts?" + NAMES));
        List<Resource> containers = ListFilter.apply(lists.getFirst(), all);
        context.printList(containers, () -> ContainerTable.of(containers, names(lists.getLast())));
    }

    private static Map<String, String> names(List<Resource> resources) {
        Map<String, String> names = new HashMap<>();
        resources.forEach(resource -> names.put(resource.id(), HostTable.displayName(resource)));
        return names;
    }
}
