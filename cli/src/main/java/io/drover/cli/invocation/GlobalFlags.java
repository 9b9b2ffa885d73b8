package io.drover.cli.invocation;

import io.drover.cli.failure.CliFailure;
import io.drover.cli.settings.SettingsSources.Given;
import io.drover.cli.settings.Trust;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options every command has.
 *
 * @param given where to, and as whom
 * @param config the settings file, when not the usual one
 * @param json machine-readable output
 * @param quiet only ids
 * @param debug say what is asked of the server
 */
public record GlobalFlags(Given given, Optional<String> config, boolean json, boolean quiet, boolean debug) {
    /** Those that take a value: needed to find the command's word among them. */
    private static final String[] TAKING_VALUES = {
        "--url", "--access-key", "--secret-key", "--env", "--config", "--format", "--ca", "--fingerprint"
    };

    public static boolean takesValue(String option) {
        for (String name : TAKING_VALUES) {
            if (name.equals(option)) {
                return true;
            }
        }
        return false;
    }

    public static void describe(CommandSpec spec) {
        Options.value(spec, "URL", "the server (DROVER_URL)", "--url");
        Options.value(spec, "KEY", "API key (DROVER_ACCESS_KEY)", "--access-key");
        Options.value(
                spec,
                "SECRET",
                "the API key's secret; other users of this machine can see it, DROVER_SECRET_KEY they cannot",
                "--secret-key");
        Options.value(spec, "ENV", "environment, by name or id (DROVER_ENVIRONMENT)", "--env");
        Options.value(spec, "FILE", "authorities to believe over https, a PEM file (DROVER_CA)", "--ca");
        Options.value(
                spec,
                "SHA-256",
                "the certificate to believe over https; the server prints it (DROVER_FINGERPRINT)",
                "--fingerprint");
        Options.value(spec, "FILE", "settings file, ~/.drover/cli.json (DROVER_CLI_CONFIG)", "--config");
        Options.value(spec, "FORMAT", "table or json", "--format");
        Options.flag(spec, "print ids only", "-q", "--quiet");
        Options.flag(spec, "print what is asked of the server to standard error", "--debug");
        // A usage-help option: a missing word does not keep the help from showing.
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("print this help")
                .build());
    }

    static GlobalFlags of(Parsed parsed) {
        String format = parsed.value("--format").orElse("table");
        boolean json = switch (format) {
            case "json" -> true;
            case "table" -> false;
            default -> throw CliFailure.usage("--format is 'table' or 'json', not '" + format + "'");
        };
        Given given = new Given(
                parsed.value("--url").orElse(null),
                parsed.value("--access-key").orElse(null),
                parsed.value("--secret-key").orElse(null),
                parsed.value("--env").orElse(null),
                new Trust(
                        parsed.value("--ca").orElse(null),
                        parsed.value("--fingerprint").orElse(null)));
        return new GlobalFlags(given, parsed.value("--config"), json, parsed.flag("--quiet"), parsed.flag("--debug"));
    }
}
