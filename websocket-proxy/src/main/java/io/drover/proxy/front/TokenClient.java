package io.drover.proxy.front;

import io.drover.api.ApiException;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Verifies tokens of one audience with the public keys of identity-service, which are kept and asked for anew as needed. */
public final class TokenClient {
    private static final String ISSUER = "drover";
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);
    private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(5);
    private static final int CONCURRENT = 512;

    private final NimbusReactiveJwtDecoder decoder;
    private final Guarded guarded;
    private final String audience;

    /** @param audience {@code drover} for internal tokens, {@code drover-stream} for tickets */
    public TokenClient(String audience, WebClient identity, String keys, Clock clock, MeterRegistry meters) {
        this.audience = audience;
        JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
        times.setClock(clock);
        this.decoder =
                NimbusReactiveJwtDecoder.withJwkSetUri(keys).webClient(identity).build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                times,
                new JwtIssuerValidator(ISSUER),
                new JwtClaimValidator<List<String>>("aud", named -> named != null && named.contains(audience))));
        this.guarded = new Guarded(
                CallPolicy.request("identity-service keys for " + audience, KEYS_TIMEOUT, CONCURRENT),
                meters,
                TokenClient::isFault);
    }

    /** The token's verified claims; 401 for a token that is not good, 503 when the keys cannot be had. */
    public Mono<Jwt> verify(String token) {
        return guarded.mono(decoder.decode(token))
                .onErrorMap(
                        BadJwtException.class,
                        bad -> new ApiException.Unauthorized(
                                "the %s is not valid or has expired; ask for a new one".formatted(name())));
    }

    private String name() {
        return audience.equals(ISSUER) ? "internal token" : "ticket";
    }

    private static boolean isFault(Throwable error) {
        return error instanceof JwtException && !(error instanceof BadJwtException);
    }
}
