package io.drover.identity.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory's configuration as it is stored.
 *
 * @param provider name of the provider, e.g. {@code openldapconfig}
 * @param isEnabled people sign in with it
 * @param fields all fields but the password, complete
 * @param passwordSealed the service account's password, or null
 */
public record DirectoryRow(
        String provider,
        boolean isEnabled,
        Map<String, @Nullable Object> fields,
        @Nullable String passwordSealed) {}
