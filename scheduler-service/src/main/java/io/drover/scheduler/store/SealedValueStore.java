package io.drover.scheduler.store;

import io.drover.runtime.secret.KeyUse;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Every envelope of this service, wherever it lies, for whoever replaces a key. */
public final class SealedValueStore {
    private static final List<Place> PLACES = List.of(
            new Place("registry_credential", "secret_sealed"),
            new Place("certificate", "key_sealed"),
            new Place("secret_version", "value_sealed"));

    private final DatabaseClient database;
    private final FencedWriteClient writes;
    private final JsonMapper json = JsonMapper.builder().build();

    public SealedValueStore(DatabaseClient database, FencedWriteClient writes) {
        this.database = database;
        this.writes = writes;
    }

    /** A column of envelopes. */
    public record Place(String table, String column) {}

    /** One value where it lies. */
    public record Sealed(Place place, long id, String text) {
        /** Without the text. */
        @Override
        public String toString() {
            return place.table() + "[" + id + "]";
        }
    }

    public static List<Place> places() {
        return PLACES;
    }

    /** Values of a place that do not begin so, by id, from behind one id on. */
    public Flux<Sealed> notUnder(String prefix, Place place, long behind, int most) {
        return database.sql("select id, " + place.column + " sealed from " + place.table + " where id > :behind and "
                        + place.column + " is not null and " + place.column
                        + " not like :prefix order by id limit :most")
                .bind("behind", behind)
                .bind("prefix", prefix + "%")
                .bind("most", most)
                .map(row -> {
                    var reader = new RowReader(row, json);
                    return new Sealed(place, reader.number("id"), reader.text("sealed"));
                })
                .all();
    }

    /**
     * The same value under another key, unless it was replaced or removed meanwhile: then the answer is 0. One transaction of
     * the lease's holder, and no line in the feed: nothing changes for anybody.
     */
    public Mono<Long> replace(Sealed old, String text) {
        return writes.write(database.sql("update " + old.place.table + " set " + old.place.column
                        + " = :text where id = :id and " + old.place.column + " = :old")
                .bind("text", text)
                .bind("id", old.id)
                .bind("old", old.text)
                .fetch()
                .rowsUpdated());
    }

    /** How many values each key sealed. */
    public Flux<KeyUse> uses(String currentPrefix) {
        String all = String.join(
                " union all ",
                PLACES.stream()
                        .map(place -> "select substring_index(" + place.column + ", ':', 3) k from " + place.table
                                + " where " + place.column + " is not null")
                        .toList());
        return database.sql("select k, count(*) n from (" + all + ") sealed group by k order by k")
                .map(row -> {
                    var reader = new RowReader(row, json);
                    return use(reader.text("k"), reader.number("n"), currentPrefix);
                })
                .all();
    }

    /** @param key as values begin: {@code e1:vault:3} */
    private static KeyUse use(String key, long values, String currentPrefix) {
        String[] parts = key.split(":", -1);
        return new KeyUse(parts[1], parts[2], values, currentPrefix.equals(key + ":"));
    }
}
