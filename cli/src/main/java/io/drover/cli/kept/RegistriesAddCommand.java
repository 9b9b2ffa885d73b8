package io.drover.cli.kept;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code registries add}: a registry, and a user for it. A registry that is there already gets the user; a user that is there
 * already gets the new password, so that tokens can be refreshed by a script that knows no ids.
 */
public final class RegistriesAddCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.value(spec, "NAME", "user to pull with", "-u", "--user");
        Options.value(
                spec,
                "FILE",
                "file with the user's password in its first line; without it, or with -, standard input",
                "--password-file");
        Options.words(spec, "ADDRESS", "1", "host[:port], docker.io for Docker Hub");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        String address = parsed.atMost(1).firstWord().orElseThrow();
        Optional<String> user = parsed.value("--user");
        if (user.isEmpty() && parsed.value("--password-file").isPresent()) {
            throw CliFailure.usage("a password needs a user: --user NAME");
        }
        String password = user.map(
                        _ -> GivenText.password(parsed.value("--password-file").orElse("-"), context))
                .orElse("");
        ApiClient api = context.environmentApi();
        Resource registry = KeptKind.REGISTRY
                .findIfThere(api, address)
                .orElseGet(() -> api.post("registries", Json.object().put("serverAddress", address)));
        user.ifPresent(name -> put(api, registry, name, password));
        context.printOne(
                registry,
                KeptKind.REGISTRY.described(registry)
                        + user.map(name -> " is pulled from as " + name).orElse(" added"));
        return ExitCode.OK;
    }

    private static void put(ApiClient api, Resource registry, String user, String password) {
        Optional<Resource> known =
                api.list("registrycredentials?limit=-2&removed_null=1&registryId=" + registry.id()).stream()
                        .filter(credential -> credential.text("publicValue").equals(user))
                        .findFirst();
        if (known.isPresent()) {
            api.put("registrycredentials/" + known.get().id(), Json.object().put("secretValue", password));
        } else {
            api.post(
                    "registrycredentials",
                    Json.object()
                            .put("registryId", registry.id())
                            .put("publicValue", user)
                            .put("secretValue", password));
        }
    }
}
