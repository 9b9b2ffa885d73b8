package io.drover.identity.store;

import static io.drover.identity.store.Columns.textOrNull;

import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.r2dbc.spi.Readable;
import tools.jackson.databind.json.JsonMapper;

/** An environment's limits as JSON in their columns; null means that nobody has set them. */
final class LimitColumns {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LimitColumns() {}

    static Quota quota(Readable row) {
        String text = textOrNull(row, "quota");
        return text == null ? Quota.UNLIMITED : JSON.readValue(text, Quota.class);
    }

    static PrivilegePolicy privileges(Readable row) {
        String text = textOrNull(row, "privileges");
        return text == null ? PrivilegePolicy.RESTRICTED : JSON.readValue(text, PrivilegePolicy.class);
    }

    static String text(Object limits) {
        return JSON.writeValueAsString(limits);
    }
}
