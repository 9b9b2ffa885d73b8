package io.drover.identity.api.key;

import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.MemoryList;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.identity.api.internal.SigningKeyHandler;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.SigningKeyStore;
import io.drover.identity.token.KeyLife;
import io.drover.identity.token.SigningKey;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Signing keys over the API. Retired ones are shown with {@code _removed}. */
public final class SigningKeysHandler implements ResourceHandler {
    /** What a change of a key is called in the change log. */
    static final String CHANGE = "signingKey";

    private final SigningKeyStore store;
    private final SigningKeyHandler keys;
    private final ChangeStore changes;
    private final Times times;
    private final Clock clock;

    /**
     * @param lead how long a new key is published before it signs
     * @param longest life of a token, with what verifiers tolerate of wrong clocks
     */
    public record Times(Duration lead, Duration longest) {}

    public SigningKeysHandler(
            SigningKeyStore store, SigningKeyHandler keys, ChangeStore changes, Times times, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.changes = changes;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return SigningKeyTypes.SIGNING_KEY;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return resources().map(all -> MemoryList.of(query, all));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return resources()
                .flatMapIterable(all -> all)
                .filter(one -> one.id().equals(type().publicId(id)))
                .next();
    }

    /** The only action is {@code rotate}: a new key, which signs a little later. */
    @Override
    public Mono<Resource> actOnAll(Caller caller, String action, Input input) {
        return changes.write(
                        keys.next(times.lead()), generation -> List.of(NewChange.created(CHANGE, generation, null)))
                .flatMap(generation -> find(caller, generation));
    }

    private Mono<List<Resource>> resources() {
        return store.all().collectList().map(rows -> {
            List<KeyLife> present = rows.stream()
                    .filter(row -> row.retired() == null)
                    .map(SigningKeyStore.Row::life)
                    .toList();
            return rows.stream()
                    .map(row -> resource(row, present, clock.instant()))
                    .toList();
        });
    }

    private Resource resource(SigningKeyStore.Row row, List<KeyLife> present, Instant now) {
        KeyLife life = row.life();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", SigningKey.kid(row.generation()));
        fields.put(
                "state", row.retired() == null ? life.stage(present, now).name().toLowerCase(Locale.ROOT) : "retired");
        fields.put("created", row.created());
        fields.put("signsFrom", row.signsFrom());
        fields.put(
                "retires",
                row.retired() == null ? life.retires(present, times.longest()).orElse(null) : row.retired());
        fields.put("removed", row.retired());
        return new Resource(type().name(), type().publicId(row.generation()), fields);
    }
}
