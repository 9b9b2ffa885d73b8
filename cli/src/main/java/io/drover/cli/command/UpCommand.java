package io.drover.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.compose.ComposeFiles;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.PlainText;
import io.drover.cli.view.ServiceTable;
import io.drover.cli.view.StateText;
import io.drover.cli.waiting.Patience;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code up -f}: makes a stack of the files, or makes the stack of that name be as the files say. The server reads them;
 * here they are only fetched, and the result is waited for.
 */
public final class UpCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.values(spec, "FILE", "compose file; later ones are merged over earlier ones", "-f", "--file");
        Options.value(spec, "FILE", "rancher-compose.yml for it", "-r", "--rancher-file");
        Options.value(spec, "STACK", "name of the stack: the folder's", "-s", "--stack");
        Options.values(spec, "FILE", "values of variables, KEY=value lines or a .yml or .json map", "-e", "--env-file");
        WaitOptions.describe(spec);
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        List<String> files = parsed.values("--file");
        if (files.isEmpty()) {
            throw CliFailure.usage("up needs a compose file: drover up -f docker-compose.yml");
        }
        ComposeFiles compose = ComposeFiles.read(
                files, parsed.value("--rancher-file"), parsed.values("--env-file"), context.variables());
        String name = parsed.value("--stack").orElseGet(() -> ComposeFiles.stackName(files.getFirst()));
        Patience patience = WaitOptions.patience(parsed);
        ApiClient api = context.environmentApi();
        Resource stack = apply(api, name, compose);
        warn(stack, context);
        if (WaitOptions.isDetached(parsed)) {
            context.printOne(
                    stack, "stack " + name + " (" + stack.id() + ") is being deployed: 'drover ps' shows how far");
            return ExitCode.OK;
        }
        List<Resource> services = new StackWait(api, context.terminal(), context.clock(), stack).untilHealthy(patience);
        print(stack, name, services, context);
        return ExitCode.OK;
    }

    private static Resource apply(ApiClient api, String name, ComposeFiles compose) {
        Optional<Resource> existing = api.list("stacks?limit=-2&removed_null=1&name=" + ApiClient.encode(name)).stream()
                .filter(stack -> stack.name().equals(name)
                        && !stack.isRemoved()
                        && !stack.state().equals("removing"))
                .findFirst();
        ObjectNode body = Json.object().put("dockerCompose", compose.dockerCompose());
        if (!compose.rancherCompose().isEmpty()) {
            body.put("rancherCompose", compose.rancherCompose());
        }
        ObjectNode environment = body.putObject("environment");
        compose.environment().forEach(environment::put);
        if (existing.isEmpty()) {
            return api.post("stacks", body.put("name", name).put("startOnCreate", true));
        }
        Resource stack = existing.get();
        String upgrade = stack.action("upgrade")
                .orElseThrow(() -> CliFailure.of("stack " + name + " cannot be changed now: it is "
                        + StateText.word(stack) + sentenceEnd(stack)
                        + "; wait with 'drover wait " + name + "', or remove it with 'drover rm " + name + "'"));
        Resource upgraded = api.post(upgrade, body);
        // What somebody stopped is part of the files too.
        upgraded.action("activateservices")
                .filter(any -> hasInactive(api, stack))
                .ifPresent(activate -> {
                    var unused = api.post(activate, Json.object());
                });
        return upgraded.id().isEmpty() ? stack : upgraded;
    }

    private static String sentenceEnd(Resource stack) {
        String detail = StateText.detail(stack);
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }

    private static boolean hasInactive(ApiClient api, Resource stack) {
        return api.list("services?limit=-2&removed_null=1&stackId=" + stack.id()).stream()
                .anyMatch(service -> service.text("stackId").equals(stack.id())
                        && service.state().equals("inactive"));
    }

    private static void warn(Resource stack, CommandContext context) {
        boolean colours = context.terminal().coloursOnErr();
        for (String warning : stack.texts("warnings")) {
            context.terminal().say(Colour.BUSY.paint("warning:", colours) + " " + PlainText.oneLine(warning));
        }
    }

    private static void print(Resource stack, String name, List<Resource> services, CommandContext context) {
        if (context.flags().json()) {
            context.printList(services, () -> ServiceTable.of(services, Map.of()));
            return;
        }
        context.printOne(
                stack,
                "stack " + name + " is up: " + services.size() + (services.size() == 1 ? " service" : " services"));
        if (!context.flags().quiet()) {
            for (Resource service : services) {
                String endpoints = ServiceTable.endpoints(service);
                if (!endpoints.isEmpty()) {
                    context.terminal().result("  " + service.name() + "  " + endpoints);
                }
            }
        }
    }
}
