package io.drover.proxy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.link.ExecFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExecInputTest {
    @Test
    void readsTypedBytesAndSizes() {
        assertThat(ExecInput.text(":resizeTTY:120,40")).isEqualTo(new ExecFrame.Resize(120, 40));
        assertThat(ExecInput.text("bHMK"))
                .isInstanceOfSatisfying(
                        ExecFrame.Input.class,
                        input -> assertThat(new String(input.bytes(), StandardCharsets.UTF_8))
                                .isEqualTo("ls\n"));
    }

    @Test
    void saysWhatItAcceptsInstead() {
        for (String wrong : new String[] {":resizeTTY:wide,40", ":resizeTTY:99999,1", "ls -l"}) {
            assertThatThrownBy(() -> ExecInput.text(wrong))
                    .hasMessage("a text message must be base64 or :resizeTTY:<columns>,<rows>");
        }
    }
}
