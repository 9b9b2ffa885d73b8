package io.drover.identity.store;

import io.drover.identity.role.AccountKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account of any kind. State is {@code active}, {@code inactive} or {@code removed}.
 *
 * @param login the name of its active password, which it signs in with; null: it has none
 * @param hasSignedIn with a password, at least once
 * @param accessRefused why the directory the account's person comes from gives no access at present, or null
 */
public record AccountRow(
        long id,
        String uuid,
        AccountKind kind,
        String name,
        @Nullable String description,
        String state,
        @Nullable String externalId,
        @Nullable String externalIdType,
        Instant created,
        @Nullable Instant removed,
        @Nullable String accessRefused,
        @Nullable String login,
        boolean hasSignedIn) {

    /** Whether it can act: it is active, and its directory does not object. */
    public boolean isActive() {
        return state.equals("active") && accessRefused == null;
    }

    /** What the account is known by to whoever signs in. */
    public String shownLogin() {
        return login == null ? name : login;
    }

    /** What a new account is made of. */
    public record New(
            String uuid,
            AccountKind kind,
            String name,
            @Nullable String description) {}
}
