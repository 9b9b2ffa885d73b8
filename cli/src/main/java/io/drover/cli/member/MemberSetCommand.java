package io.drover.cli.member;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import picocli.CommandLine.Model.CommandSpec;

/** {@code env set-member}: invites people and groups, and changes roles. */
public final class MemberSetCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.words(
                spec,
                "WHO ROLE",
                "2",
                "a user or group, by name or TYPE:ID; owner, member, restricted, readonly, or one of 'drover roles'");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(2);
        if (parsed.words().size() < 2) {
            throw CliFailure.usage("who and which role? drover env set-member WHO ROLE");
        }
        String role = parsed.words().get(1);
        MemberList members = MemberList.read(context.environmentApi());
        Resource who = members.find(parsed.words().getFirst());
        members.set(who, role);
        members.write();
        context.printOne(who, who.name() + " is now '" + role + "' in this environment");
        return ExitCode.OK;
    }
}
