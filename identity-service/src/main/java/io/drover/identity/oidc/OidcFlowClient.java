package io.drover.identity.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import io.drover.identity.oidc.IdToken.Expected;
import io.drover.identity.oidc.IdToken.Verdict;
import io.drover.identity.oidc.ProviderException.Problem;
import io.drover.identity.oidc.ProviderHttpClient.Answer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The flow of OpenID Connect Core 1.0: discovery, code exchange, ID token, userinfo, refresh. */
final class OidcFlowClient implements FlowClient {
    /** Documents and keys are believed that long; unknown keys are looked for at once. */
    private static final Duration FRESH = Duration.ofHours(1);

    private static final int MOST_CACHED = 8;

    private final ProviderHttpClient http;
    private final Clock clock;
    private final Map<String, Cached<ProviderMetadata>> documents = new ConcurrentHashMap<>();
    private final Map<String, Cached<JWKSet>> keys = new ConcurrentHashMap<>();

    private record Cached<T>(T value, Instant at) {}

    /** What the token endpoint gave. */
    private record Tokens(
            String idToken, String access, @Nullable String refresh) {
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    OidcFlowClient(ProviderHttpClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Mono<String> authorizationEndpoint(ProviderSettings settings) {
        return metadata(settings.base()).map(ProviderMetadata::authorization);
    }

    @Override
    public Mono<Boolean> isIssuer(ProviderSettings settings, @Nullable String issuer) {
        return metadata(settings.base())
                .map(metadata -> issuer == null ? !metadata.saysIssuer() : issuer.equals(settings.base()));
    }

    @Override
    public Mono<Person> exchange(ProviderSettings settings, String code, String redirectUri, SignInSecrets secrets) {
        return metadata(settings.base()).flatMap(metadata -> {
            TokenRequest request =
                    TokenRequest.code(code, redirectUri, secrets, settings.client(), metadata.takesBasic());
            return tokens(metadata, request, false)
                    .flatMap(tokens -> tokens.idToken().isEmpty()
                            ? Mono.error(notGenuine("the provider sent no ID token"))
                            : person(settings, metadata, tokens, secrets.nonce()));
        });
    }

    @Override
    public Mono<Person> again(ProviderSettings settings, String grant) {
        return metadata(settings.base()).flatMap(metadata -> {
            TokenRequest request = TokenRequest.refresh(grant, settings.client(), metadata.takesBasic());
            return tokens(metadata, request, true)
                    .map(tokens ->
                            tokens.refresh() == null ? new Tokens(tokens.idToken(), tokens.access(), grant) : tokens)
                    .flatMap(tokens -> refreshed(settings, metadata, tokens));
        });
    }

    /** A refresh may answer without an ID token (OpenID Connect Core 12.2). */
    private Mono<Person> refreshed(ProviderSettings settings, ProviderMetadata metadata, Tokens tokens) {
        if (!tokens.idToken().isEmpty()) {
            return person(settings, metadata, tokens, null);
        }
        return metadata.userinfo().isEmpty()
                ? Mono.just(new Person(null, tokens.refresh()))
                : userinfo(metadata, tokens)
                        .map(claims -> new Person(ClaimReader.read(claims, settings.claims()), tokens.refresh()));
    }

    private Mono<Tokens> tokens(ProviderMetadata metadata, TokenRequest request, boolean isRefresh) {
        return http.post(metadata.token(), request.form(), request.basic()).map(answer -> {
            if (!answer.isOk()) {
                throw TokenRequest.refusal(answer.text("error"), isRefresh);
            }
            String refresh = answer.text("refresh_token");
            return new Tokens(answer.text("id_token"), answer.text("access_token"), refresh.isEmpty() ? null : refresh);
        });
    }

    private Mono<Person> person(
            ProviderSettings settings, ProviderMetadata metadata, Tokens tokens, @Nullable String nonce) {
        Expected expected = new Expected(settings.base(), settings.client().id(), nonce);
        return genuine(metadata, tokens.idToken(), expected)
                .flatMap(claims -> completed(settings, metadata, tokens, claims))
                .map(claims -> new Person(ClaimReader.read(claims, settings.claims()), tokens.refresh()));
    }

    private Mono<Map<String, @Nullable Object>> genuine(ProviderMetadata metadata, String token, Expected expected) {
        return keys(metadata, false)
                .map(known -> IdToken.verify(token, expected, known, clock.instant()))
                .flatMap(verdict -> verdict instanceof Verdict.UnknownKey
                        ? keys(metadata, true).map(fresh -> IdToken.verify(token, expected, fresh, clock.instant()))
                        : Mono.just(verdict))
                .map(verdict -> switch (verdict) {
                    case Verdict.Genuine(Map<String, @Nullable Object> claims) -> claims;
                    case Verdict.UnknownKey() -> throw notGenuine("the ID token is signed with a key of somebody else");
                    case Verdict.Refused(String reason) -> throw notGenuine("the ID token is not genuine: " + reason);
                });
    }

    private Mono<Map<String, @Nullable Object>> completed(
            ProviderSettings settings, ProviderMetadata metadata, Tokens tokens, Map<String, @Nullable Object> claims) {
        boolean isEnough = ClaimReader.isComplete(claims, settings.claims());
        if (isEnough || metadata.userinfo().isEmpty() || tokens.access().isEmpty()) {
            return Mono.just(claims);
        }
        return userinfo(metadata, tokens).map(more -> {
            // OpenID Connect Core 5.3.4: else it could be somebody else's.
            if (!String.valueOf(claims.get("sub")).equals(String.valueOf(more.get("sub")))) {
                throw notGenuine("the provider's userinfo is of somebody else than the ID token");
            }
            Map<String, @Nullable Object> all = new LinkedHashMap<>(more);
            all.putAll(claims);
            return all;
        });
    }

    private Mono<Map<String, @Nullable Object>> userinfo(ProviderMetadata metadata, Tokens tokens) {
        return http.get(metadata.userinfo(), tokens.access()).map(answer -> {
            if (!answer.isOk()) {
                throw new ProviderException(
                        Problem.CONFIGURATION, "the provider's userinfo endpoint answered " + answer.status());
            }
            return answer.map();
        });
    }

    private Mono<ProviderMetadata> metadata(String issuer) {
        Cached<ProviderMetadata> known = documents.get(issuer);
        if (known != null && isFresh(known)) {
            return Mono.just(known.value());
        }
        String address = issuer + (issuer.endsWith("/") ? "" : "/") + ".well-known/openid-configuration";
        return http.get(address, null).map(answer -> {
            if (!answer.isOk()) {
                throw new ProviderException(
                        Problem.CONFIGURATION,
                        "there is no discovery document at '" + address + "' (" + answer.status()
                                + "): is the issuer right?");
            }
            return kept(documents, issuer, ProviderMetadata.read(issuer, answer.map()));
        });
    }

    private Mono<JWKSet> keys(ProviderMetadata metadata, boolean anew) {
        Cached<JWKSet> known = keys.get(metadata.keys());
        if (!anew && known != null && isFresh(known)) {
            return Mono.just(known.value());
        }
        return http.get(metadata.keys(), null).map(answer -> kept(keys, metadata.keys(), keySet(metadata, answer)));
    }

    private static JWKSet keySet(ProviderMetadata metadata, Answer answer) {
        try {
            if (answer.isOk()) {
                return JWKSet.parse(answer.map());
            }
        } catch (ParseException e) {
            throw new ProviderException(
                    Problem.CONFIGURATION, "the keys at '" + metadata.keys() + "' cannot be read", e);
        }
        throw new ProviderException(
                Problem.CONFIGURATION, "the keys at '" + metadata.keys() + "' are not there (" + answer.status() + ")");
    }

    private boolean isFresh(Cached<?> cached) {
        return clock.instant().isBefore(cached.at().plus(FRESH));
    }

    /** There is one provider at a time; others are left over from settings that changed. */
    private <T> T kept(Map<String, Cached<T>> cache, String name, T value) {
        if (cache.size() >= MOST_CACHED) {
            cache.clear();
        }
        cache.put(name, new Cached<>(value, clock.instant()));
        return value;
    }

    private static ProviderException notGenuine(String sentence) {
        return new ProviderException(Problem.NOT_GENUINE, sentence);
    }
}
