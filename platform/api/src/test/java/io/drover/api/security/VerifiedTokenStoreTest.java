package io.drover.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class VerifiedTokenStoreTest {
    private final VirtualClock clock = VirtualClock.create();
    private final Instant began = clock.instant();
    private final List<String> verified = new ArrayList<>();
    private final VerifiedTokenStore tokens = new VerifiedTokenStore(verifier(), dates());

    /** Believes what begins with "good". */
    private ReactiveJwtDecoder verifier() {
        return token -> {
            verified.add(token);
            return token.startsWith("good")
                    ? Mono.just(Jwt.withTokenValue(token)
                            .header("alg", "RS256")
                            .subject("1a1")
                            .expiresAt(began.plusSeconds(300))
                            .build())
                    : Mono.error(new BadJwtException("signature"));
        };
    }

    private JwtTimestampValidator dates() {
        JwtTimestampValidator dates = new JwtTimestampValidator(Duration.ZERO);
        dates.setClock(clock);
        return dates;
    }

    private String subject(String token) {
        return Objects.requireNonNull(tokens.decode(token).map(Jwt::getSubject).block());
    }

    @Test
    void aSignatureIsVerifiedOnce() {
        assertThat(subject("good 1")).isEqualTo("1a1");
        assertThat(subject("good 1")).isEqualTo("1a1");
        assertThat(subject("good 2")).isEqualTo("1a1");

        assertThat(verified).containsExactly("good 1", "good 2");
    }

    @Test
    void whatIsNoTokenIsRefusedEachTime() {
        for (int time = 0; time < 2; time++) {
            StepVerifier.create(tokens.decode("forged")).verifyError(BadJwtException.class);
        }
        assertThat(verified).containsExactly("forged", "forged");
    }

    @Test
    void anExpiredOneIsLookedAtAgain() {
        subject("good 1");
        clock.advance(Duration.ofSeconds(301));
        subject("good 1");

        assertThat(verified).as("by who refuses it, with the usual error").containsExactly("good 1", "good 1");
    }

    @Test
    void manyTokensPushOutTheOldest() {
        for (int number = 0; number < 3000; number++) {
            subject("good " + number);
        }
        subject("good 0");
        assertThat(verified).hasSize(3001);
        subject("good 2999");
        assertThat(verified).hasSize(3001);
    }
}
