package io.drover.identity.oidc;

import io.drover.identity.directory.DirectoryUser;
import org.jspecify.annotations.Nullable;

/**
 * Somebody a provider vouches for.
 *
 * @param user null: the provider still vouches, and says nothing new
 * @param grant with it the provider can be asked again, or null
 */
public record Person(@Nullable DirectoryUser user, @Nullable String grant) {
    @Override
    public String toString() {
        return "Person[" + (user == null ? "" : user.user().id()) + "]";
    }
}
