package io.drover.identity.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.testkit.VirtualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** How often scheduler-service is asked, on a clock that the test moves. */
class EnvironmentHealthClientTest {
    private final VirtualClock clock = VirtualClock.create();
    private final List<Integer> calls = new ArrayList<>();
    private HttpStatus status = HttpStatus.OK;
    private String answer = "{\"health\": {\"5\": \"healthy\", \"6\": \"degraded\"}}";
    private final EnvironmentHealthClient client = new EnvironmentHealthClient(
            WebClient.builder()
                    .exchangeFunction(_ -> Mono.fromSupplier(this::respond))
                    .build(),
            new Guarded(CallPolicy.request("scheduler", Duration.ofSeconds(1), 4), new SimpleMeterRegistry()),
            clock);

    private ClientResponse respond() {
        calls.add(calls.size());
        return ClientResponse.create(status)
                .header("Content-Type", "application/json")
                .body(answer)
                .build();
    }

    private Map<Long, String> ask(Long... environments) {
        return client.of(List.of(environments)).toFuture().join();
    }

    @Test
    void anAnswerIsGoodForTwoSeconds() {
        assertThat(ask(5L, 6L)).isEqualTo(Map.of(5L, "healthy", 6L, "degraded"));
        clock.advance(Duration.ofMillis(1999));
        assertThat(ask(6L)).isEqualTo(Map.of(6L, "degraded"));
        assertThat(calls).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        answer = "{\"health\": {\"6\": \"healthy\"}}";
        assertThat(ask(6L)).isEqualTo(Map.of(6L, "healthy"));
        assertThat(calls).hasSize(2);
    }

    @Test
    void whatIsKnownIsNotAskedForWithTheRest() {
        ask(5L);
        assertThat(ask(5L, 6L)).isEqualTo(Map.of(5L, "healthy", 6L, "degraded"));
        assertThat(calls).hasSize(2);
        assertThat(ask(5L, 6L)).hasSize(2);
        assertThat(calls).hasSize(2);
    }

    /** Whoever waited in vain once does not wait again at once; and an old answer is not shown for a new one. */
    @Test
    void silenceIsGoodForTwoSecondsToo() {
        ask(5L);
        clock.advance(Duration.ofSeconds(2));
        for (HttpStatus bad : List.of(HttpStatus.SERVICE_UNAVAILABLE, HttpStatus.NOT_FOUND)) {
            status = bad;
            int before = calls.size();
            assertThat(ask(5L)).isEmpty();
            assertThat(ask(5L)).isEmpty();
            assertThat(calls).hasSize(before + 1);
            clock.advance(Duration.ofSeconds(2));
        }
        status = HttpStatus.OK;
        answer = "no JSON";
        assertThat(ask(5L)).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        answer = "{\"health\": {\"5\": \"unhealthy\"}}";
        assertThat(ask(5L)).isEqualTo(Map.of(5L, "unhealthy"));
    }
}
