package io.drover.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.ApiException;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.testkit.VirtualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** How long an internal token is used, on a clock that the test moves. */
class TokenStoreTest {
    private static final Credential KEY = new Credential("basic", "key", "secret", null);
    private static final Revocation HEARTBEAT = new Revocation(null, null, null);

    private final AtomicInteger asked = new AtomicInteger();
    private final VirtualClock clock = VirtualClock.create();
    private int status = 200;
    private String retryAfter = "";
    private final TokenStore tokens =
            new TokenStore(client(), clock, 100, () -> clock.scheduler().now(TimeUnit.NANOSECONDS));

    private SignInClient client() {
        WebClient identity = WebClient.builder()
                .exchangeFunction(_ -> Mono.fromSupplier(this::answer))
                .build();
        Guarded guarded =
                new Guarded(CallPolicy.request("identity", Duration.ofSeconds(5), 10), new SimpleMeterRegistry());
        return new SignInClient(identity, guarded, JsonMapper.builder().build());
    }

    private ClientResponse answer() {
        int count = asked.incrementAndGet();
        Instant expires = clock.instant().plus(Duration.ofMinutes(5));
        String body = status == 200
                ? "{\"token\":\"t%d\",\"expiresAt\":\"%s\",\"accountId\":\"1a1\",\"accountKind\":\"user\",\"role\":\"owner\",\"credential\":\"1c1\",\"environment\":\"1a5\"}"
                        .formatted(count, expires)
                : "{\"detail\":\"no\"}";
        return ClientResponse.create(HttpStatus.valueOf(status))
                .header("Content-Type", "application/json")
                .header("Retry-After", retryAfter)
                .body(body)
                .build();
    }

    private SignIn ask(@Nullable String environment) {
        return Objects.requireNonNull(
                tokens.signIn(KEY, environment, "/x", "127.0.0.1").block(Duration.ofSeconds(5)));
    }

    @Test
    void isAskedOncePerEnvironment() {
        tokens.heard(HEARTBEAT);
        ask("1a5");
        ask("1a5");
        ask("1a6");
        ask(null);
        ask("");
        assertThat(asked).hasValue(4);
    }

    @Test
    void endsHalfAMinuteBeforeTheTokenDoes() {
        tokens.heard(HEARTBEAT);
        ask("1a5");
        clock.advance(Duration.ofSeconds(269));
        ask("1a5");
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofSeconds(2));
        ask("1a5");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aRefusalLivesASecond() {
        tokens.heard(HEARTBEAT);
        status = 403;
        assertThat(ask("1a5")).isEqualTo(new SignIn.Refused(403, null, "no"));
        ask("1a5");
        assertThat(asked).hasValue(1);
        status = 200;
        clock.advance(Duration.ofMillis(1001));
        assertThat(ask("1a5")).isInstanceOf(SignIn.Granted.class);
    }

    @Test
    void whoIsBusyIsNotTakenForAway() {
        status = 503;
        retryAfter = "2";
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> ask("1a5")).isInstanceOfSatisfying(ApiException.Unavailable.class, busy -> {
                assertThat(busy.sentence()).isEqualTo("no");
                assertThat(busy.retryAfterSeconds()).isEqualTo(2);
            });
        }
        assertThat(asked).hasValue(30);
        status = 200;
        assertThat(ask("1a5")).isInstanceOf(SignIn.Granted.class);
    }

    @Test
    void whoIsThrottledHearsWhenToComeBack() {
        status = 429;
        retryAfter = "7";

        assertThatThrownBy(() -> ask("1a5")).isInstanceOfSatisfying(ApiException.TooMany.class, wait -> {
            assertThat(wait.sentence()).isEqualTo("no");
            assertThat(wait.retryAfterSeconds()).isEqualTo(7);
        });
    }

    @Test
    void withoutNewsNothingIsUsedLongerThanFiveSeconds() {
        ask("1a5");
        clock.advance(Duration.ofSeconds(4));
        ask("1a5");
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofSeconds(2));
        ask("1a5");
        assertThat(asked).hasValue(2);
    }

    @Test
    void whenNewsComeAgainNothingOldIsUsed() {
        tokens.heard(HEARTBEAT);
        ask("1a5");
        tokens.lostTouch();
        ask("1a5");
        assertThat(asked).hasValue(1);
        tokens.heard(HEARTBEAT);
        ask("1a5");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aRevocationDropsWhatItConcernsAndNothingElse() {
        tokens.heard(HEARTBEAT);
        ask("1a5");
        tokens.heard(new Revocation("1c9", null, null));
        tokens.heard(new Revocation(null, "1a9", null));
        tokens.heard(new Revocation(null, null, "1a9"));
        ask("1a5");
        assertThat(asked).hasValue(1);
        tokens.heard(new Revocation("1c1", null, null));
        ask("1a5");
        tokens.heard(new Revocation(null, "1a1", null));
        ask("1a5");
        tokens.heard(new Revocation(null, null, "1a5"));
        ask("1a5");
        assertThat(asked).hasValue(4);
    }
}
