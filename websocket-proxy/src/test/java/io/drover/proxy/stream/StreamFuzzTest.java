package io.drover.proxy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.ApiException;
import io.drover.model.link.ExecFrame;
import io.drover.model.link.LogChunk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;

/** Tickets, what clients send into shells, and what engines print. */
class StreamFuzzTest {
    @Property(tries = 1000)
    void inputOfShells(@ForAll String message) {
        try {
            ExecInput.text(message);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("base64");
        }
    }

    @Property
    void whatIsTypedArrives(@ForAll byte[] typed) {
        assertThat(ExecInput.text(Base64.getEncoder().encodeToString(typed)))
                .isInstanceOfSatisfying(
                        ExecFrame.Input.class,
                        input -> assertThat(input.bytes()).isEqualTo(typed));
    }

    @Property(tries = 1000)
    void tickets(@ForAll("claims") Map<String, Object> claims, @ForAll Purpose purpose) {
        try {
            assertThat(Ticket.read(claims, purpose, null).id()).isEqualTo(claims.get("jti"));
        } catch (ApiException.Forbidden | ApiException.Unauthorized refused) {
            assertThat(refused.sentence()).contains("ticket");
        }
    }

    /** However the engine's output is cut into chunks, the lines are the same. */
    @Property
    void linesDoNotDependOnChunks(@ForAll @Size(max = 8) List<@CharRange(from = 'a', to = 'd') String> parts) {
        LogLines lines = new LogLines();
        List<String> said = new ArrayList<>();
        String whole = parts.stream().map(part -> part.replace('d', '\n')).collect(Collectors.joining());
        for (String part : parts) {
            said.addAll(lines.accept(new LogChunk(1, part.replace('d', '\n').getBytes(StandardCharsets.UTF_8))));
        }
        said.addAll(lines.rest());
        List<String> expected = new ArrayList<>();
        LogLines atOnce = new LogLines();
        expected.addAll(atOnce.accept(new LogChunk(1, whole.getBytes(StandardCharsets.UTF_8))));
        expected.addAll(atOnce.rest());
        assertThat(said).isEqualTo(expected);
        assertThat(said.stream().map(line -> line.substring(3)).collect(Collectors.joining()))
                .isEqualTo(whole.replace("\n", ""));
    }

    @Provide
    Arbitrary<Map<String, Object>> claims() {
        Arbitrary<String> names = Arbitraries.of("purpose", "jti", "exp", "host", "request", "sub", "env", "resource");
        Arbitrary<Object> values = Arbitraries.oneOf(
                Arbitraries.of("logs", "exec", "stats", "").map(Object.class::cast),
                Arbitraries.longs().greaterOrEqual(1).map(Object.class::cast),
                Arbitraries.of(Instant.EPOCH).map(Object.class::cast),
                Arbitraries.of(Map.of("a", 1), Map.of()).map(Object.class::cast),
                Arbitraries.of(List.of(), true).map(Object.class::cast));
        return Arbitraries.maps(names, values).ofMaxSize(8).map(HashMap::new);
    }
}
