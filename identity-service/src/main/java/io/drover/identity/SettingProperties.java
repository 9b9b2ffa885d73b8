package io.drover.identity;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where settings of the API come from beside the API, prefix {@code drover.settings}; unknown keys fail the start.
 *
 * @param file {@code name=value} lines that win over the database; null: {@code settings.properties} in the data folder.
 *     Replicas share its content. Read at the start
 */
@ConfigurationProperties(prefix = "drover.settings", ignoreUnknownFields = false)
public record SettingProperties(@Nullable Path file) {

    /** The file, wherever it is; it need not exist. */
    public Path localFile(Path dataDir) {
        return file == null ? dataDir.resolve("settings.properties") : file;
    }
}
