package io.drover.api.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** @param body null: none */
record Reply(int status, @Nullable Map<String, @Nullable Object> body) {
    static final Reply NO_CONTENT = new Reply(204, null);

    static Reply ok(Map<String, @Nullable Object> body) {
        return new Reply(200, body);
    }
}
