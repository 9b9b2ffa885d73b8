package io.drover.cli.settings;

import io.drover.cli.failure.CliFailure;
import io.drover.model.trust.ServerTrust;
import org.jspecify.annotations.Nullable;

/**
 * Whom to believe over https, as it was given and is remembered.
 *
 * @param ca a PEM file of authorities, or null
 * @param fingerprint of the server's certificate, or null
 */
public record Trust(@Nullable String ca, @Nullable String fingerprint) {
    public static final Trust USUAL = new Trust(null, null);

    public boolean isUsual() {
        return ca == null && fingerprint == null;
    }

    public ServerTrust parsed() {
        try {
            return ServerTrust.of(ca, fingerprint);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** For the command line of an agent: what it needs to believe the same server. */
    public String agentOptions() {
        return (ca == null ? "" : " --ca " + ca) + (fingerprint == null ? "" : " --fingerprint " + fingerprint);
    }
}
