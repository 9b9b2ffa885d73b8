package io.drover.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.test.StepVerifier;

class FormBodyGatewayFilterTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    record Head(@Nullable String type, long length, boolean isRead) {}

    static final List<Head> HEADS = List.of(
            new Head(FORM, 100, true),
            new Head(FORM + "; charset=utf-8", 16 * 1024, true),
            new Head("Application/X-WWW-Form-URLEncoded", 1, true),
            new Head(FORM, 16 * 1024 + 1, false),
            new Head(FORM, 0, false),
            new Head(FORM, -1, false),
            new Head("application/json", 100, false),
            new Head(null, 100, false));

    @ParameterizedTest
    @FieldSource("HEADS")
    void onlySmallFormsThatSaySoAreHeld(Head head) {
        HttpHeaders headers = new HttpHeaders();
        if (head.type != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, head.type);
        }
        if (head.length >= 0) {
            headers.setContentLength(head.length);
        }
        assertThat(FormBodyGatewayFilter.isSmallForm(headers)).isEqualTo(head.isRead);
    }

    @Test
    void whatWasReadIsPassedOnAsItCame() {
        String body = "name=a%20b&CSRF=0123456789";
        var request = MockServerHttpRequest.post("/v2-beta/stacks")
                .header(HttpHeaders.CONTENT_TYPE, FORM)
                .body(body);
        StepVerifier.create(new FormBodyGatewayFilter().read(request).flatMap(form -> {
                    assertThat(form.field("CSRF")).isEqualTo("0123456789");
                    assertThat(form.field("name")).isEqualTo("a b");
                    assertThat(form.field("other")).isNull();
                    return DataBufferUtils.join(form.request().getBody())
                            .map(buffer -> buffer.toString(StandardCharsets.UTF_8));
                }))
                .expectNext(body)
                .verifyComplete();
    }

    @Test
    void aTokenIsTakenOutAndTheLengthStays() {
        String body = "token=abc&name=tok%65n=&%74oken=d&tokens=e";
        var request = MockServerHttpRequest.post("/v2-beta/stacks")
                .header(HttpHeaders.CONTENT_TYPE, FORM)
                .body(body);
        StepVerifier.create(new FormBodyGatewayFilter()
                        .read(request)
                        .flatMap(form -> DataBufferUtils.join(
                                form.withoutToken().request().getBody()))
                        .map(buffer -> buffer.toString(StandardCharsets.UTF_8)))
                .assertNext(kept ->
                        assertThat(kept).hasSameSizeAs(body).isEqualTo("&&&&&&&&&&name=tok%65n=&&&&&&&&&&&tokens=e"))
                .verifyComplete();
    }

    @Test
    void aMalformedFormShowsNothing() {
        var request = MockServerHttpRequest.post("/v2-beta/stacks").body("CSRF=%zz");
        StepVerifier.create(new FormBodyGatewayFilter().read(request))
                .expectNextMatches(form -> form.fields().isEmpty())
                .verifyComplete();
    }
}
