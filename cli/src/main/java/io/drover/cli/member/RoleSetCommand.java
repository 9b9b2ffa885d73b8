package io.drover.cli.member;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code roles create} and {@code roles change}: a role and all its grants. */
public final class RoleSetCommand implements Command {
    private final boolean isNew;

    /** @param isNew made; else its grants are replaced */
    public RoleSetCommand(boolean isNew) {
        this.isNew = isNew;
    }

    @Override
    public void describe(CommandSpec spec) {
        RoleFinder.describe(spec);
        Options.value(spec, "TEXT", "what it is for", "--description");
        if (isNew) {
            Options.value(spec, "ROLE", "what it is a part of: member (as is), restricted or readonly", "--base");
        }
        Options.words(
                spec,
                "NAME GRANT...",
                "2..*",
                "its name, then what it may: types:rights[@stacks], e.g. service,container:ra@1st5 or '*:r';"
                        + " rights are c create, r read, u change and act, d remove, a act");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        if (parsed.words().size() < 2) {
            throw CliFailure.usage("a role needs a name and at least one grant, e.g. service,container:ra@1st5");
        }
        String name = parsed.words().getFirst();
        List<String> grants = parsed.words().subList(1, parsed.words().size());
        ObjectNode body = Json.object();
        grants.forEach(body.putArray("grants")::add);
        parsed.value("--description").ifPresent(text -> body.put("description", text));
        RoleFinder roles = RoleFinder.of(parsed, context);
        Resource role = isNew ? create(roles, name, parsed, body) : change(roles, name, body);
        context.printOne(
                role, "role " + role.name() + " (" + role.id() + "): " + String.join(" ", role.texts("grants")));
        return ExitCode.OK;
    }

    private static Resource create(RoleFinder roles, String name, Parsed parsed, ObjectNode body) {
        body.put("name", name);
        parsed.value("--base").ifPresent(base -> body.put("baseRole", base));
        return roles.api().post(roles.path(), body);
    }

    private static Resource change(RoleFinder roles, String name, ObjectNode body) {
        return roles.api().put(roles.pathOf(roles.find(name)), body);
    }
}
