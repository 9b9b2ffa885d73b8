package io.drover.identity.store;

import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;

import io.drover.runtime.secret.KeyUse;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every column of this service that the master key sealed, for whoever replaces the key. */
public final class SealedColumnStore {
    private static final String FIRST = "first";

    private final DatabaseClient database;
    private final List<Column> columns;

    public SealedColumnStore(DatabaseClient database, List<Column> columns) {
        this.database = database;
        this.columns = List.copyOf(columns);
    }

    /**
     * @param key the table's primary key
     * @param purposes what its values are sealed for: one of these each
     */
    public record Column(String table, String key, String column, List<String> purposes) {
        public Column {
            purposes = List.copyOf(purposes);
        }

        public Column(String table, String key, String column, String purpose) {
            this(table, key, column, List.of(purpose));
        }
    }

    /** One value where it lies. */
    public record Sealed(Column column, String key, String text) {
        /** Without the text. */
        @Override
        public String toString() {
            return column.table() + "." + column.column() + "[" + key + "]";
        }
    }

    public List<Column> columns() {
        return columns;
    }

    /** Values that do not begin so, by key, without the first few. What is empty was wiped, and no key sealed that. */
    public Flux<Sealed> notUnder(String prefix, Column column, long without, int most) {
        return database.sql(
                        "select cast(%2$s as char) k, %3$s sealed from %1$s where %3$s <> '' and %3$s not like :prefix order by %2$s limit :most offset :without"
                                .formatted(column.table, column.key, column.column))
                .bind("prefix", prefix + "%")
                .bind("most", most)
                .bind("without", without)
                .map(row -> new Sealed(column, text(row, "k"), text(row, "sealed")))
                .all();
    }

    /** The same value under another key; 0: it was changed or removed meanwhile. */
    public Mono<Long> replace(Sealed old, String text) {
        return database.sql("update %1$s set %3$s = :text where %2$s = :key and %3$s = :old"
                        .formatted(old.column.table, old.column.key, old.column.column))
                .bind("text", text)
                .bind("key", old.key)
                .bind("old", old.text)
                .fetch()
                .rowsUpdated();
    }

    /** How many values each key sealed. */
    public Flux<KeyUse> uses(String current) {
        String all = String.join(
                " union all ",
                columns.stream()
                        .map(column ->
                                "select if(%1$s like '2.%%', substring_index(substring_index(%1$s, '.', 2), '.', -1), '%3$s') k from %2$s where %1$s <> ''"
                                        .formatted(column.column, column.table, FIRST))
                        .toList());
        return database.sql("select k, count(*) n from (" + all + ") sealed group by k order by k")
                .map(row -> {
                    String generation = text(row, "k");
                    return new KeyUse("localkey", generation, number(row, "n"), generation.equals(current));
                })
                .all();
    }
}
