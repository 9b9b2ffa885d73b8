package io.drover.api.security;

import io.drover.api.ApiException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import reactor.core.publisher.Mono;

/** The caller of the request that is being answered, for routes beside the resource API. */
public final class CallerHandler {
    private CallerHandler() {}

    /** @return the caller, or the error 401 */
    public static Mono<Caller> current() {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(context -> context.getAuthentication())
                .ofType(JwtAuthenticationToken.class)
                .map(token -> CallerReader.read(token.getToken().getClaims()))
                .switchIfEmpty(
                        Mono.error(() -> new ApiException.Unauthorized("this needs the caller's internal token")));
    }
}
