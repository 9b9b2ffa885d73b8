package io.drover.identity.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.drover.model.WireId;
import io.drover.runtime.feed.ChangeKind;
import io.drover.runtime.feed.NewChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells holders of cached internal tokens which to forget. Exactly one component is set; none: the line that keeps the
 * connection alive. Coarse on purpose: forgetting too much costs one more request.
 *
 * @param credential tokens made from this key, session or grant, e.g. {@code 1c4}, {@code 1at7}, {@code 1ot9}
 * @param account tokens of this account
 * @param environment tokens for this environment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Revocation(
        @Nullable String credential,
        @Nullable String account,
        @Nullable String environment) {
    public static final Revocation ALIVE = new Revocation(null, null, null);

    /** Types as they stand in the change log. */
    public static final String CREDENTIAL = "credential";

    public static final String AUTH_TOKEN = "authToken";
    public static final String OAUTH_TOKEN = "oauthToken";
    public static final String ACCOUNT = "account";
    public static final String PROJECT = "project";

    /** What a change takes away; what is new takes nothing. */
    public static Optional<Revocation> of(String type, long id, ChangeKind kind) {
        if (kind == ChangeKind.CREATED) {
            return Optional.empty();
        }
        return switch (type) {
            case CREDENTIAL -> Optional.of(new Revocation(WireId.format("c", id), null, null));
            case AUTH_TOKEN -> Optional.of(new Revocation(WireId.format("at", id), null, null));
            case OAUTH_TOKEN -> Optional.of(new Revocation(WireId.format("ot", id), null, null));
            case ACCOUNT -> Optional.of(new Revocation(null, WireId.format("a", id), null));
            case PROJECT -> Optional.of(new Revocation(null, null, WireId.format("a", id)));
            default -> Optional.empty();
        };
    }

    public static Optional<Revocation> of(NewChange change) {
        return of(change.resourceType(), change.resourceId(), change.kind());
    }
}
