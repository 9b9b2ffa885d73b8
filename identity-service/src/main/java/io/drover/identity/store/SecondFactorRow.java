package io.drover.identity.store;

import java.time.Instant;

/**
 * An account's second factor.
 *
 * @param isConfirmed a code has proven that the authenticator has the secret; until then sign-in does not ask for it
 * @param lastStep newest step whose code was accepted
 */
public record SecondFactorRow(long account, String secretSealed, boolean isConfirmed, long lastStep, Instant created) {
    @Override
    public String toString() {
        return "SecondFactorRow[" + account + "]";
    }
}
