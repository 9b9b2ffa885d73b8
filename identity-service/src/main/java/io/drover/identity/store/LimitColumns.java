package io.drover.identity.store;

import static io.drover.identity.store.Columns.textOrNull;

import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.r2dbc.spi.Readable;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What only administrators say of an environment, as JSON in its columns; null means that nobody has said anything. */
final class LimitColumns {
    private static final TypeReference<List<Long>> NUMBERS = new TypeReference<>() {};
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

    static List<Long> links(Readable row) {
        String text = textOrNull(row, "links");
        return text == null ? List.of() : JSON.readValue(text, NUMBERS);
    }

    static String text(Object limits) {
        return JSON.writeValueAsString(limits);
    }
}
