package io.drover.runtime.secret;

import java.time.Duration;

/** What Vault says when it is asked to renew the token. */
public sealed interface VaultTokenAnswer {
    /** @param left from the question on */
    record Renewed(Duration left) implements VaultTokenAnswer {}

    /** It ends, but nothing prolongs it. */
    record NotRenewed(String why, Duration left) implements VaultTokenAnswer {}

    /** It has ended, was revoked, or may neither renew itself nor ask. */
    record Refused(String why) implements VaultTokenAnswer {}

    /** A root token: there is nothing to renew. */
    record Endless() implements VaultTokenAnswer {}

    /** Nobody answers, or nothing that helps. */
    record Away(String why) implements VaultTokenAnswer {}
}
