package io.drover.cli.command;

import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.waiting.Patience;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** The options of commands that wait until what they asked for has come true. */
final class WaitOptions {
    private WaitOptions() {}

    static void describe(CommandSpec spec) {
        Options.flag(spec, "do not wait", "-d", "--detach");
        describeTimes(spec);
    }

    static void describeTimes(CommandSpec spec) {
        Options.number(spec, "SECONDS", "how long to wait at most: 600", "--timeout");
        Options.number(spec, "SECONDS", "how long something may report an error before it counts: 15", "--error-grace");
    }

    static boolean isDetached(Parsed parsed) {
        return parsed.flag("--detach");
    }

    static Patience patience(Parsed parsed) {
        return new Patience(
                seconds(parsed, "--timeout", Patience.DEFAULT_TIMEOUT),
                seconds(parsed, "--error-grace", Patience.DEFAULT_ERROR_GRACE));
    }

    private static Duration seconds(Parsed parsed, String option, Duration otherwise) {
        var given = parsed.number(option);
        return given.isPresent() ? Duration.ofSeconds(given.getAsInt()) : otherwise;
    }
}
