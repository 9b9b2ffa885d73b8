package io.drover.identity.store;

import java.time.Instant;

/**
 * What clients remember for somebody under a name.
 *
 * @param account whose it is
 * @param value as it was given
 */
public record UserPreferenceRow(long id, String uuid, long account, String name, String value, Instant created) {}
