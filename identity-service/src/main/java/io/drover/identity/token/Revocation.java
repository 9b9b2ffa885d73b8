package io.drover.identity.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.drover.identity.role.AccessEffect;
import io.drover.model.WireId;
import io.drover.runtime.feed.ChangeKind;
import io.drover.runtime.feed.NewChange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells holders of cached internal tokens which to forget. Exactly one of the first three components is set; none: the line that
 * keeps the connection alive. Coarse on purpose: forgetting too much costs one more request. What was opened with such a token
 * ends, unless the line says that it is only stale.
 *
 * @param credential tokens made from this key, session or grant, e.g. {@code 1c4}, {@code 1at7}, {@code 1ot9}
 * @param account tokens of this account
 * @param environment tokens for this environment
 * @param stale true: they say what is not so any more, and nobody has lost anything; null: somebody may have
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Revocation(
        @Nullable String credential,
        @Nullable String account,
        @Nullable String environment,
        @Nullable Boolean stale) {
    public static final Revocation ALIVE = new Revocation(null, null, null, null);

    /** Types as they stand in the change log. */
    public static final String CREDENTIAL = "credential";

    public static final String AUTH_TOKEN = "authToken";
    public static final String OAUTH_TOKEN = "oauthToken";
    public static final String ACCOUNT = "account";
    /** What tokens say of an account, and nothing it may do, e.g. its name. */
    public static final String ACCOUNT_FACTS = "accountFacts";
    /** An environment changed. That alone takes nothing from anybody: see {@link #ACCESS}. */
    public static final String PROJECT = "project";

    /** Tokens for the environment of that number: removed, they have ended; updated, they are stale. */
    public static final String ACCESS = "projectAccess";

    /** What a change takes away; what is new takes nothing. */
    public static Optional<Revocation> of(String type, long id, ChangeKind kind) {
        if (kind == ChangeKind.CREATED) {
            return Optional.empty();
        }
        return switch (type) {
            case CREDENTIAL -> Optional.of(new Revocation(WireId.format("c", id), null, null, null));
            case AUTH_TOKEN -> Optional.of(new Revocation(WireId.format("at", id), null, null, null));
            case OAUTH_TOKEN -> Optional.of(new Revocation(WireId.format("ot", id), null, null, null));
            case ACCOUNT -> Optional.of(new Revocation(null, WireId.format("a", id), null, null));
            case ACCOUNT_FACTS -> Optional.of(new Revocation(null, WireId.format("a", id), null, Boolean.TRUE));
            case ACCESS ->
                Optional.of(new Revocation(
                        null, null, WireId.format("a", id), kind == ChangeKind.UPDATED ? Boolean.TRUE : null));
            default -> Optional.empty();
        };
    }

    /** What is to be written of a change of the environment besides the change itself. */
    public static List<NewChange> changes(AccessEffect effect, long environment) {
        return switch (effect) {
            case NONE -> List.of();
            case STALE -> List.of(NewChange.updated(ACCESS, environment, environment));
            case SHRUNK -> List.of(NewChange.removed(ACCESS, environment, environment));
        };
    }

    public static Optional<Revocation> of(NewChange change) {
        return of(change.resourceType(), change.resourceId(), change.kind());
    }
}
