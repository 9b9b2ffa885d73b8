package io.drover.api.security;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/**
 * Internal tokens whose signature was verified. The gateway sends the same one for minutes, and verifying it is the dearest thing
 * a service does to know its caller. Dates, issuer and audience are checked each time; the signature of a token cannot go bad,
 * but for a key that is taken back: then it is believed until it expires, five minutes at most.
 */
final class VerifiedTokenStore implements ReactiveJwtDecoder {
    private static final int MOST = 2000;

    private final ReactiveJwtDecoder verifier;
    private final OAuth2TokenValidator<Jwt> validator;
    private final Map<String, Jwt> verified = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Jwt> eldest) {
            return size() > MOST;
        }
    });

    /** @param validator what must still be true of a token that was verified before */
    VerifiedTokenStore(ReactiveJwtDecoder verifier, OAuth2TokenValidator<Jwt> validator) {
        this.verifier = verifier;
        this.validator = validator;
    }

    @Override
    public Mono<Jwt> decode(String token) {
        Jwt known = verified.get(token);
        if (known != null && !validator.validate(known).hasErrors()) {
            return Mono.just(known);
        }
        verified.remove(token);
        return verifier.decode(token).doOnNext(jwt -> verified.put(token, jwt));
    }
}
