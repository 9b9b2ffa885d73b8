package io.drover.identity.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in under way at a provider.
 *
 * @param settings fingerprint of the configuration it began with
 * @param isTrial it tries a configuration and signs nobody in
 * @param redirectUri the callback's address, as the provider was told
 * @param returnTo page of this server that gets the code; null: the callback answers itself
 * @param clientState what that page wants back, or null
 * @param opensSession that page is Drover's own, and finds a session instead of getting a code
 */
public record ProviderSignInRow(
        String settings,
        String provider,
        boolean isTrial,
        String redirectUri,
        @Nullable String returnTo,
        @Nullable String clientState,
        boolean opensSession,
        Instant expires) {}
