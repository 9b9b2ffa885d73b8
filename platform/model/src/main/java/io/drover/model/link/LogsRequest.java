package io.drover.model.link;

import org.jspecify.annotations.Nullable;

/**
 * @param container the engine's id
 * @param lines how many of the last lines first; negative: all
 * @param follow go on with new lines until cancelled
 * @param since epoch seconds or an RFC 3339 instant; null: from the beginning
 */
public record LogsRequest(
        String container,
        int lines,
        boolean follow,
        boolean timestamps,
        @Nullable String since) {}
