package io.drover.identity.oidc;

import io.drover.identity.oidc.ProviderException.Problem;
import io.drover.runtime.call.Guarded;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs people in with a provider: authorization code with state and PKCE, and with OpenID Connect a nonce and a verified ID
 * token. A provider that is away ends with {@code PartUnavailable}; everything else that is wrong with {@link ProviderException}.
 */
public final class ProviderClient {
    private final FlowClient oidc;
    private final FlowClient github;

    /**
     * @param http without redirects, with a limit of the body's size
     * @param guarded counts {@link #isAway} as faults
     */
    public ProviderClient(WebClient http, Guarded guarded, JsonMapper json, Clock clock) {
        ProviderHttpClient calls = new ProviderHttpClient(http, guarded, json);
        this.oidc = new OidcFlowClient(calls, clock);
        this.github = new GithubFlowClient(calls);
    }

    /** Whether an error means that the provider is away, and not that it said no. */
    public static boolean isAway(Throwable error) {
        return Guarded.isTransportFault(error)
                || error instanceof ProviderException provider && provider.problem() == Problem.AWAY;
    }

    /**
     * Where the browser is sent.
     *
     * @param redirectUri where the provider sends it back to
     */
    public Mono<URI> authorization(ProviderSettings settings, SignInSecrets secrets, String redirectUri) {
        return flow(settings)
                .authorizationEndpoint(settings)
                .map(endpoint -> address(endpoint, parameters(settings, secrets, redirectUri)));
    }

    private static Map<String, String> parameters(
            ProviderSettings settings, SignInSecrets secrets, String redirectUri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", settings.client().id());
        parameters.put("redirect_uri", redirectUri);
        parameters.put("scope", String.join(" ", settings.scopes()));
        parameters.put("state", secrets.state());
        parameters.put("code_challenge", secrets.challenge());
        parameters.put("code_challenge_method", "S256");
        if (settings.kind() == ProviderKind.OIDC) {
            parameters.put("nonce", secrets.nonce());
        }
        return parameters;
    }

    private static URI address(String endpoint, Map<String, String> parameters) {
        UriComponentsBuilder address = UriComponentsBuilder.fromUriString(endpoint);
        parameters.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(parameters).toUri();
    }

    /** Empty if the provider's documents can be read. */
    public Mono<Void> reach(ProviderSettings settings) {
        return flow(settings).authorizationEndpoint(settings).then();
    }

    /** Whether the answer comes from whom was asked; see RFC 9207. */
    public Mono<Boolean> isIssuer(ProviderSettings settings, @Nullable String issuer) {
        return flow(settings).isIssuer(settings, issuer);
    }

    /** Who signed in, for the code the browser brought back. */
    public Mono<Person> exchange(ProviderSettings settings, String code, String redirectUri, SignInSecrets secrets) {
        return flow(settings).exchange(settings, code, redirectUri, secrets);
    }

    /** The person now; ends with {@link Problem#GRANT} if the provider does not vouch for them any more. */
    public Mono<Person> again(ProviderSettings settings, String grant) {
        return flow(settings).again(settings, grant);
    }

    private FlowClient flow(ProviderSettings settings) {
        return switch (settings.kind()) {
            case OIDC -> oidc;
            case GITHUB -> github;
        };
    }
}
