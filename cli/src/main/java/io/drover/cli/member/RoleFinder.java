package io.drover.cli.member;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Where custom roles are: in the environment, or above all with {@code --all}. */
record RoleFinder(ApiClient api, String path) {
    static void describe(CommandSpec spec) {
        Options.flag(spec, "roles for every environment, for administrators", "-a", "--all");
    }

    static RoleFinder of(Parsed parsed, CommandContext context) {
        return parsed.flag("--all")
                ? new RoleFinder(context.api(), "/projectroles")
                : new RoleFinder(context.environmentApi(), "projectroles");
    }

    List<Resource> all() {
        return api.list(path);
    }

    /** By name or id. */
    Resource find(String word) {
        return all().stream()
                .filter(role -> role.id().equals(word) || role.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> CliFailure.of("there is no role '" + word + "': 'drover roles' lists them"));
    }

    String pathOf(Resource role) {
        return path + "/" + role.id();
    }
}
