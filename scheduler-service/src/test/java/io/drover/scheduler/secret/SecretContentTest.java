package io.drover.scheduler.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.secret.SecretContent.Content;
import io.drover.scheduler.secret.SecretContent.Refused;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SecretContentTest {
    record Case(@Nullable String value, String code) {}

    static final List<Case> REFUSED = List.of(
            new Case(null, "EmptySecret"),
            new Case("", "EmptySecret"),
            new Case("  \n", "EmptySecret"),
            new Case("not base64!", "InvalidBase64"),
            new Case("YQ=", "InvalidBase64"),
            new Case("YQ==YQ==", "InvalidBase64"),
            new Case("_-8=", "InvalidBase64"),
            new Case(base64(SecretContent.MOST_BYTES + 1), "MaxLengthExceeded"));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void refuses(Case one) {
        assertThat(SecretContent.of(one.value())).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(one.code());
            assertThat(refused.sentence()).startsWith("value ").doesNotContain("not base64!");
        });
    }

    @Property
    void readsWhatWasEncoded(@ForAll @Size(min = 1, max = 300) byte[] bytes) {
        for (String text : List.of(
                Base64.getEncoder().encodeToString(bytes),
                Base64.getMimeEncoder().encodeToString(bytes) + "\n")) {
            assertThat(SecretContent.of(text)).isInstanceOfSatisfying(Content.class, content -> {
                assertThat(content.bytes()).isEqualTo(bytes);
                assertThat(content).hasToString("Content[" + bytes.length + " bytes]");
            });
        }
    }

    @Property
    void anyTextIsContentOrRefused(@ForAll String text) {
        assertThat(SecretContent.of(text)).isNotNull();
    }

    private static String base64(int length) {
        return Base64.getEncoder().encodeToString(new byte[length]);
    }
}
