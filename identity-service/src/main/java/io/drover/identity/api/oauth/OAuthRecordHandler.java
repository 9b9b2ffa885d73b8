package io.drover.identity.api.oauth;

import io.drover.identity.oauth.OAuthGrant;
import io.drover.identity.store.AuditRow;
import io.drover.identity.store.AuditStore;
import io.drover.identity.store.OAuthGrantRow;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the audit log says of OAuth2: each grant that gets its first token, each that ends before its time, each client that could not
 * prove who it is. Refreshing is not recorded: it gives nothing that was not given.
 */
final class OAuthRecordHandler {
    private static final String TYPE = "oauthToken";
    private static final int LONGEST = 255;

    private final AuditStore audit;
    private final Clock clock;

    OAuthRecordHandler(AuditStore audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    Mono<Void> given(OAuthGrant grant, long number, String address) {
        String scopes = grant.scopes().isEmpty() ? "everything" : String.join(" ", new TreeSet<>(grant.scopes()));
        return write(
                "oauth.token.create",
                number,
                grant.holder().account(),
                201,
                address,
                "client '%s' got tokens for: %s (%s)".formatted(grant.holder().clientId(), scopes, grant.grantType()));
    }

    Mono<Void> ended(OAuthGrant grant, int status, String address, String reason) {
        return write(
                "oauth.token.delete",
                grant.number(),
                grant.holder().account(),
                status,
                address,
                "tokens of client '%s' ended: %s".formatted(grant.holder().clientId(), reason));
    }

    Mono<Void> reused(OAuthGrantRow grant, String address) {
        return write(
                "oauth.token.delete",
                grant.id(),
                grant.account(),
                403,
                address,
                "tokens of client '%s' ended: a refresh token that was exchanged before was shown again"
                        .formatted(grant.clientId()));
    }

    Mono<Void> clientRefused(String clientId, String address) {
        String shown = clientId.length() > LONGEST ? clientId.substring(0, LONGEST) : clientId;
        return write(
                "oauth.client.refused",
                0,
                null,
                401,
                address,
                "client '" + shown + "' is not known, or its secret is wrong");
    }

    private Mono<Void> write(
            String event, long grant, @Nullable Long account, int status, String address, String description) {
        String id = grant == 0 ? null : OAuthGrantRow.publicId(grant);
        AuditRow row = new AuditRow(
                0,
                clock.instant(),
                event,
                TYPE,
                id,
                "OAuth2",
                account,
                null,
                account,
                null,
                null,
                status,
                address,
                description,
                null);
        return audit.append(List.of(row)).then();
    }
}
