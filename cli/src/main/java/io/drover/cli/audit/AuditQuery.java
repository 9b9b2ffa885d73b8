package io.drover.cli.audit;

import io.drover.cli.api.ApiClient;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.stream.Since;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Which rows of the log, as options and as the query they make. */
final class AuditQuery {
    private AuditQuery() {}

    static void describe(CommandSpec spec) {
        Options.flag(spec, "of all environments, for administrators; your own outside them otherwise", "-a", "--all");
        Options.value(spec, "EVENT", "only these, e.g. api.stack.create; a % stands for anything", "--event");
        Options.value(spec, "ID", "only what was done to this resource", "--resource");
        Options.value(spec, "ID", "only what this account did", "--who");
        Options.value(spec, "CODE", "only with this status, e.g. 403", "--code");
        Options.value(spec, "TIME", "only since then: 10m, 2h, 1d ago, or 2026-01-31T12:00:00Z", "--since");
    }

    /** Empty, or with a question mark in front. */
    static String of(Parsed parsed, Instant now, String... fixed) {
        List<String> parts = new ArrayList<>(List.of(fixed));
        parsed.value("--event")
                .ifPresent(event ->
                        parts.add((event.contains("%") ? "eventType_like=" : "eventType=") + ApiClient.encode(event)));
        parsed.value("--resource").ifPresent(id -> parts.add("resourceId=" + ApiClient.encode(id)));
        parsed.value("--who").ifPresent(id -> parts.add("authenticatedAsAccountId=" + ApiClient.encode(id)));
        parsed.value("--code").ifPresent(code -> parts.add("responseCode=" + ApiClient.encode(code)));
        parsed.value("--since").ifPresent(since -> parts.add("created_gte=" + Since.wire(since, now) + "000"));
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }
}
