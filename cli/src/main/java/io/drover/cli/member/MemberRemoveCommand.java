package io.drover.cli.member;

import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code env rm-member}. */
public final class MemberRemoveCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.words(spec, "WHO", "1..*", "members, by name or TYPE:ID");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        MemberList members = MemberList.read(context.environmentApi());
        List<Resource> removed = new ArrayList<>();
        for (String word : parsed.words()) {
            Resource who = members.find(word);
            if (!members.remove(who)) {
                throw CliFailure.of("'" + word + "' is no member of this environment");
            }
            removed.add(who);
        }
        members.write();
        context.printEach(removed, who -> who.name() + " is no member of this environment any more");
        return ExitCode.OK;
    }
}
