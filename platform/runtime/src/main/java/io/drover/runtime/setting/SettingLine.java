package io.drover.runtime.setting;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code GET /internal/settings}: first every setting, then {@link #ALIVE}, then each one that changes, and
 * {@link #ALIVE} every 5 s.
 *
 * @param value the effective value; null: there is no such setting any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SettingLine(@Nullable String name, @Nullable String value) {
    /** Ends the list, and keeps the connection alive. */
    public static final SettingLine ALIVE = new SettingLine(null, null);
}
