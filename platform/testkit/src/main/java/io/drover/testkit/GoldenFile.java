package io.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of expected text under {@code src/test/resources/golden}. With {@code -Dgolden.write=true} tests write it anew; the
 * diff is reviewed like code.
 */
public final class GoldenFile {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private final Path file;

    private GoldenFile(Path file) {
        this.file = file;
    }

    /** @param name path below the golden folder, e.g. {@code schemas/stack.json} */
    public static GoldenFile named(String name) {
        return new GoldenFile(FOLDER.resolve(name));
    }

    static GoldenFile at(Path file) {
        return new GoldenFile(file);
    }

    /** Fails with a diff unless the text equals the file's; a final line break is not compared. */
    public void assertMatches(String actual) {
        String text = actual.strip() + "\n";
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text);
                return;
            }
            assertThat(file)
                    .as("no golden file yet: run the test once with -Dgolden.write=true and review what it writes")
                    .exists();
            assertThat(text)
                    .as("%s (after an intended change: -Dgolden.write=true)", file)
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
