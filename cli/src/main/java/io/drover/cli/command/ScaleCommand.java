package io.drover.cli.command;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import io.drover.cli.lookup.Kind;
import io.drover.cli.lookup.ResourceFinder;
import io.drover.cli.waiting.Goal;
import io.drover.cli.waiting.Waiter.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code scale SERVICE=N...}. All services are looked up before the first is changed. */
public final class ScaleCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        WaitOptions.describe(spec);
        Options.words(spec, "SERVICE=N", "1..*", "service, and how many containers it shall have");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        parsed.words().forEach(word -> read(word, wanted));
        Changes changes = new Changes(context, parsed);
        ApiClient api = context.environmentApi();
        ResourceFinder finder = new ResourceFinder(api);
        Map<Resource, Integer> services = new LinkedHashMap<>();
        wanted.forEach((name, scale) ->
                services.put(finder.find(name, Set.of(Kind.SERVICE)).resource(), scale));
        List<Target> targets = new ArrayList<>();
        services.forEach((service, scale) -> {
            String path = "services/" + service.id();
            Resource after =
                    api.put(service.link("self").orElse(path), Json.object().put("scale", scale.intValue()));
            targets.add(new Target(
                    "service " + service.name(), path, after.id().isEmpty() ? service : after, new Goal.Scaled(scale)));
        });
        return changes.finish(api, targets, ScaleCommand::done);
    }

    private static String done(Target target) {
        return target.goal() instanceof Goal.Scaled(int scale) ? "scaled to " + scale : "changed";
    }

    static void read(String word, Map<String, Integer> wanted) {
        int equals = word.lastIndexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String number = equals < 0 ? "" : word.substring(equals + 1);
        boolean isNumber =
                !number.isEmpty() && number.length() <= 6 && number.chars().allMatch(Character::isDigit);
        if (name.isEmpty() || !isNumber) {
            throw CliFailure.usage("'" + word + "' is not SERVICE=N: write for example web=3");
        }
        wanted.put(name, Integer.parseInt(number));
    }
}
