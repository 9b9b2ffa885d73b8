package io.drover.identity;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of identity-service, prefix {@code drover.identity}; unknown keys fail the start. Beside them it reads
 * {@code drover.database.url}, {@code drover.internal.secret}, and at the first start {@code DROVER_BOOTSTRAP_PASSWORD} and
 * {@code DROVER_BOOTSTRAP_KEY}.
 *
 * @param dataDir where the first password is left for the administrator
 * @param keyFile the master key; null: {@code identity.key} in the data folder. Replicas share its content
 * @param schema the service's place in the database
 * @param connections size of the database pool
 * @param sessionLife how long a sign-in lasts
 * @param tokenLife how long services trust an internal token
 * @param ticketLife how long a ticket for a stream can be used
 * @param passwordThreads passwords that are checked at once; 0: half as many as there are processors, at least one, so that a
 *     storm of sign-ins leaves the rest to everybody else
 * @param passwordQueue further ones that wait; beyond them sign-ins answer 503
 * @param auditRetention audit rows go when they are this old
 * @param directoryCheck how often everybody who can act with a directory's account is looked up there again
 * @param directoryTrust PEM file of certificates to trust in directories, beside those of the Java runtime; null: none
 * @param agentImage image in the registration command, with its tag
 * @param oauth what OAuth2 clients get
 */
@ConfigurationProperties(prefix = "drover.identity", ignoreUnknownFields = false)
public record IdentityProperties(
        @DefaultValue("data") Path dataDir,
        @Nullable Path keyFile,
        @DefaultValue("drover_identity") String schema,
        @DefaultValue("10") int connections,
        @DefaultValue("16h") Duration sessionLife,
        @DefaultValue("5m") Duration tokenLife,
        @DefaultValue("60s") Duration ticketLife,
        @DefaultValue("0") int passwordThreads,
        @DefaultValue("64") int passwordQueue,
        @DefaultValue("30d") Duration auditRetention,
        @DefaultValue("2m") Duration directoryCheck,
        @Nullable Path directoryTrust,
        @DefaultValue("drover/agent:0.1.0") String agentImage,
        @DefaultValue OAuth oauth) {

    /**
     * @param issuer the server's public address, e.g. {@code https://drover.example}; null: the setting {@code api.host}, and
     *     without it the address the client used
     * @param accessLife how long an access token can be used
     * @param refreshLife how long a refresh token can be exchanged for the next pair
     */
    public record OAuth(
            @Nullable String issuer,
            @DefaultValue("1h") Duration accessLife,
            @DefaultValue("30d") Duration refreshLife) {}

    /** @param processors of this machine */
    int passwordThreads(int processors) {
        return passwordThreads > 0 ? passwordThreads : Math.max(1, processors / 2);
    }

    /** The key file, wherever it is. */
    public Path masterKeyFile() {
        return keyFile == null ? dataDir.resolve("identity.key") : keyFile;
    }

    /** Where the administrator finds the random first password until they have signed in. */
    public Path adminPasswordFile() {
        return dataDir.resolve("admin-password");
    }
}
