package io.drover.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code audit list}: newest first, one page. */
public final class AuditListCommand implements Command {
    private static final int LIMIT = 50;

    @Override
    public void describe(CommandSpec spec) {
        AuditQuery.describe(spec);
        Options.number(spec, "N", "how many at most, 50; the server gives 3000 at once", "-n", "--limit");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        int limit = Math.max(1, parsed.number("--limit").orElse(LIMIT));
        String query = AuditQuery.of(parsed, context.clock().instant(), "sort=id", "order=desc", "limit=" + limit);
        boolean isAll = parsed.flag("--all");
        ApiClient api = isAll ? context.api() : context.environmentApi();
        List<Resource> rows = new ArrayList<>();
        api.get((isAll ? "/" : "") + "auditlogs" + query).json().path("data").forEach(row -> {
            if (row instanceof ObjectNode object) {
                rows.add(new Resource(object));
            }
        });
        context.printList(rows, () -> AuditTable.of(rows));
        return ExitCode.OK;
    }
}
