package io.drover.cli.settings;

import io.drover.cli.failure.CliFailure;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts the settings together. Options come before environment variables, those before the file.
 *
 * <p>The file's credential, environment and trust belong to the file's server: they are left out when options or variables name
 * another one, so that no credential is ever shown to a server it was not made for. The file's environment is also left
 * out when an API key is given: the key may see other ones.
 */
public final class SettingsSources {
    private SettingsSources() {}

    /** What options, or environment variables, say. */
    public record Given(
            @Nullable String url,
            @Nullable String accessKey,
            @Nullable String secretKey,
            @Nullable String environment,
            Trust trust) {
        public Given(
                @Nullable String url,
                @Nullable String accessKey,
                @Nullable String secretKey,
                @Nullable String environment) {
            this(url, accessKey, secretKey, environment, Trust.USUAL);
        }

        public static Given ofEnvironment(Map<String, String> variables) {
            return new Given(
                    filled(variables.get("DROVER_URL")),
                    filled(variables.get("DROVER_ACCESS_KEY")),
                    filled(variables.get("DROVER_SECRET_KEY")),
                    filled(variables.get("DROVER_ENVIRONMENT")),
                    new Trust(filled(variables.get("DROVER_CA")), filled(variables.get("DROVER_FINGERPRINT"))));
        }

        private static @Nullable String filled(@Nullable String value) {
            return value == null || value.isBlank() ? null : value;
        }

        private Given or(Given other) {
            return new Given(
                    url == null ? other.url : url,
                    accessKey == null ? other.accessKey : accessKey,
                    secretKey == null ? other.secretKey : secretKey,
                    environment == null ? other.environment : environment,
                    trust.isUsual() ? other.trust : trust);
        }
    }

    public static Settings resolve(Given options, Given variables, Settings file) {
        Given given = options.or(variables);
        ServerUrl server = given.url == null ? file.server() : ServerUrl.parse(given.url);
        boolean fileApplies =
                file.server() != null && server != null && file.server().base().equals(server.base());
        Trust trust = given.trust.isUsual() && fileApplies ? file.trust() : given.trust;
        return who(given, server, fileApplies, file).trusting(trust);
    }

    private static Settings who(Given given, @Nullable ServerUrl server, boolean fileApplies, Settings file) {
        Credential key = keyPair(given);
        Credential credential = key == null && fileApplies ? file.credential() : key;
        String environment = given.environment;
        if (environment == null && server != null) {
            environment = server.environment();
        }
        if (environment == null) {
            boolean remembered = fileApplies && key == null;
            return new Settings(
                    server,
                    credential,
                    remembered ? file.environment() : null,
                    remembered ? file.environmentName() : null);
        }
        // The file knows the id of the environment's name: one request less.
        if (fileApplies && Objects.equals(environment, file.environmentName())) {
            return new Settings(server, credential, file.environment(), environment);
        }
        return new Settings(server, credential, environment, null);
    }

    private static @Nullable Credential keyPair(Given given) {
        if (given.accessKey == null && given.secretKey == null) {
            return null;
        }
        if (given.accessKey == null || given.secretKey == null) {
            String missing = given.accessKey == null ? "the access key" : "the secret key";
            throw CliFailure.usage("an API key has two parts and " + missing + " is missing:"
                    + " set DROVER_ACCESS_KEY and DROVER_SECRET_KEY, or give --access-key and --secret-key");
        }
        return new Credential.KeyPair(given.accessKey, given.secretKey);
    }
}
