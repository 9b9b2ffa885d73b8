package io.drover.identity.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.ApiException;
import io.drover.api.schema.TypeNames;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.testkit.VirtualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;

/** When scheduler-service is asked for its types, on a clock that the test moves. */
class TypeNamesClientTest {
    private static final Mono<ClientResponse> STACKS = answer(HttpStatus.OK, "{\"names\": [\"service\", \"stack\"]}");

    private final VirtualClock clock = VirtualClock.create();
    private final List<String> calls = new ArrayList<>();
    private Mono<ClientResponse> answer = STACKS;
    private final TypeNamesClient client = new TypeNamesClient(
            () -> new TypeNames(List.of("account", "auditLog")),
            WebClient.builder()
                    .exchangeFunction(request -> {
                        calls.add(request.method() + " " + request.url());
                        return answer;
                    })
                    .build(),
            new Guarded(CallPolicy.request("scheduler", Duration.ofMillis(200), 4), new SimpleMeterRegistry()),
            clock);

    private static Mono<ClientResponse> answer(HttpStatus status, String body) {
        return Mono.fromSupplier(() -> ClientResponse.create(status)
                .header("Content-Type", "application/json")
                .body(body)
                .build());
    }

    private List<String> ask(String... words) {
        return client.knowing(Set.of(words)).toFuture().join().names();
    }

    @Test
    void nobodyIsAskedForTheServicesOwnTypes() {
        answer = Mono.never();
        assertThat(ask()).contains("account");
        assertThat(ask("ACCOUNT", "auditlog")).contains("account", "auditLog");
        assertThat(calls).isEmpty();
    }

    @Test
    void anAnswerIsKeptForWhatItHas() {
        assertThat(ask("account", "stack")).containsExactly("account", "auditLog", "service", "stack");
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        answer = Mono.never();
        assertThat(ask("Service")).contains("service");
        assertThat(calls).containsExactly("GET /internal/types");

        clock.advance(Duration.ofMillis(1));
        answer = STACKS;
        ask("service");
        assertThat(calls).hasSize(2);
    }

    @Test
    void aNameItLacksIsAskedForAnewAfterAMoment() {
        assertThat(ask("volcano")).doesNotContain("volcano");
        answer = answer(HttpStatus.OK, "{\"names\": [\"volcano\"], \"since\": \"today\"}");
        clock.advance(Duration.ofMillis(2999));
        assertThat(ask("volcano")).doesNotContain("volcano");
        assertThat(calls).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(ask("volcano")).containsExactly("account", "auditLog", "volcano");
        assertThat(calls).hasSize(2);
    }

    static final List<Mono<ClientResponse>> NO_ANSWERS = List.of(
            answer(HttpStatus.SERVICE_UNAVAILABLE, ""),
            answer(HttpStatus.INTERNAL_SERVER_ERROR, ""),
            answer(HttpStatus.NOT_FOUND, "{\"type\": \"error\"}"),
            answer(HttpStatus.UNAUTHORIZED, ""),
            answer(HttpStatus.OK, ""),
            answer(HttpStatus.OK, "{}"),
            answer(HttpStatus.OK, "no JSON"),
            Mono.error(() -> new WebClientRequestException(
                    new IOException("refused"), HttpMethod.GET, URI.create("/"), HttpHeaders.EMPTY)),
            Mono.never());

    /** An older answer does not say that a name is wrong, and none at all does not say that it is right. */
    @ParameterizedTest
    @FieldSource("NO_ANSWERS")
    void withoutAnAnswerNothingIsSaid(Mono<ClientResponse> none) {
        ask("stack");
        clock.advance(Duration.ofSeconds(3));
        answer = none;
        assertThatThrownBy(() -> ask("volcano"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(ApiException.Unavailable.class)
                .hasMessageContaining("scheduler-service");
        assertThat(ask("stack")).contains("stack");

        answer = STACKS;
        assertThat(ask("volcano")).doesNotContain("volcano");
    }
}
