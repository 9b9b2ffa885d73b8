package io.drover.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTokenTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReadAgainAndKeepsItsLastTokenWhenItIsGone() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "hvs.first\n");
        VaultToken token = VaultToken.inFile(file);
        assertThat(token.value()).isEqualTo("hvs.first");

        token.refresh();
        assertThat(token.number()).as("the same one").isZero();
        Files.writeString(file, "hvs.second");
        token.refresh();
        Files.delete(file);

        assertThatThrownBy(token::refresh).hasMessageContaining(file.toString());
        assertThat(token.value()).isEqualTo("hvs.second");
        assertThat(token.number()).isEqualTo(1);
        assertThat(token.toString()).doesNotContain("hvs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "hidden\r\nX-Other: 1", "hidden one", "hidd\u00e9n"})
    void whatIsNoTokenIsRefusedAndNotQuoted(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), text);

        assertThatThrownBy(() -> VaultToken.given(text))
                .hasMessageContaining("VAULT_TOKEN does not hold a token")
                .hasMessageNotContaining("hid");
        assertThatThrownBy(() -> VaultToken.inFile(file))
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("hid");
    }
}
