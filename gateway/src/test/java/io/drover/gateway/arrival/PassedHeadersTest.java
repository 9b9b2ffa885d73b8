package io.drover.gateway.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PassedHeadersTest {
    record Case(List<String> names, List<String> connection, Set<String> dropped) {}

    static final List<Case> CASES = List.of(
            new Case(List.of("Accept", "Content-Type", "User-Agent"), List.of(), Set.of()),
            new Case(
                    List.of("Authorization", "COOKIE", "Forwarded"),
                    List.of(),
                    Set.of("Authorization", "COOKIE", "Forwarded")),
            new Case(
                    List.of("x-drover-anything", "X-Forwarded-Prefix"),
                    List.of(),
                    Set.of("x-drover-anything", "X-Forwarded-Prefix")),
            new Case(
                    List.of("X-API-Client-IP", "x-api-roles", "X-API-Project-Id"),
                    List.of(),
                    Set.of("X-API-Client-IP", "x-api-roles", "X-API-Project-Id")),
            new Case(List.of("X-A", "X-B", "X-C"), List.of("keep-alive, x-a", "X-C"), Set.of("X-A", "X-C")),
            new Case(
                    List.of("Connection", "Upgrade", "Sec-WebSocket-Key", "Host", "TE", "Origin"),
                    List.of("Upgrade"),
                    Set.of("Connection", "Upgrade", "Sec-WebSocket-Key", "Host", "TE")));

    @ParameterizedTest
    @FieldSource("CASES")
    void drops(Case given) {
        Set<String> declared = PassedHeaders.declared(given.connection());
        assertThat(given.names().stream().filter(name -> !PassedHeaders.passes(name, declared)))
                .containsExactlyInAnyOrderElementsOf(given.dropped());
    }

    @Test
    void ofAnAnswerOnlyTheConnectionStaysBehind() {
        assertThat(Stream.of(
                                "Content-Type",
                                "Content-Length",
                                "Set-Cookie",
                                "Connection",
                                "Transfer-Encoding",
                                "keep-alive")
                        .filter(PassedHeaders::comesBack))
                .containsExactly("Content-Type", "Content-Length", "Set-Cookie");
    }
}
