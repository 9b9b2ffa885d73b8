package io.drover.cli.settings;

import org.jspecify.annotations.Nullable;

/**
 * Which server, as whom, in which environment.
 *
 * @param environment id or name, as given; null: none chosen yet
 * @param environmentName name that belongs to {@code environment}, when known
 * @param trust belongs to the server, not to who asks it
 */
public record Settings(
        @Nullable ServerUrl server,
        @Nullable Credential credential,
        @Nullable String environment,
        @Nullable String environmentName,
        Trust trust) {
    public static final Settings EMPTY = new Settings(null, null, null, null);

    public Settings(
            @Nullable ServerUrl server,
            @Nullable Credential credential,
            @Nullable String environment,
            @Nullable String environmentName) {
        this(server, credential, environment, environmentName, Trust.USUAL);
    }

    public Settings trusting(Trust whom) {
        return new Settings(server, credential, environment, environmentName, whom);
    }

    public Settings inEnvironment(@Nullable String id, @Nullable String name) {
        return new Settings(server, credential, id, name, trust);
    }

    public Settings as(Credential other) {
        return new Settings(server, other, environment, environmentName, trust);
    }

    public Settings withoutCredential() {
        return new Settings(server, null, environment, environmentName, trust);
    }
}
