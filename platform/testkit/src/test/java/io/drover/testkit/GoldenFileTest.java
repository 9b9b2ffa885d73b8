package io.drover.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFileTest {
    @TempDir
    Path folder;

    @Test
    void comparesTheWholeTextButItsLastLineBreak() throws IOException {
        Path file = folder.resolve("x.json");
        Files.writeString(file, "{}\n");
        GoldenFile.at(file).assertMatches("{}");
        assertThatThrownBy(() -> GoldenFile.at(file).assertMatches("{ }"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dgolden.write=true");
    }

    @Test
    void aMissingFileIsAFailureThatSaysWhatToDo() {
        assertThatThrownBy(() -> GoldenFile.at(folder.resolve("none")).assertMatches("x"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no golden file yet");
    }
}
