package io.drover.identity.store;

import org.jspecify.annotations.Nullable;

/**
 * What a one-time code stands for.
 *
 * @param settings fingerprint of the configuration it was made under
 * @param account who signed in; null: a trial
 * @param person of a trial, as JSON; else null
 */
public record ProviderCodeRow(
        String settings, @Nullable Long account, @Nullable String person) {}
