package io.drover.cli.settings;

import org.jspecify.annotations.Nullable;

/**
 * Which server, as whom, in which environment.
 *
 * @param environment id or name, as given; null: none chosen yet
 * @param environmentName name that belongs to {@code environment}, when known
 */
public record Settings(
        @Nullable ServerUrl server,
        @Nullable Credential credential,
        @Nullable String environment,
        @Nullable String environmentName) {
    public static final Settings EMPTY = new Settings(null, null, null, null);

    public Settings inEnvironment(@Nullable String id, @Nullable String name) {
        return new Settings(server, credential, id, name);
    }

    public Settings withoutCredential() {
        return new Settings(server, null, environment, environmentName);
    }
}
