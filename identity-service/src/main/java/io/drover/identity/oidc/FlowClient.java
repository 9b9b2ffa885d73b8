package io.drover.identity.oidc;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What differs between the kinds of providers. All end with {@link ProviderException} or {@code PartUnavailable}. */
sealed interface FlowClient permits OidcFlowClient, GithubFlowClient {

    Mono<String> authorizationEndpoint(ProviderSettings settings);

    /**
     * Whether the provider that answered the browser is the one that was asked (RFC 9207, against mix-up).
     *
     * @param issuer as it stood in the answer, or null
     */
    Mono<Boolean> isIssuer(ProviderSettings settings, @Nullable String issuer);

    /** Who it is, for the code of their sign-in. */
    Mono<Person> exchange(ProviderSettings settings, String code, String redirectUri, SignInSecrets secrets);

    /** The same person now, without them. The answer's grant replaces the one that was given. */
    Mono<Person> again(ProviderSettings settings, String grant);
}
